"""What one message says about one person, gathered field by field. Decides nothing between messages."""

import re
from dataclasses import dataclass, field
from typing import Literal, cast

from services.core.intake.extraction import values
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.proposals import FieldName, FoundField, PastEmployer, Price, Slot

_EARLIER = re.compile(r"\s*\((?P<job>(?:formerly|previously|ex-|former)\b[^()]*,[^()]*)\)", re.IGNORECASE)
SlotMode = Literal["replace", "add", "remove"]


@dataclass(slots=True)
class Mention:
    """One person in one message. `slot_mode` says what its slots do to older ones; `block` is all that was read.

    `listed` is one that opens a profile or a table row of its own.
    """

    name: Piece
    block: Piece
    sure: float
    fields: dict[FieldName, FoundField] = field(default_factory=dict)
    slot_mode: SlotMode = "replace"
    withdrawn: bool = False
    unchanged: bool = False
    listed: bool = False
    notes: list[str] = field(default_factory=list)

    def add(self, name: FieldName, value: object, piece: Piece, confidence: float) -> None:
        """Keeps `value` unless this message already said the field with as much confidence."""
        known = self.fields.get(name)
        if known is None or known.confidence < confidence:
            self.fields[name] = FoundField(value, piece.span(), confidence)

    def add_past(self, employers: list[PastEmployer], piece: Piece, confidence: float) -> None:
        """Adds former employers to those known; the place is that of the longer list."""
        known = self.fields.get("past_employers")
        before = cast(list[PastEmployer], known.value) if known else []
        fresh = [
            each for each in employers if each["name"].casefold() not in {old["name"].casefold() for old in before}
        ]
        for old in before:
            for each in employers:
                if each["name"].casefold() == old["name"].casefold():
                    old.update({**each, **old})
        if not fresh:
            return
        span = known.span if known and len(before) >= len(fresh) else piece.span()
        self.fields["past_employers"] = FoundField(
            [*before, *fresh], span, min(confidence, known.confidence if known else 1)
        )

    def add_slots(self, slots: list[Slot], piece: Piece, confidence: float, mode: SlotMode = "replace") -> None:
        """Adds slots to those this message already offers."""
        known = self.fields.get("availability")
        if known is None:
            self.fields["availability"] = FoundField(slots, piece.span(), confidence)
            self.slot_mode = mode
        elif mode == self.slot_mode:
            fresh = [slot for slot in slots if slot not in cast(list[Slot], known.value)]
            self.fields["availability"] = FoundField(
                [*cast(list[Slot], known.value), *fresh], known.span, known.confidence
            )

    def add_location(self, piece: Piece, confidence: float) -> None:
        """Adds the location and, where it is certain, its region."""
        self.add("location", piece.flat, piece, confidence)
        if found := values.region(piece.flat):
            self.add("region", found, piece, confidence)

    def add_job(self, piece: Piece, confidence: float) -> bool:
        """Adds the job a phrase names; a former one is marked in the title and stands among the past employers."""
        words = " ".join(piece.words.replace("*", "").split())
        if aside := _EARLIER.search(words):
            self.add_past(values.past_employers(aside["job"]), piece, confidence)
            words = words.replace(aside.group(), "")
        return self.add_role(piece, values.role(words), confidence)

    def add_role(self, piece: Piece, job: values.Role, confidence: float) -> bool:
        """Adds a job already read from `piece`."""
        if job.title:
            self.add("title", _title(job), _place(piece, job.title), confidence)
        if job.employer and (job.title or not job.former):
            self.add("employer", job.employer, piece.find(job.employer), confidence)
        if job.former and job.employer:
            past = values.past_employer(job)
            self.add_past([past], piece, confidence)
        if job.location:
            self.add_location(piece.find(job.location), confidence - 0.05)
        return bool(job.title or job.employer)

    def complete_price(self, quote: Price) -> None:
        """Puts a fuller quote in the place of the one known, where it was read."""
        known = self.fields["price"]
        self.fields["price"] = FoundField(quote, known.span, known.confidence)

    def tells(self) -> bool:
        """Whether it says more than how to reach the person."""
        return bool(self.fields.keys() - {"email", "phone", "linkedin_url", "location", "region"})

    def offer(self) -> tuple[object, ...]:
        """What the message says of price, conflict check and slots, to see whether a line adds to it."""
        return tuple(self.fields.get(name) for name in ("price", "conflict_status", "availability"))

    def price(self) -> Price | None:
        """The quote this message gives."""
        known = self.fields.get("price")
        return cast(Price, known.value) if known else None


def _title(job: values.Role) -> str:
    return f"Former {job.title}" if job.former else str(job.title)


def _place(piece: Piece, title: str) -> Piece:
    """The title's place together with the "Former" or "ex-" before it."""
    at = piece.words.find(title)
    if at < 0:
        return piece
    before = piece.words[:at]
    start = at - len(before.lstrip()) if values.is_marked_former(before + title) and len(before) < 25 else at
    return piece.part(start, at + len(title))
