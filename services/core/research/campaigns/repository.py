"""All SQL of campaigns."""

from uuid import UUID

import sqlmodel
from sqlalchemy import ColumnElement, Uuid, bindparam, case, func, true
from sqlalchemy.dialects.postgresql import array
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.db.search import contains_text
from shared.errors import missing
from shared.models.interviews import Interview
from shared.models.research import Campaign, Project
from shared.models.sourcing import Expert
from shared.models.spend import Charge

MISSING = missing("campaign")

TODAY = func.date(func.timezone(col(Campaign.timezone), func.now()))
DAYS = array([col(Campaign.start_date), col(Campaign.target_completion_date) + 1])
STATUS = case({0: "Waiting", 1: "Active"}, value=func.width_bucket(TODAY, DAYS), else_="Completed")
"""Derived from the dates, as of today in the campaign's own time zone."""

EXPERTS = (
    select(func.count())
    .where(
        Expert.workspace_id == Campaign.workspace_id,
        Expert.campaign_id == Campaign.id,
        col(Expert.superseded_by_id).is_(None),
    )
    .correlate(Campaign)
    .scalar_subquery()
)
CALLS = (
    select(
        func.count().label("booked"),
        func.count().filter(col(Interview.status) == "completed").label("completed"),
        func.count()
        .filter(or_(col(Interview.status) == "scheduled", col(Interview.status) == "confirmed"))
        .label("scheduled"),
    )
    .where(Interview.workspace_id == Campaign.workspace_id, Interview.campaign_id == Campaign.id)
    .correlate(Campaign)
    .lateral("calls")
)
DOCUMENT = json_of(
    {
        "id": col(Campaign.id),
        "project_id": col(Campaign.project_id),
        "project_name": col(Project.project_name),
        "campaign_name": col(Campaign.campaign_name),
        "status": STATUS,
        "industry_vertical": col(Campaign.industry_vertical),
        "custom_industry": col(Campaign.custom_industry),
        "brief_description": col(Campaign.brief_description),
        "expanded_description": col(Campaign.expanded_description),
        "start_date": col(Campaign.start_date),
        "target_completion_date": col(Campaign.target_completion_date),
        "target_regions": col(Campaign.target_regions),
        "custom_regions": col(Campaign.custom_regions),
        "min_calls": col(Campaign.min_calls),
        "max_calls": col(Campaign.max_calls),
        "timezone": col(Campaign.timezone),
        "currency": col(Campaign.currency),
        "color_tag": col(Campaign.color_tag),
        "display_order": col(Campaign.display_order),
        "expert_count": EXPERTS,
        "interview_count": CALLS.c.booked,
        "scheduled_calls": CALLS.c.scheduled,
        "completed_calls": CALLS.c.completed,
        "user_id": col(Campaign.user_id),
        "created_at": col(Campaign.created_at),
        "updated_at": col(Campaign.updated_at),
    }
)
PROJECT = and_(col(Project.workspace_id) == col(Campaign.workspace_id), col(Project.id) == col(Campaign.project_id))
ONE = Statement(
    select(DOCUMENT)
    .select_from(Campaign)
    .outerjoin(Project, PROJECT)
    .join(CALLS, true())
    .where(col(Campaign.id) == bindparam("id", type_=Uuid()))
)
EXISTS = Statement(select(col(Campaign.id)).where(col(Campaign.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(Campaign).outerjoin(Project, PROJECT).join(CALLS, true()),
    identity=col(Campaign.id),
    sorts={
        "display_order": col(Campaign.display_order),
        "created_at": col(Campaign.created_at),
        "updated_at": col(Campaign.updated_at),
        "campaign_name": col(Campaign.campaign_name),
        "start_date": col(Campaign.start_date),
        "target_completion_date": col(Campaign.target_completion_date),
    },
    filters={
        "project_id": col(Campaign.project_id) == bindparam("project_id", type_=Uuid()),
        "industry_vertical": col(Campaign.industry_vertical) == bindparam("industry_vertical"),
        "region": bindparam("region") == func.any(col(Campaign.target_regions)),
        "status": bindparam("status") == STATUS,
        "q": contains_text(col(Campaign.campaign_name), col(Campaign.brief_description)),
    },
)


async def find(session: AsyncSession, campaign_id: UUID, *, lock: bool = False) -> Campaign | None:
    """The campaign, if the workspace has it; locked, once it is this transaction's turn."""
    wanted = select(Campaign).where(Campaign.id == campaign_id)
    if not lock:
        return (await session.exec(wanted)).first()
    await take_turn(session, campaign_id)
    return (await session.exec(wanted.with_for_update())).first()


async def get(session: AsyncSession, campaign_id: UUID, *, lock: bool = False) -> Campaign:
    """The campaign. Raises Problem (missing)."""
    found = await find(session, campaign_id, lock=lock)
    if found is None:
        raise MISSING
    return found


async def keep_still(session: AsyncSession, campaign_id: UUID) -> None:
    """Let nobody change the campaign, its questions or its companies until this transaction ends; many may ask at once.

    Comes before any row of its offers is written: whoever changes the campaign marks the offers' scores after it.
    """
    await session.exec(sqlmodel.select(func.pg_advisory_xact_lock_shared(_queue(campaign_id))))
    await session.exec(select(Campaign.id).where(Campaign.id == campaign_id).with_for_update(read=True))


async def take_turn(session: AsyncSession, campaign_id: UUID) -> None:
    """Wait for those who keep the campaign still by now, and for none who come after; then lock its row.

    Row locks alone are not fair: whoever shares one goes past those who wait to have it alone.
    """
    await session.exec(sqlmodel.select(func.pg_advisory_xact_lock(_queue(campaign_id))))


def _queue(campaign_id: UUID) -> ColumnElement[int]:
    return func.hashtextextended(f"campaign {campaign_id}", 0)


async def calls_with_a_day(session: AsyncSession, campaign_id: UUID) -> int:
    """How many calls of the campaign are booked or were held."""
    placed = col(Interview.status).in_(("scheduled", "confirmed", "completed", "stopped"))
    counted = select(func.count()).select_from(Interview).where(Interview.campaign_id == campaign_id, placed)
    return (await session.exec(counted)).one()


async def on_record(session: AsyncSession, campaign_id: UUID) -> tuple[int, int]:
    """How many calls of the campaign were held, or cost something; and how much was charged, in entries."""
    charged = select(Charge.interview_id).where(Charge.campaign_id == campaign_id, Charge.stage == "actual")
    charges = (await session.exec(charged)).all()
    held = or_(col(Interview.status).in_(("completed", "stopped")), col(Interview.id).in_(charged))
    calls = select(func.count()).select_from(Interview).where(Interview.campaign_id == campaign_id, held)
    return (await session.exec(calls)).one(), len(charges)
