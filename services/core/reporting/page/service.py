"""Gathers a campaign's reports and lays them out as one page."""

import asyncio
import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.core.reporting import service as shortlists
from services.core.reporting.coverage import matrix
from services.core.reporting.coverage import service as coverage
from services.core.reporting.coverage.schemas import CoverageCellOut, MatrixOut
from services.core.reporting.funnel import service as funnel
from services.core.reporting.funnel.schemas import FunnelOut
from services.core.reporting.page import charts, headlines, rendering, repository
from services.core.reporting.scorecards import service as scorecards
from services.core.reporting.scorecards.schemas import ScorecardQuery, ScorecardsOut
from services.core.reporting.service import Shortlist
from services.core.reporting.shortlist import Entry
from services.core.reporting.spend import service as spend
from services.core.reporting.spend.schemas import SpendOut, SpendQuery
from services.core.research.vendors import deliveries
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.types import now

MOST_PEOPLE, FEW_PEOPLE = 20, 5
ROW, LONGEST = 34.0, 330.0
STAGE_NAMES = {
    "proposed": "Proposed",
    "reviewed": "Reviewed",
    "shortlisted": "Shortlisted",
    "scheduling": "Call asked for",
    "scheduled": "Call booked",
    "completed": "Called",
}


@dataclass(frozen=True, slots=True)
class Report:
    """All that the page shows. `shortlist` is an outline, `people` its first entries whole; the last five are rows."""

    as_of: dt.datetime
    coverage: MatrixOut
    funnel: FunnelOut
    spend: SpendOut
    scorecards: ScorecardsOut
    shortlist: Shortlist
    people: list[Entry]
    head: dict[str, Any]
    calls: list[dict[str, Any]]
    standing: dict[str, Any]
    decisions: list[dict[str, Any]]
    rules: list[dict[str, Any]]


async def page_of(reader: Reader, caller: Principal, *, campaign_id: UUID, currency: str | None, minutes: int) -> bytes:
    """The page as it stands now. Raises Problem (missing), and (invalid) for a currency without a rate."""
    return laid_out(await gathered(reader, caller, campaign_id=campaign_id, currency=currency, minutes=minutes))


async def gathered(
    reader: Reader, caller: Principal, *, campaign_id: UUID, currency: str | None, minutes: int
) -> Report:
    """Everything the page shows. Raises as `page_of`."""
    within: dict[str, Any] = {"campaign_id": campaign_id}
    as_of = now()
    window = ScorecardQuery.model_validate({"from": as_of - deliveries.ROLLING, "to": as_of})
    reports = asyncio.gather(
        shortlists.outline_of(reader, caller, **within, currency=currency, minutes=minutes),
        coverage.of_campaign(reader, caller, **within),
        funnel.of_campaign(reader, caller, **within),
        spend.of_campaign(reader, caller, **within, query=SpendQuery()),
        scorecards.of_campaign(reader, caller, **within, query=window),
    )
    rest = reader.rows_of(caller, repository.REST, **within, as_of=as_of)
    (found, reach, steps, sums, cards), ((head,), (standing,), calls, decisions, rules) = await asyncio.gather(
        reports, rest
    )
    people = await shortlists.details_of(reader, caller, found, found.entries[:MOST_PEOPLE])
    return Report(
        as_of=as_of,
        coverage=reach,
        funnel=steps,
        spend=sums,
        scorecards=cards,
        shortlist=found,
        people=people,
        head={**head, "status": found.campaign["status"]},
        calls=[dict(call) for call in calls],
        standing=dict(standing),
        decisions=[dict(decision) for decision in decisions],
        rules=[dict(rule) for rule in rules],
    )


def laid_out(report: Report) -> bytes:
    """The page, UTF-8."""
    entries, terms = report.shortlist.entries, report.shortlist.terms
    saving = sum(entry.saving for entry in entries)
    states = Counter(entry.call_state for entry in entries)
    waits = [card.first_proposal.median_hours.value or 0.0 for card in report.scorecards.vendors]
    return rendering.page(
        head=report.head,
        as_of=report.as_of,
        figures=headlines.figures_of(report.coverage, report.spend, **_calls(report)),
        headlines={
            "coverage": headlines.coverage(report.coverage),
            "funnel": headlines.funnel(report.funnel),
            "spend": headlines.spend(report.spend),
            "vendors": headlines.vendors(report.scorecards),
            "shortlist": headlines.shortlist(states, saving, terms.currency),
            "calls": headlines.calls(report.calls, report.head["timezone"]),
            "compliance": headlines.compliance(report.decisions, report.standing["blocked"]),
        },
        coverage=report.coverage,
        matrix={"columns": _columns(report.coverage), "rows": _rows(report.coverage)},
        funnel=report.funnel,
        steps=charts.funnel(report.funnel.stages, row=ROW, longest=LONGEST),
        stage_names=STAGE_NAMES,
        spend=report.spend,
        stack=charts.spend(report.spend),
        scorecards=report.scorecards,
        slowest=charts.ticks(2 * max(waits, default=0.0))[-1],
        people=report.people,
        people_left=len(entries) - len(report.people),
        is_long=len(entries) > FEW_PEOPLE,
        terms=terms,
        calls=report.calls,
        compliance={"decisions": report.decisions, "rules": report.rules, "blocked": report.standing["blocked"]},
        rates=report.shortlist.rates,
    )


def _calls(report: Report) -> dict[str, int]:
    return {"done": report.standing["done"], "booked": report.standing["booked"]}


def _columns(found: MatrixOut) -> list[str]:
    """The expert types that have people or a target, in order."""
    return [name for name in found.expert_types if any(cell.expert_type == name for cell in found.cells)]


def _rows(found: MatrixOut) -> list[tuple[str, list[CoverageCellOut | None]]]:
    """The regions that have people or a target, each with its cells in the order of the columns."""
    cells = {(cell.region, cell.expert_type): cell for cell in found.cells}
    regions = [name for name in (*matrix.REGIONS, matrix.UNKNOWN) if any(cell.region == name for cell in found.cells)]
    columns = _columns(found)
    return [(region, [cells.get((region, column)) for column in columns]) for region in regions]
