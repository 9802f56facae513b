"""All SQL of budgets: the budget, its thresholds, and what is spent."""

from typing import Any
from uuid import UUID

import sqlmodel
from sqlalchemy import BigInteger, Uuid, bindparam, case, cast, func, text
from sqlalchemy import join as plain_join
from sqlalchemy import select as plain_select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.experts import repository as experts
from services.core.spend import terms
from services.core.spend.rate_cards import repository as rate_cards
from shared.db.read import Statement, json_of
from shared.models.interviews import Interview
from shared.models.research import Campaign
from shared.models.screening import CoverageTarget
from shared.models.sourcing import Expert, Person, VendorPlatform
from shared.models.spend import Budget, BudgetThreshold, Charge, RateCard

ID = bindparam("id", type_=Uuid())
LIVE = col(Charge.stage) != "released"
AMOUNT = col(Charge.campaign_amount_minor)


def _sum(*conditions: Any) -> Any:
    return func.coalesce(func.sum(AMOUNT).filter(*conditions), 0)


def _in(*statuses: str) -> Any:
    return or_(*(col(Interview.status) == status for status in statuses))


SPENT = (
    plain_select(
        _sum(col(Charge.stage) == "committed").label("committed"),
        _sum(col(Charge.stage) == "actual").label("actual"),
        func.count().filter(LIVE, AMOUNT.is_(None)).label("without_price"),
    )
    .where(col(Charge.workspace_id) == col(Campaign.workspace_id), col(Charge.campaign_id) == col(Campaign.id))
    .correlate(Campaign)
    .lateral("spent")
)
LIMIT = case(
    (col(BudgetThreshold.kind) == "absolute", cast(col(BudgetThreshold.value), BigInteger)),
    else_=cast(func.ceil(cast(col(Budget.amount_minor), BigInteger) * col(BudgetThreshold.value) / 100.0), BigInteger),
)
"""The sum at which a threshold is reached: of a percentage the first whole minor unit."""
THRESHOLDS = (
    plain_select(
        func.coalesce(
            func.json_agg(
                aggregate_order_by(
                    json_of(
                        {
                            "id": col(BudgetThreshold.id),
                            "kind": col(BudgetThreshold.kind),
                            "value": col(BudgetThreshold.value),
                            "limit_minor": LIMIT,
                            "fired_at": col(BudgetThreshold.fired_at),
                            "fired_spend_minor": col(BudgetThreshold.fired_spend_minor),
                        },
                        as_text=False,
                    ),
                    LIMIT,
                    col(BudgetThreshold.id),
                )
            ),
            text("'[]'::json"),
        )
    )
    .where(
        col(BudgetThreshold.workspace_id) == col(Campaign.workspace_id),
        col(BudgetThreshold.campaign_id) == col(Campaign.id),
    )
    .correlate(Campaign, Budget)
    .scalar_subquery()
)
OF_CAMPAIGN = and_(col(Budget.workspace_id) == col(Campaign.workspace_id), col(Budget.campaign_id) == col(Campaign.id))
DOCUMENT = json_of(
    {
        "campaign_id": col(Campaign.id),
        "currency": col(Campaign.currency),
        "amount_minor": col(Budget.amount_minor),
        "committed_minor": SPENT.c.committed,
        "actual_minor": SPENT.c.actual,
        "left_minor": col(Budget.amount_minor) - SPENT.c.committed - SPENT.c.actual,
        "without_price": SPENT.c.without_price,
        "thresholds": THRESHOLDS,
        "updated_at": col(Budget.updated_at),
    }
)
ONE = Statement(
    plain_select(DOCUMENT)
    .select_from(Campaign)
    .outerjoin(Budget, OF_CAMPAIGN)
    .join(SPENT, text("true"))
    .where(col(Campaign.id) == ID)
)


