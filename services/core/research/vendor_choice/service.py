"""Chooses vendors for a need or for a campaign: reads what is known of both and ranks."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson

from services.core.research.campaigns import repository as campaigns
from services.core.research.rates import service as rates
from services.core.research.vendor_choice import experience, ranking, repository
from services.core.research.vendor_choice.experience import Experience
from services.core.research.vendor_choice.ranking import Choice, Need, Vendor
from services.core.research.vendor_choice.schemas import ChoiceQuery
from services.core.research.vendors import deliveries
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.errors import invalid
from shared.money import minor_units
from shared.types import now

NO_CAMPAIGN: dict[str, Any] = {"target_regions": [], "industry_vertical": None, "custom_industry": None}


async def choose(reader: Reader, caller: Principal, query: ChoiceQuery) -> dict[str, Any]:
    """The vendors that fit best, each with its verdicts.

    Raises Problem (missing) for an unknown campaign, (invalid) for a currency without a rate.
    """
    campaign = await _campaign(reader, caller, query)
    need = Need(
        regions=tuple(query.region or (region for region in campaign["target_regions"] if region != "Other")),
        hours=query.urgency,
        industry=query.industry or campaign["custom_industry"] or campaign["industry_vertical"],
        access=query.seniority,
        compliance=query.compliance,
        budget_usd=await _dollars(reader, caller, query, currency=query.currency or campaign.get("currency") or "USD"),
    )
    active, own = await asyncio.gather(reader.rows(caller, repository.ACTIVE), _experience(reader, caller))
    vendors = [Vendor(**row, experience=own.get(row["id"])) for row in active]
    return {"need": _need(need), "items": [_choice(choice) for choice in ranking.rank(vendors, need)[: query.limit]]}


async def _experience(reader: Reader, caller: Principal) -> dict[UUID, Experience]:
    """What each vendor has delivered in the last year, as its scorecard counts it."""
    end = now()
    rows = await reader.rows(caller, repository.DELIVERED, begin=end - deliveries.ROLLING, end=end)
    return {
        id_: experience.of(done=done, asked=asked, hours=hours, over=over) for id_, done, asked, hours, over in rows
    }


async def _campaign(reader: Reader, caller: Principal, query: ChoiceQuery) -> dict[str, Any]:
    if query.campaign_id is None:
        return NO_CAMPAIGN
    document = await reader.value(caller, campaigns.ONE, id=query.campaign_id)
    if document is None:
        raise campaigns.MISSING
    found: dict[str, Any] = orjson.loads(document)
    return found


async def _dollars(reader: Reader, caller: Principal, query: ChoiceQuery, *, currency: str) -> Decimal | None:
    if query.budget_minor is None:
        return None
    rate = (await rates.effective(reader, caller)).get(currency)
    if rate is None:
        raise invalid("currency_without_rate", f"There is no exchange rate for {currency}.", pointer="#/query/currency")
    return query.budget_minor * rate.usd_per_unit / minor_units(currency)


def _need(need: Need) -> dict[str, Any]:
    return {
        "regions": list(need.regions),
        "hours": need.hours,
        "industry": need.industry,
        "seniority": need.access,
        "compliance": need.compliance,
        "budget_usd": None if need.budget_usd is None else f"{need.budget_usd:.2f}",
    }


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "vendor_id": str(choice.vendor.id),
        "vendor": choice.vendor.name,
        "fit": choice.fit,
        "relaxed": choice.relaxed,
        "findings": [
            {"wish": finding.wish, "verdict": finding.verdict, "reason": finding.reason} for finding in choice.findings
        ],
    }
