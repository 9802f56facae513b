"""Puts spend reports together from charges and budgets."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

import orjson

from services.core.reporting.schemas import CampaignBrief
from services.core.reporting.spend import expected, repository
from services.core.reporting.spend.expected import Part, Vendor
from services.core.reporting.spend.schemas import (
    BudgetOut,
    CampaignSpendOut,
    CurrencyOut,
    CurrencyVendorOut,
    CurrencyWeekOut,
    ExpectedSumsOut,
    FeeSpendOut,
    SpendOut,
    SpendQuery,
    SumsOut,
    ThresholdOut,
    VendorSpendOut,
    WeekOut,
    WeekVendorOut,
    WorkspaceSpendOut,
)
from services.core.research.campaigns import repository as campaigns
from services.core.spend.budgets import service as budgets
from services.core.spend.budgets.schemas import ForecastOut
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.errors import invalid
from shared.types import now

Row = Mapping[str, Any]
NOTHING = {"committed_minor": 0, "actual_minor": 0, "calls": 0, "without_price": 0, "per_call_minor": None}


async def of_campaign(reader: Reader, caller: Principal, *, campaign_id: UUID, query: SpendQuery) -> SpendOut:
    """A campaign's spend. Raises Problem (missing), and (invalid) for a window that ends before it begins."""
    wanted = (campaigns.ONE, repository.OF_CAMPAIGN, repository.BUDGET, repository.VENDORS)
    within = {"id": campaign_id, "campaign_id": campaign_id}
    found, spent, budget, vendors = await reader.rows_of(caller, wanted, **within, **_window(query))
    if not found:
        raise campaigns.MISSING
    campaign, rows = orjson.loads(found[0][0]), [dict(row) for row in spent]
    forecast = ForecastOut.model_validate(await budgets.forecast_of(reader, caller, campaign_id=campaign_id))
    parts = _expected(forecast, [Vendor(*row) for row in vendors], campaign, query)
    totals = ExpectedSumsOut.model_validate(_with(rows, parts, repository.ALL)[0])
    weeks = _with(rows, parts, repository.BY_WEEK, "starts_on")
    of_weeks = _with(rows, parts, repository.BY_WEEK_AND_VENDOR, "starts_on", "vendor_platform_id")
    return SpendOut(
        campaign=CampaignBrief.model_validate(campaign),
        currency=campaign["currency"],
        timezone=campaign["timezone"],
        totals=totals,
        vendors=[
            VendorSpendOut.model_validate(row) for row in _with(rows, parts, repository.BY_VENDOR, "vendor_platform_id")
        ],
        fee_types=[FeeSpendOut.model_validate(row) for row in _with(rows, parts, repository.BY_FEE, "fee_type")],
        weeks=[_week(row, of_weeks) for row in sorted(weeks, key=lambda week: week["starts_on"])],
        budget=budget_of(budget, totals),
        forecast=forecast,
    )


def _expected(forecast: ForecastOut, vendors: Sequence[Vendor], campaign: Row, query: SpendQuery) -> list[Part] | None:
    """What the window holds of what is still expected; None where nobody knows the price of a call."""
    if forecast.total_minor is None:
        return None
    weeks = expected.weeks(
        now(),
        begins_on=dt.date.fromisoformat(campaign["start_date"]),
        ends_on=dt.date.fromisoformat(campaign["target_completion_date"]),
        timezone=campaign["timezone"],
    )
    total = forecast.total_minor.expected - forecast.committed_minor - forecast.actual_minor
    return [
        part
        for part in expected.parts(total, vendors, weeks)
        if query.vendor_id in (None, part.vendor_platform_id)
        and (query.begin is None or part.instant >= query.begin)
        and (query.end is None or part.instant < query.end)
    ]


async def of_workspace(reader: Reader, caller: Principal, *, query: SpendQuery) -> WorkspaceSpendOut:
    """Spend of all campaigns, by currency. Raises Problem (invalid) for a window that ends before it begins."""
    window = _window(query)
    rows = [dict(row) for row in await reader.rows(caller, repository.OF_WORKSPACE, **window)]
    return WorkspaceSpendOut(
        currencies=[CurrencyOut.model_validate(row) for row in _of(rows, repository.BY_CURRENCY)],
        campaigns=[CampaignSpendOut.model_validate(row) for row in _of(rows, repository.BY_CAMPAIGN)],
        vendors=[CurrencyVendorOut.model_validate(row) for row in _of(rows, repository.BY_CURRENCY_AND_VENDOR)],
        weeks=[CurrencyWeekOut.model_validate(row) for row in _of(rows, repository.BY_CURRENCY_AND_WEEK)],
    )


def budget_of(rows: Sequence[Row], totals: SumsOut) -> BudgetOut | None:
    """The budget with its thresholds; None when none is set."""
    if not rows:
        return None
    amount = rows[0]["amount_minor"]
    spent = totals.committed_minor + totals.actual_minor
    return BudgetOut(
        amount_minor=amount,
        used=round(spent / amount, 4) if amount else float(spent > 0),
        thresholds=[ThresholdOut.model_validate(dict(row)) for row in rows if row["kind"] is not None],
    )


def _window(query: SpendQuery) -> dict[str, Any]:
    if query.begin and query.end and query.begin > query.end:
        raise invalid("window_reversed", f"The window ends at {query.end} before it begins.", pointer="#/query/to")
    return {"begin": query.begin, "end": query.end, "vendor_id": query.vendor_id}


def _of(rows: Sequence[Row], level: int) -> list[Row]:
    return [row for row in rows if row["level"] == level]


def _with(rows: Sequence[Row], parts: Sequence[Part] | None, level: int, *columns: str) -> list[Row]:
    """The rows of a level with what is expected of each; what only something is expected of has a row too."""
    found = {
        tuple(row[name] for name in columns): {**row, "forecast_minor": None if parts is None else 0}
        for row in _of(rows, level)
    }
    for part in map(asdict, parts or ()):
        row = found.setdefault(tuple(part[name] for name in columns), {**part, **NOTHING, "forecast_minor": 0})
        row["forecast_minor"] += part["amount_minor"]
    return list(found.values())


def _week(row: Row, parts: Sequence[Row]) -> WeekOut:
    own = [WeekVendorOut.model_validate(part) for part in parts if part["starts_on"] == row["starts_on"]]
    return WeekOut.model_validate({**row, "vendors": own})