HELD = (
    plain_select(
        func.count().filter(_in("completed", "stopped")).label("done"),
        func.count().filter(_in("scheduled", "confirmed")).label("booked"),
    )
    .where(col(Interview.workspace_id) == col(Campaign.workspace_id), col(Interview.campaign_id) == col(Campaign.id))
    .correlate(Campaign)
    .lateral("held")
)
PLAN = Statement(
    plain_select(
        col(Campaign.currency),
        col(Campaign.min_calls),
        col(Campaign.max_calls),
        *SPENT.c,
        *HELD.c,
    )
    .select_from(Campaign)
    .join(SPENT, text("true"))
    .join(HELD, text("true"))
    .where(col(Campaign.id) == ID)
)
"""What is wanted of a campaign, what is spent and how many calls are done and booked."""
CELLS = Statement(
    plain_select(
        col(CoverageTarget.min_calls),
        col(CoverageTarget.max_calls),
        func.count(col(Interview.id)).label("held"),
    )
    .select_from(CoverageTarget)
    .outerjoin(
        plain_join(
            plain_join(
                Interview,
                Expert,
                and_(
                    col(Expert.workspace_id) == col(Interview.workspace_id), col(Expert.id) == col(Interview.expert_id)
                ),
            ),
            Person,
            and_(col(Person.workspace_id) == col(Expert.workspace_id), col(Person.id) == col(Expert.person_id)),
        ),
        and_(
            col(Interview.workspace_id) == col(CoverageTarget.workspace_id),
            col(Interview.campaign_id) == col(CoverageTarget.campaign_id),
            _in("completed", "stopped", "scheduled", "confirmed"),
            func.coalesce(col(Expert.region), col(Person.region)) == col(CoverageTarget.region),
            col(Expert.expert_type) == col(CoverageTarget.expert_type),
        ),
    )
    .where(col(CoverageTarget.campaign_id) == ID)
    .group_by(col(CoverageTarget.id), col(CoverageTarget.min_calls), col(CoverageTarget.max_calls))
)
"""How many calls are wanted of each kind of expert, and how many of them are done or booked."""
OWN_CALLS = Statement(
    plain_select(AMOUNT).where(
        col(Charge.campaign_id) == ID,
        col(Charge.stage) == "actual",
        col(Charge.fee_type) == "per_call",
        AMOUNT.is_not(None),
    )
)
"""What each of the campaign's calls has cost."""
ASKED = (
    *(getattr(Expert, f"price_{name}") for name in terms.PRICE),
    *(getattr(RateCard, name).label(f"card_{name}") for name in terms.PRICE),
    col(VendorPlatform.avg_cost_per_call_min),
    col(VendorPlatform.avg_cost_per_call_max),
)
OFFERS = Statement(
    plain_select(*ASKED, func.count().label("offers"))
    .select_from(Expert)
    .join(
        VendorPlatform,
        and_(
            col(VendorPlatform.workspace_id) == col(Expert.workspace_id),
            col(VendorPlatform.id) == col(Expert.vendor_platform_id),
        ),
    )
    .outerjoin(
        RateCard,
        and_(
            col(RateCard.workspace_id) == col(Expert.workspace_id),
            col(RateCard.vendor_platform_id) == col(Expert.vendor_platform_id),
            rate_cards.HOLDS,
        ),
    )
    .where(experts.STANDING, col(Expert.campaign_id) == ID)
    .group_by(*ASKED)
)
"""The prices of offers that stand, with what their vendor's card says on the day `on`, and of how many each is."""


async def take_turn(session: AsyncSession, campaign_id: UUID) -> None:
    """Let one transaction at a time set a campaign's budget, be there one yet or not; who books does not wait."""
    await session.exec(sqlmodel.select(func.pg_advisory_xact_lock(func.hashtextextended(f"budget {campaign_id}", 0))))


async def hold(session: AsyncSession, campaign_id: UUID) -> Budget | None:
    """The campaign's budget, locked: whoever adds to spend waits here for the one before."""
    chosen = select(Budget).where(Budget.campaign_id == campaign_id).with_for_update()
    return (await session.exec(chosen, execution_options={"populate_existing": True})).first()


async def thresholds(session: AsyncSession, campaign_id: UUID) -> list[BudgetThreshold]:
    """The campaign's thresholds as they stand now; hold the budget first."""
    chosen = (
        select(BudgetThreshold)
        .where(BudgetThreshold.campaign_id == campaign_id)
        .order_by(col(BudgetThreshold.created_at), col(BudgetThreshold.id))
    )
    return list((await session.exec(chosen, execution_options={"populate_existing": True})).all())


async def spent(session: AsyncSession, campaign_id: UUID) -> int:
    """Minor units of the campaign's currency committed and charged."""
    chosen = select(func.coalesce(func.sum(AMOUNT), 0)).where(Charge.campaign_id == campaign_id, LIVE)
    return (await session.exec(chosen)).one() or 0
