"""Holds an invoice's lines against the ledger: which line is of which call, and how the two differ. Pure."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
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
    """A call of the vendor's with its charge in the ledger, and the amount that was reckoned for it.

    `billed_minor` is what other invoices bill of it less what they credit, by currency, unless they credit all of it.
    `cost_minor` is what accepted lines have made of the amount, None without such.
    """

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
    billed_minor: Mapping[str, int] = field(default_factory=dict)
    cost_minor: int | None = None
    cost_currency: str | None = None

    @property
    def cost(self) -> tuple[int | None, str | None]:
        """What the call has cost so far, and in which currency."""
        if self.cost_minor is None:
            return self.amount_minor, self.currency
        return self.cost_minor, self.cost_currency


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

    Credits come after the first bill of each call, for each is rather of a call that is billed; several may be of one.
    What bills a call once more comes last: a call that is credited in full by then is free for it.
    """
    told = _Told(calls)
    matches: dict[int, Match] = {}
    again: list[int] = []
    for at, line in sorted(enumerate(lines), key=lambda each: each[1].is_credit):
        call = told.call_of(line)
        if call is not None and call.charge_id in told.taken and not line.is_credit:
            again.append(at)
        else:
            matches[at] = told.of(line, call)
    for at in again:
        matches[at] = told.of(lines[at], told.call_of(lines[at]))
    return [matches[at] for at in range(len(lines))]


def same_name(one: str, other: str) -> bool:
    """Whether two written names can be one person's: "Chen, S." and Dr. Sarah Chen."""
    evidence = name_evidence.compare(names.parse(one), names.parse(other))
    return evidence.surname in ("same", "slip", "second") and evidence.given in AGREEING


class _Told:
    """What lines have told of the calls so far: which are billed, and how much less what is credited."""

    def __init__(self, calls: Sequence[Call]) -> None:
        self._calls = calls
        self.taken = {call.charge_id for call in calls if call.billed_minor}
        self._counted = set(self.taken)
        self._left = {call.charge_id: Counter[str | None](call.billed_minor) for call in calls}

    def call_of(self, line: Line) -> Call | None:
        """The call that a line is of."""
        return None if line.fault else _call_of(line, self._calls, self.taken)

    def of(self, line: Line, call: Call | None) -> Match:
        """The line held against its call, which it then bills or credits."""
        if line.fault or call is None:
            return _credited(line, None) if line.is_credit and not line.fault else _compare(line, call)
        id_ = call.charge_id
        twice, counted = id_ in self.taken, id_ in self._counted
        self._left[id_][line.currency] += line.amount_minor or 0
        if line.is_credit:
            if max(self._left[id_].values()) <= 0:
                self.taken.discard(id_)
            return _credited(line, call)
        self.taken.add(id_)
        self._counted.add(id_)
        return _compare(line, call, twice=twice, counted=counted)


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


def _compare(line: Line, call: Call | None, *, twice: bool = False, counted: bool = False) -> Match:
    if line.fault:
        return Match(line, "rejected", differences=[{"kind": "rejected", "reason": line.fault}])
    if call is None:
        return Match(line, "not_ours", differences=[{"kind": "not_ours"}])
    found: list[dict[str, Any]] = [{"kind": "billed_twice"}] if twice else []
    found += [] if call.is_done else [{"kind": "not_done"}]
    found += list(_money(line, call.amount_minor, call.currency))
    if call.is_done and line.minutes is not None and line.minutes not in _lengths(call):
        found.append({"kind": "duration_differs", "expected": call.minutes, "billed": line.minutes})
    outcome = next((kind for kind in GRAVITY if any(each["kind"] == kind for each in found)), "matched")
    return Match(line, outcome, call.charge_id, _above(line, call, counted=counted), found)


def _credited(line: Line, call: Call | None) -> Match:
    """A credit is less than what is due by itself, since the call's own line is held against the whole of that."""
    if call is None:
        told = {"kind": "credit", "credited_minor": -(line.amount_minor or 0)}
        return Match(line, "credit", difference_minor=line.amount_minor, differences=[told])
    found: list[dict[str, Any]] = [] if call.is_done else [{"kind": "not_done"}]
    cost, currency = call.cost
    known = line.currency == currency
    if not known or -(line.amount_minor or 0) > (cost or 0):
        found += list(_money(line, cost, currency))
    outcome = next((kind for kind in GRAVITY if any(each["kind"] == kind for each in found)), "matched")
    return Match(line, outcome, call.charge_id, line.amount_minor if known else None, found)


def _money(line: Line, amount_minor: int | None, currency: str | None) -> Iterable[dict[str, Any]]:
    if currency is not None and line.currency != currency:
        yield {"kind": "wrong_currency", "expected": currency, "billed": line.currency}
    elif line.amount_minor != amount_minor:
        yield {"kind": "amount_differs", "expected_minor": amount_minor, "billed_minor": line.amount_minor}


def _above(line: Line, call: Call, *, counted: bool) -> int | None:
    """What is billed above what is due, where both are known in one currency; what is due is counted once."""
    if line.amount_minor is None or call.amount_minor is None or line.currency != call.currency:
        return None
    return line.amount_minor - (0 if counted else call.amount_minor)


def _lengths(call: Call) -> set[int]:
    """Vendors state the minutes spoken or those they bill."""
    return {call.minutes, call.minutes if call.billed_minutes is None else call.billed_minutes}
