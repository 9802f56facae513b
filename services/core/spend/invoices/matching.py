"""Holds an invoice's lines against the ledger: which line is of which call, and how the two differ. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from services.core.matching import name_evidence, names
from services.core.spend.invoices.reading import Line

DAY = dt.timedelta(days=1)
GRAVITY = (
    "rejected",
    "not_ours",
    "billed_twice",
    "not_done",
    "wrong_currency",
    "amount_differs",
    "duration_differs",
)
"""The gravest first: a line is known by the first of these that it shows, and is matched when it shows none."""
AGREEING = ("same", "nickname", "slip", "initial", "initials", "short forms", "middle")


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the vendor's with its charge in the ledger. `billed` when a line of another invoice is of it."""

    charge_id: UUID
    interview_id: UUID
    expert_name: str
    vendor_ref: str | None
    call_date: dt.date
    is_done: bool
    minutes: int
    billed_minutes: int | None
    amount_minor: int | None
    currency: str | None
    billed: bool = False


@dataclass(frozen=True, slots=True)
class Match:
    """A line, the charge it is of, and every difference."""

    line: Line
    outcome: str
    charge_id: UUID | None = None
    difference_minor: int | None = None
    differences: list[dict[str, Any]] = field(default_factory=list)


def match(lines: Sequence[Line], calls: Sequence[Call]) -> list[Match]:
    """Each line with its call: by reference, else by name and day; no call answers to two lines.

    Credits come last, for each is rather of a call that is billed; several may be of one.
    """
    taken = {call.charge_id for call in calls if call.billed}
    matches: dict[int, Match] = {}
    for at, line in sorted(enumerate(lines), key=lambda each: each[1].is_credit):
        call = None if line.fault else _call_of(line, calls, taken)
        if line.is_credit and not line.fault:
            matches[at] = _credited(line, call)
            continue
        matches[at] = _compare(line, call, twice=call is not None and call.charge_id in taken)
        if call is not None:
            taken.add(call.charge_id)
    return [matches[at] for at in range(len(lines))]


def same_name(one: str, other: str) -> bool:
    """Whether two written names can be one person's: "Chen, S." and Dr. Sarah Chen."""
    evidence = name_evidence.compare(names.parse(one), names.parse(other))
    return evidence.surname in ("same", "slip", "second") and evidence.given in AGREEING


def _call_of(line: Line, calls: Sequence[Call], taken: set[UUID]) -> Call | None:
    referred = [
        call for call in calls if line.reference and line.reference in (str(call.interview_id), call.vendor_ref)
    ]
    candidates = [call for call in referred if _is_near(line, call)] or referred or _named(line, calls)
    return _likeliest(line, candidates, taken)


def _named(line: Line, calls: Sequence[Call]) -> list[Call]:
    name = line.expert_name
    return [call for call in calls if name and _is_near(line, call) and same_name(name, call.expert_name)]


def _is_near(line: Line, call: Call) -> bool:
    return line.call_date is None or abs(line.call_date - call.call_date) <= DAY


def _likeliest(line: Line, candidates: Iterable[Call], taken: set[UUID]) -> Call | None:
    """The one not billed yet, of a credit the one billed, nearest in day, length and amount."""

    def distance(call: Call) -> tuple[int, int, int, int]:
        days = abs((line.call_date - call.call_date).days) if line.call_date else 0
        minutes = min(abs(line.minutes - each) for each in _lengths(call)) if line.minutes is not None else 0
        amount = abs(abs(line.amount_minor or 0) - (call.amount_minor or 0))
        return (call.charge_id in taken) != line.is_credit, days, minutes, amount

    return min(candidates, key=distance, default=None)


def _compare(line: Line, call: Call | None, *, twice: bool) -> Match:
    if line.fault:
        return Match(line, "rejected", differences=[{"kind": "rejected", "reason": line.fault}])
    if call is None:
        return Match(line, "not_ours", differences=[{"kind": "not_ours"}])
    found: list[dict[str, Any]] = [{"kind": "billed_twice"}] if twice else []
    found += [] if call.is_done else [{"kind": "not_done"}]
    found += list(_money(line, call))
    if call.is_done and line.minutes is not None and line.minutes not in _lengths(call):
        found.append({"kind": "duration_differs", "expected": call.minutes, "billed": line.minutes})
    outcome = next((kind for kind in GRAVITY if any(each["kind"] == kind for each in found)), "matched")
    return Match(line, outcome, call.charge_id, _above(line, call, twice=twice), found)


def _credited(line: Line, call: Call | None) -> Match:
    """A credit is less than what is due by itself, since the call's own line is held against the whole of that."""
    if call is None:
        told = {"kind": "credit", "credited_minor": -(line.amount_minor or 0)}
        return Match(line, "credit", difference_minor=line.amount_minor, differences=[told])
    found: list[dict[str, Any]] = [] if call.is_done else [{"kind": "not_done"}]
    if line.currency != call.currency or -(line.amount_minor or 0) > (call.amount_minor or 0):
        found += list(_money(line, call))
    outcome = next((kind for kind in GRAVITY if any(each["kind"] == kind for each in found)), "matched")
    known = line.currency == call.currency
    return Match(line, outcome, call.charge_id, line.amount_minor if known else None, found)


def _money(line: Line, call: Call) -> Iterable[dict[str, Any]]:
    if call.currency is not None and line.currency != call.currency:
        yield {"kind": "wrong_currency", "expected": call.currency, "billed": line.currency}
    elif line.amount_minor != call.amount_minor:
        yield {"kind": "amount_differs", "expected_minor": call.amount_minor, "billed_minor": line.amount_minor}


def _above(line: Line, call: Call, *, twice: bool) -> int | None:
    """What is billed above what is due, where both are known in one currency."""
    if line.amount_minor is None or call.amount_minor is None or line.currency != call.currency:
        return None
    return line.amount_minor - (0 if twice else call.amount_minor)


def _lengths(call: Call) -> set[int]:
    """Vendors state the minutes spoken or those they bill."""
    return {call.minutes, call.minutes if call.billed_minutes is None else call.billed_minutes}
