"""A vendor's message before it is written: who is new, whose offer changed, and what was sent before."""

from dataclasses import dataclass, field
from datetime import datetime

from services.core.simulator import quotes, slots
from services.core.simulator.personas import biography
from services.core.simulator.records import Campaign, Offer
from services.core.simulator.themes import Question
from services.core.simulator.vendors import Vendor

CLIENT = ("Hannah Voss", "hannah.voss@northbridge-advisory.example")


@dataclass(frozen=True, slots=True)
class Batch:
    """One message. `earlier` is the vendor's last one, its date and text, cited below where that is the custom."""

    campaign: Campaign
    vendor: Vendor
    number: int
    sent_at: datetime
    new: list[Offer]
    changed: list[Offer] = field(default_factory=list)
    earlier: tuple[datetime, str] | None = None
    long_bios: bool = False

    @property
    def offers(self) -> list[Offer]:
        """Everybody the message speaks of, the new ones first."""
        return self.new + self.changed

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        vendor = self.vendor.name.lower().replace(" ", "-")
        return f"{self.campaign.key}-{self.sent_at:%Y%m%d-%H%M}-{vendor}-{self.number:02d}"

    @property
    def file(self) -> str:
        """The file's name."""
        return f"{self.stem}.eml"

    @property
    def asked(self) -> tuple[Question, ...]:
        """The campaign's questions."""
        return self.campaign.questions

    @property
    def sender(self) -> tuple[str, str]:
        """Name and address of the vendor's associate."""
        first, last = self.vendor.associate.lower().split()
        return self.vendor.associate, f"{first}.{last}@{self.vendor.domain}"

    @property
    def subject(self) -> str:
        """The subject line; a follow-up answers the first mail."""
        about = f"{self.campaign.code}: {self.campaign.theme.topic}"
        return f"{'RE: ' if self.number > 1 else ''}{about} ({self.vendor.name})"


def title(offer: Offer) -> str:
    """The title as written, "Former" before the title of somebody who has left."""
    return f"Former {offer.title}" if offer.person.former else offer.title


def times(offer: Offer, style: str = "words") -> str:
    """The offered times."""
    return "; ".join(slots.in_words(offer, slot, style) for slot in offer.slots)


def about(offer: Offer, batch: Batch) -> str:
    """What recommends the person."""
    said = biography(offer.person, long=batch.long_bios)
    return f"{said} {offer.certificate}." if offer.certificate else said


def earlier_jobs(offer: Offer) -> str:
    """The former employer with its years, empty for none."""
    employer, start, end = offer.person.past
    return f"{employer} ({start}-{end})" if employer else ""


def rate(offer: Offer, batch: Batch) -> str:
    """The quote; one that this message changes says what it was."""
    now = quotes.in_words(offer)
    if len(offer.quotes) > 1 and offer.quotes[-1][0] == batch.sent_at:
        return f"{now} (was {quotes.in_words(offer, offer.quotes[-2][1])})"
    return now
