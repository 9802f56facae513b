"""All SQL of charges."""

import functools
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import DateTime, Uuid, bindparam, func
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.spend import terms
from services.core.spend.prices import Quote
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.research import Campaign
from shared.models.sourcing import Expert, VendorPlatform
from shared.models.spend import CHARGE_STAGE, FEE_TYPE, Charge

MISSING = missing("charge")
BILLED = "invoice"
"""The price of an entry that an accepted line of an invoice has set."""
INSTANT = DateTime(timezone=True)

EXPERT = and_(col(Expert.workspace_id) == col(Charge.workspace_id), col(Expert.id) == col(Charge.expert_id))
VENDOR = and_(
    col(VendorPlatform.workspace_id) == col(Charge.workspace_id),
    col(VendorPlatform.id) == col(Charge.vendor_platform_id),
)
CAMPAIGN = and_(col(Campaign.workspace_id) == col(Charge.workspace_id), col(Campaign.id) == col(Charge.campaign_id))
DOCUMENT = json_of(
    {
        "id": col(Charge.id),
        "campaign_id": col(Charge.campaign_id),
        "campaign_name": col(Campaign.campaign_name),
        "vendor_platform_id": col(Charge.vendor_platform_id),
        "vendor": col(VendorPlatform.name),
        "interview_id": col(Charge.interview_id),
        "expert_id": col(Charge.expert_id),
        "expert": col(Expert.name),
        "rate_card_id": col(Charge.rate_card_id),
        "fee_type": col(Charge.fee_type),
        "stage": col(Charge.stage),
        "amount_minor": col(Charge.amount_minor),
        "currency": col(Charge.currency),
        "campaign_amount_minor": col(Charge.campaign_amount_minor),
        "campaign_currency": col(Campaign.currency),
        "rate_date": col(Charge.rate_date),
        "basis": col(Charge.basis),
        "reason": col(Charge.reason),
        "occurred_at": col(Charge.occurred_at),
        "released_at": col(Charge.released_at),
        "release_reason": col(Charge.release_reason),
        "created_at": col(Charge.created_at),
    }
)
FILTERS = {
    "campaign_id": col(Charge.campaign_id) == bindparam("campaign_id", type_=Uuid()),
    "vendor_id": col(Charge.vendor_platform_id) == bindparam("vendor_id", type_=Uuid()),
    "interview_id": col(Charge.interview_id) == bindparam("interview_id", type_=Uuid()),
    "expert_id": col(Charge.expert_id) == bindparam("expert_id", type_=Uuid()),
    "stage": col(Charge.stage) == bindparam("stage", type_=CHARGE_STAGE),
    "fee_type": col(Charge.fee_type) == bindparam("fee_type", type_=FEE_TYPE),
    "since": col(Charge.occurred_at) >= bindparam("since", type_=INSTANT),
    "until": col(Charge.occurred_at) < bindparam("until", type_=INSTANT),
}
ONE = Statement(
    select(DOCUMENT)
    .select_from(Charge)
    .join(VendorPlatform, VENDOR)
    .join(Campaign, CAMPAIGN)
    .outerjoin(Expert, EXPERT)
    .where(col(Charge.id) == bindparam("id", type_=Uuid()))
)
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: (
        chosen.select_from(Charge).join(VendorPlatform, VENDOR).join(Campaign, CAMPAIGN).outerjoin(Expert, EXPERT)
    ),
    identity=col(Charge.id),
    sorts={"occurred_at": col(Charge.occurred_at), "created_at": col(Charge.created_at)},
    filters=FILTERS,
)


@functools.cache
def totals(given: frozenset[str]) -> Statement:
    """Sums by stage and currency of the charges that these filters choose."""
    total = {
        "stage": col(Charge.stage),
        "currency": col(Charge.currency),
        "amount_minor": func.coalesce(func.sum(col(Charge.amount_minor)), 0),
        "charges": func.count(),
        "without_price": func.count().filter(col(Charge.amount_minor).is_(None)),
    }
    sums = (
        select(*(column.label(name) for name, column in total.items()))
        .where(*(FILTERS[name] for name in sorted(given)))
        .group_by(col(Charge.stage), col(Charge.currency))
        .subquery("sums")
    )
    return Statement(select(json_of({name: sums.c[name] for name in total})).order_by(sums.c.stage, sums.c.currency))


@dataclass(frozen=True, slots=True)
class Offered:
    """Whose call it is, and the price that came with the offer."""

    campaign_currency: str
    vendor_id: UUID
    quote: Quote | None
    reference_usd: tuple[int, int] | None


async def offered(session: AsyncSession, *, campaign_id: UUID, expert_id: UUID) -> Offered:
    """The offer of an expert in a campaign."""
    chosen = (
        select(Expert, VendorPlatform, col(Campaign.currency))
        .join(
            VendorPlatform,
            and_(
                col(VendorPlatform.workspace_id) == col(Expert.workspace_id),
                col(VendorPlatform.id) == col(Expert.vendor_platform_id),
            ),
        )
        .join(
            Campaign,
            and_(col(Campaign.workspace_id) == col(Expert.workspace_id), col(Campaign.id) == col(Expert.campaign_id)),
        )
        .where(Expert.campaign_id == campaign_id, Expert.id == expert_id)
    )
    expert, vendor, currency = (await session.exec(chosen)).one()
    return Offered(
        campaign_currency=currency,
        vendor_id=vendor.id,
        quote=terms.quote_of(expert.model_dump(), prefix="price_"),
        reference_usd=terms.reference_of(vendor.avg_cost_per_call_min, vendor.avg_cost_per_call_max),
    )


async def live_price(session: AsyncSession, interview_id: UUID) -> Charge | None:
    """The one entry that says what a call will cost or has cost, locked."""
    chosen = select(Charge).where(
        Charge.interview_id == interview_id, Charge.fee_type == "per_call", Charge.stage != "released"
    )
    return (await session.exec(chosen.with_for_update())).first()


async def reckoned(session: AsyncSession, *, interview_id: UUID | None, fee_type: str) -> Charge:
    """What was last reckoned of a call or a fee of it, whether that stands or an invoice has set another price.

    Entries of one call are written one after the other, so the order is that of their ids; a transaction's begin,
    which `created_at` tells, may lie before that of one which was let in first.
    """
    chosen = select(Charge).where(
        Charge.interview_id == interview_id,
        Charge.fee_type == fee_type,
        col(Charge.basis)["price"].as_string().is_distinct_from(BILLED),
    )
    return (await session.exec(chosen.order_by(col(Charge.id).desc()).limit(1))).one()


async def get(session: AsyncSession, charge_id: UUID) -> Charge:
    """The entry, locked. Raises Problem (missing)."""
    found = (await session.exec(select(Charge).where(Charge.id == charge_id).with_for_update())).first()
    if found is None:
        raise MISSING
    return found
