"""How a vendor behaves, as its name and tags decide (domain.md 2.6). Pure; draws nothing."""

from dataclasses import dataclass
from datetime import timedelta

from services.core.simulator.vendors import Vendor

CHIEFS, VPS, DIRECTORS, MANAGERS, SPECIALISTS = "chief", "vp", "director", "manager", "specialist"
RANKS = (CHIEFS, VPS, DIRECTORS, MANAGERS, SPECIALISTS)
PREMIUM = 1300
"""Whole dollars a call from which a list price is high."""
POLL = timedelta(seconds=10)
BATCH = 5
ACCEPTS = (2, 10)
"""Pending enrolments are looked for every poll, oldest first, a batch at a time; accepted after so many seconds."""

Range = tuple[int, int]

_BY_NAME: dict[str, tuple[Range, Range, Range]] = {
    "GLG": ((8, 12), (8, 10), (5, 15)),
    "AlphaSights": ((6, 10), (8, 10), (3, 10)),
    "Inex One": ((15, 20), (6, 9), (2, 8)),
}
_OTHERS: tuple[Range, Range, Range] = ((5, 10), (6, 9), (3, 12))
_FIRST: tuple[tuple[str, Range], ...] = (
    ("instant", (1, 8)),
    ("same-day", (1, 8)),
    ("24h", (1, 24)),
    ("48h", (8, 48)),
    ("72h", (24, 72)),
)
_UNSAID = (8, 48)


@dataclass(frozen=True, slots=True)
class Character:
    """Proposals (count), their fit (0-10), seconds between two on a demonstration's clock, hours to the first.

    On a world's clock one of those seconds is an hour. `relevance` is 0-100.
    """

    vendor: Vendor
    count: Range
    fit: Range
    delay: Range
    first: Range
    ranks: tuple[str, ...]
    relevance: Range
    asia_pacific: bool
    certificates: bool
    long_bios: bool


def character(vendor: Vendor) -> Character:
    """The vendor's character."""
    tags = " | ".join(vendor.tags).casefold()
    count, fit, delay = _BY_NAME.get(vendor.name, _OTHERS)
    premium, budget = "white-glove" in tags and vendor.high >= PREMIUM, "budget" in tags
    return Character(
        vendor=vendor,
        count=count,
        fit=fit,
        delay=delay,
        first=next((hours for word, hours in _FIRST if word in tags), _UNSAID),
        ranks=_ranks(tags),
        relevance=(85, 95) if premium else (60, 80) if budget else (70, 90),
        asia_pacific="apac bench" in tags,
        certificates="compliance heavy" in tags,
        long_bios=premium,
    )


def _ranks(tags: str) -> tuple[str, ...]:
    if "c-suite access" in tags:
        return CHIEFS, VPS
    return (DIRECTORS, MANAGERS, SPECIALISTS) if "sme access" in tags else RANKS
