"""What each part of the report says, in one sentence above it; a reader of these alone knows how the campaign stands.

Pure. A sentence claims no more than the figures below it, and praises nobody on fewer than ten observations.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.core.reporting.coverage.schemas import MatrixOut
from services.core.reporting.funnel.schemas import FunnelOut
from services.core.reporting.page import wording
from services.core.reporting.page.wording import plural
from services.core.reporting.scorecards.schemas import ScorecardsOut
from services.core.reporting.shortlist import CallState
from services.core.reporting.spend.schemas import SpendOut

APART: tuple[tuple[CallState, str], ...] = (
    ("booked", "booked"),
    ("called", "called already"),
    ("barred", "barred"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One of the figures at the head of the page."""

    what: str
    value: str
    more: str


def figures_of(matrix: MatrixOut, spend: SpendOut, *, done: int, booked: int) -> list[Figure]:
    """Calls, people, spend and price of a call."""
    owed, due = spend.totals.actual_minor, spend.totals.committed_minor
    low, high = matrix.min_calls, matrix.max_calls
    wanted = "no target set" if low is None and high is None else f"target {_span(low, high)}"
    budget = (
        f"of {wording.priced(spend.budget.amount_minor, spend.currency)} budget" if spend.budget else "no budget set"
    )
    people = plural(matrix.totals.done, "person", "people")
    total = spend.forecast.total_minor
    range_ = (
        "no price is known"
        if total is None
        else f"{wording.money(total.low, spend.currency)} to {wording.money(total.high, spend.currency)}"
    )
    return [
        Figure("Calls done", wording.number(done), f"with {people}; {wanted}; {booked} booked"),
        Figure("People shortlisted", wording.number(matrix.totals.approved), f"of {matrix.totals.people} on the list"),
        Figure(
            "Spend",
            wording.priced(owed + due, spend.currency),
            f"{wording.number(_share(owed, owed + due))} % owed; {budget}",
        ),
        Figure("Forecast", wording.priced(None if total is None else total.expected, spend.currency), range_),
    ]


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _span(low: int | None, high: int | None) -> str:
    if low is None or high is None or low == high:
        return str(low if high is None else high) + ("+" if high is None else "")
    return f"{low}–{high}"


def coverage(matrix: MatrixOut) -> str:
    """How many cells reach their minimum, and the widest gap."""
    wanted = [cell for cell in matrix.cells if cell.min_calls]
    if not matrix.cells:
        return "Nobody has been proposed and no targets are set"
    if not wanted:
        return f"{plural(matrix.totals.people, 'person', 'people')} on the list, {matrix.totals.approved} shortlisted"
    met = sum(not cell.missing for cell in wanted)
    if not matrix.gaps:
        return (
            f"All {len(wanted)} targeted cells reach their minimum"
            if met > 1
            else "The targeted cell reaches its minimum"
        )
    widest = matrix.gaps[0]
    where = f"{wording.words(widest.region)}, {wording.words(widest.expert_type).lower()}"
    return (
        f"{met} of {len(wanted)} targeted cells reach their minimum; the widest gap is {where}, {widest.missing} short"
    )


def funnel(found: FunnelOut) -> str:
    """From proposals to calls."""
    by = {stage.stage: stage.reached for stage in found.stages}
    if not by["proposed"]:
        return "Nothing has been proposed yet"
    vendors = plural(len(found.vendors), "vendor")
    return (
        f"Of {plural(by['proposed'], 'proposal')} from {vendors} {wording.number(by['shortlisted'])} were shortlisted"
        f" and {wording.number(by['completed'])} came to a call"
    )


def spend(found: SpendOut) -> str:
    """Against the budget, where there is one."""
    together = found.totals.actual_minor + found.totals.committed_minor
    amount = wording.priced(together, found.currency)
    if found.budget is None:
        return (
            f"{amount} owed and committed; no budget is set"
            if together
            else "Nothing has been spent, and no budget is set"
        )
    left = found.budget.amount_minor - together
    if left < 0:
        return f"{amount} owed and committed, {wording.priced(-left, found.currency)} above the budget"
    used = f"{found.budget.used * 100:.0f}{wording.SPACE}%"
    return f"{amount} owed and committed, {used} of the budget; {wording.priced(left, found.currency)} left"


def vendors(found: ScorecardsOut) -> str:
    """Who delivers, if that can be said."""
    ranked = [card for card in found.vendors if card.rank is not None]
    if not found.vendors:
        return "No vendor takes part yet"
    if not ranked:
        return f"{plural(len(found.vendors), 'vendor')} at work; too few calls yet to judge any of them by"
    best = ranked[0]
    return f"{best.vendor} delivers best: {wording.share(best.en_score)} of the calls asked for were done"


def shortlist(states: Mapping[CallState, int], saving: int, currency: str) -> str:
    """How many can be called, how many were or cannot be, and what comparing offers saves."""
    people = states.get("open", 0)
    begin = f"{plural(people, 'person', 'people')} can be called" if people else "Nobody on the list can be called yet"
    apart = [f"{wording.number(number)} {said}" for state, said in APART if (number := states.get(state, 0))]
    said = "; ".join([begin, ", ".join(apart)] if apart else [begin])
    return f"{said}; taking the best of several offers saves {wording.priced(saving, currency)}" if saving else said


def calls(found: Sequence[Any], zone: str) -> str:
    """How many are booked, and the next."""
    if not found:
        return "No call lies ahead"
    first: dt.datetime = found[0]["starts_at"]
    return f"{plural(len(found), 'call')} ahead, the next on {wording.moment(first, zone)}"


def compliance(decisions: Sequence[Any], blocked: int) -> str:
    """What the gate let through and what not."""
    times = {decision["what"]: decision["times"] for decision in decisions}
    if not times and not blocked:
        return "The gate has not been asked yet"
    refused = plural(times.get("refused", 0), "refusal")
    overridden = plural(times.get("overridden", 0), "override")
    return f"{refused} and {overridden} by the gate; {plural(blocked, 'expert')} blocked"
