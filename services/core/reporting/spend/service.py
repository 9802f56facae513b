"""Puts spend reports together from charges and budgets."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson

from services.core.reporting.schemas import CampaignBrief
from services.core.reporting.spend import repository
from services.core.reporting.spend.schemas import (
    BudgetOut,
    CampaignSpendOut,
    CurrencyOut,
    CurrencyVendorOut,
    CurrencyWeekOut,
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

Row = Mapping[str, Any]


async def of_campaign(reader: Reader, caller: Principal, *, campaign_id: UUID, query: SpendQuery) -> SpendOut:
    """A campaign's spend. Raises Problem (missing), and (invalid) for a window that ends before it begins."""
    document = await reader.value(caller, campaigns.ONE, id=campaign_id)
    if document is None:
        raise campaigns.MISSING
    campaign, window = orjson.loads(document), _window(query)
    rows = [dict(row) for row in await reader.rows(caller, repository.OF_CAMPAIGN, campaign_id=campaign_id, **window)]
    budget = await reader.rows(caller, repository.BUDGET, campaign_id=campaign_id)
    totals = SumsOut.model_validate(_of(rows, repository.ALL)[0])
    parts = _of(rows, repository.BY_WEEK_AND_VENDOR)
    return SpendOut(
        campaign=CampaignBrief.model_validate(campaign),
        currency=campaign["currency"],
        timezone=campaign["timezone"],
        totals=totals,
        vendors=[VendorSpendOut.model_validate(row) for row in _of(rows, repository.BY_VENDOR)],
        fee_types=[FeeSpendOut.model_validate(row) for row in _of(rows, repository.BY_FEE)],
        weeks=[_week(row, parts) for row in _of(rows, repository.BY_WEEK)],
        budget=budget_of(budget, totals),
        forecast=ForecastOut.model_validate(await budgets.forecast_of(reader, caller, campaign_id=campaign_id)),
    )


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


def _week(row: Row, parts: Sequence[Row]) -> WeekOut:
    own = [WeekVendorOut.model_validate(part) for part in parts if part["starts_on"] == row["starts_on"]]
    return WeekOut.model_validate({**row, "vendors": own})
