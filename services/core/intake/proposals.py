"""What reading a vendor's file yields: proposals, each field with the place it was read from.

Pure values: this module knows neither HTTP nor the database, so that extraction can be tested on files alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict

FieldName = Literal[
    "name",
    "title",
    "employer",
    "past_employers",
    "location",
    "region",
    "expertise",
    "bio",
    "years_experience",
    "linkedin_url",
    "email",
    "phone",
    "price",
    "availability",
    "conflict_status",
    "answers",
    "vendor_ref",
]
"""The fields a proposal may carry; `FoundField.value` has the JSON type listed beside each name in `FIELD_TYPES`."""

Region = Literal["North America", "Europe", "Asia Pacific", "Latin America", "Middle East & Africa", "Other"]
PriceUnit = Literal["hour", "call", "minute", "credit"]
ConflictStatus = Literal["pending", "cleared", "flagged", "not_checked"]


class PastEmployer(TypedDict, total=False):
    """A former employer: name always, title and years (`2019`, `2019-03`) where the vendor gives them."""

    name: str
    title: str
    start: str
    end: str


class Price(TypedDict, total=False):
    """A vendor's quote. `amount_minor` is integer minor units of `currency` (ISO 4217) for one `unit`.

    For `unit == "credit"` the amount is in hundredths of a credit per hour, `currency` is absent unless the vendor says
    what a credit costs: then `credit_value_minor` and `currency` are present.
    """

    amount_minor: int
    currency: str
    unit: PriceUnit
    minimum_minutes: int
    increment_minutes: int
    free_minutes: int
    credit_value_minor: int


class Slot(TypedDict, total=False):
    """An offered time: `text` as written; `start`/`end` (ISO 8601 with offset) and `timezone` (IANA) where certain."""

    text: str
    start: str
    end: str
    timezone: str


class Answer(TypedDict):
    question: str
    answer: str


FIELD_TYPES: Mapping[FieldName, str] = {
    "name": "str",
    "title": "str",
    "employer": "str",
    "past_employers": "list[PastEmployer]",
    "location": "str",
    "region": "Region",
    "expertise": "list[str]",
    "bio": "str",
    "years_experience": "int",
    "linkedin_url": "str, canonical https://www.linkedin.com/in/<slug>",
    "email": "str, lower case",
    "phone": "str, E.164",
    "price": "Price",
    "availability": "list[Slot]",
    "conflict_status": "ConflictStatus",
    "answers": "list[Answer]",
    "vendor_ref": "str, the vendor's own number for this person",
}


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in what was sent.

    `locator` names the part: `Experts!C7` (sheet and cell, or `Experts!A7:H7` for a row), `line 12` for CSV,
    `message 1` for a mail (1 = newest), `text` for plain text, `page 3` for PDF. `start`/`end` are character offsets
    into that part's text (for prose) and None for cells. `excerpt` is the exact text there, at most 500 characters.
    """

    file: str
    locator: str
    excerpt: str
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class FoundField:
    """One field's value, where it was read, and how sure the rule is (0..1)."""

    value: object
    span: Span
    confidence: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """One vendor's offer of one person, as read. `fields` always holds `name`; `span` is the whole block or row.

    `vendor` is a vendor's name as the row itself gives it, in a list that several vendors filled.
    """

    fields: Mapping[FieldName, FoundField]
    span: Span
    vendor: FoundField | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A row or block that names nobody usable: where it stands and why it was not placed."""

    span: Span
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class VendorGuess:
    """Which catalogue vendor sent this; `name` is the catalogue's spelling or None when nothing points to one."""

    name: str | None
    span: Span | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything one file said: the vendor, the people (in source order), the rows that could not be used."""

    vendor: VendorGuess
    proposals: list[Proposal] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class KnownVendor:
    """A vendor extraction may recognise: catalogue name, aliases, mail domains."""

    name: str
    aliases: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
