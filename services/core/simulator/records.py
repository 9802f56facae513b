"""The things of a simulated world: people, offers, calls, what was sent and what was done, each with its instant.

Values only; the modules that play change them. Keys are the world's own, never a server's ids.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from services.core.simulator.places import Place
from services.core.simulator.themes import Question, Relation, Theme
from services.core.simulator.vendors import Vendor


@dataclass(frozen=True, slots=True)
class Person:
    """A human being. `employer` is the present one, or the last where `former`; `past` another with its years."""

    key: str
    given: str
    surname: str
    middle: str
    place: Place
    rank: str
    title: str
    employer: str
    former: bool
    past: tuple[str, str, str]
    function: str
    skills: tuple[str, ...]
    years: int
    facts: tuple[str, ...]
    linkedin: str | None

    @property
    def name(self) -> str:
        """As the person writes it."""
        return f"{self.given} {self.surname}"


@dataclass(slots=True)
class Offer:
    """One vendor's proposal of one person for one campaign, as it stands; names as this vendor writes them.

    `amount_minor` is the quote for one unit of the vendor's terms. `answers` are by question key, as told so far: how
    each is given, and in what is sent its words; those `awaited` come later. `variant` says how a double is written.
    """

    key: str
    campaign: str
    vendor: Vendor
    person: Person
    name: str
    title: str
    employer: str
    ref: str
    amount_minor: int
    conflict: str
    slots: list[tuple[datetime, datetime]]
    answers: dict[str, str]
    awaited: dict[str, str]
    relevance: int
    fit: int
    rating: float
    relation: Relation
    certificate: str | None
    proposed_at: datetime
    variant: str | None = None
    history: list[tuple[str, datetime, str | None]] = field(default_factory=list)
    quotes: list[tuple[datetime, int]] = field(default_factory=list)

    @property
    def status(self) -> str:
        """The state it is in."""
        return self.history[-1][0]

    def enter(self, status: str, at: datetime, reason: str | None = None) -> None:
        """Move on; a state it is in already is not entered again."""
        if not self.history or self.status != status:
            self.history.append((status, at, reason))


@dataclass(frozen=True, slots=True)
class Charge:
    """Money owed or set aside for a call, in the vendor's currency and the campaign's, both in minor units."""

    fee_type: str
    stage: str
    amount_minor: int
    currency: str
    campaign_minor: int
    at: datetime


@dataclass(slots=True)
class Call:
    """A requested conversation; `minutes` what it lasted, `fault` whose doing it was that it was not held."""

    key: str
    offer: Offer
    members: tuple[str, ...]
    slots: list[tuple[datetime, datetime]]
    duration: int
    history: list[tuple[str, datetime, str | None]]
    quote_minor: int = 0
    booked: datetime | None = None
    minutes: int | None = None
    poor: bool = False
    fault: str | None = None
    ratings: dict[str, float] = field(default_factory=dict)
    charges: list["Charge"] = field(default_factory=list)

    @property
    def status(self) -> str:
        """The state it is in."""
        return self.history[-1][0]

    @property
    def starts_at(self) -> datetime:
        """The booked time. Raises LookupError before there is one."""
        if self.booked is None:
            raise LookupError(f"{self.key} has no time")
        return self.booked

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.duration)


@dataclass(frozen=True, slots=True)
class Enrollment:
    """A vendor invited to a campaign and what it said."""

    vendor: Vendor
    invited_at: datetime
    answer: Literal["active", "declined"]
    answered_at: datetime
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Document:
    """A file as a vendor sent it."""

    name: str
    campaign: str
    vendor: str
    sent_at: datetime
    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something somebody did: the verb, the key of what it was done to and what was said."""

    at: datetime
    campaign: str
    verb: str
    about: str
    given: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Campaign:
    """A campaign with all that happened in it."""

    key: str
    theme: Theme
    name: str
    code: str
    currency: str
    timezone: str
    minimum: int
    maximum: int
    budget_minor: int
    starts_at: datetime
    members: tuple[str, ...]
    questions: tuple[Question, ...]
    enrollments: list[Enrollment] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    fired: list[tuple[int, datetime]] = field(default_factory=list)
    """Shares of the budget (percent) that spending reached, and when."""
