"""All SQL of team members and their assignments."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, bindparam, delete
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import and_, col, exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.db.search import contains_text
from shared.errors import missing
from shared.models.interviews import Interview, InterviewAttendee
from shared.models.research import CampaignTeamAssignment as Assignment
from shared.models.research import TeamMember
from shared.models.sourcing import Expert

MISSING = missing("team_member")
AHEAD = ("requested", "scheduled", "confirmed")
"""States of a call that is still to take place."""

DOCUMENT = json_of(
    {
        "id": col(TeamMember.id),
        "name": col(TeamMember.name),
        "designation": col(TeamMember.designation),
        "email": col(TeamMember.email),
        "avatar_url": col(TeamMember.avatar_url),
        "timezone": col(TeamMember.timezone),
        "working_hours": col(TeamMember.working_hours),
        "user_id": col(TeamMember.user_id),
        "created_at": col(TeamMember.created_at),
    }
)
TEXT = contains_text(col(TeamMember.name), col(TeamMember.designation), col(TeamMember.email))
ONE = Statement(select(DOCUMENT).where(col(TeamMember.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(TeamMember),
    identity=col(TeamMember.id),
    sorts={"name": col(TeamMember.name), "created_at": col(TeamMember.created_at)},
    filters={"q": TEXT},
)

ASSIGNED = json_of(
    {
        "campaign_id": col(Assignment.campaign_id),
        "team_member_id": col(TeamMember.id),
        "name": col(TeamMember.name),
        "designation": col(TeamMember.designation),
        "email": col(TeamMember.email),
        "avatar_url": col(TeamMember.avatar_url),
        "timezone": col(TeamMember.timezone),
        "is_required": col(Assignment.is_required),
        "assigned_at": col(Assignment.assigned_at),
    }
)
MEMBER = and_(
    col(TeamMember.workspace_id) == col(Assignment.workspace_id),
    col(TeamMember.id) == col(Assignment.team_member_id),
)
OF_CAMPAIGN = col(Assignment.campaign_id) == bindparam("campaign_id", type_=Uuid())
ASSIGNMENT = Statement(
    select(ASSIGNED)
    .select_from(Assignment)
    .join(TeamMember, MEMBER)
    .where(OF_CAMPAIGN, col(TeamMember.id) == bindparam("member_id", type_=Uuid()))
)
ASSIGNMENTS = Listing(
    document=ASSIGNED,
    source=lambda chosen: chosen.select_from(Assignment).join(TeamMember, MEMBER),
    identity=col(TeamMember.id),
    sorts={"name": col(TeamMember.name), "assigned_at": col(Assignment.assigned_at)},
    filters={"campaign_id": OF_CAMPAIGN, "q": TEXT},
)


async def get(session: AsyncSession, member_id: UUID) -> TeamMember:
    """The member, locked. Raises Problem (missing)."""
    found = (await session.exec(select(TeamMember).where(TeamMember.id == member_id).with_for_update())).first()
    if found is None:
        raise MISSING
    return found


async def calls_ahead(session: AsyncSession, member_id: UUID) -> list[tuple[UUID, str, str, datetime | None]]:
    """The calls to come that the member leads or must attend, soonest first: id, expert, state and start."""
    must_attend = exists().where(
        col(InterviewAttendee.workspace_id) == col(Interview.workspace_id),
        col(InterviewAttendee.interview_id) == col(Interview.id),
        col(InterviewAttendee.team_member_id) == member_id,
        col(InterviewAttendee.required),
    )
    chosen = (
        select(Interview.id, Expert.name, Interview.status, Interview.starts_at)
        .join(Expert, and_(col(Expert.workspace_id) == Interview.workspace_id, col(Expert.id) == Interview.expert_id))
        .where(col(Interview.status).in_(AHEAD), or_(col(Interview.lead_member_id) == member_id, must_attend))
        .order_by(col(Interview.starts_at).nulls_last(), col(Interview.id))
    )
    return list((await session.exec(chosen)).all())


async def assign_unless_done(session: AsyncSession, assignment: Assignment) -> bool:
    """Store an assignment; False when there is one."""
    stored = insert(Assignment).values(assignment.model_dump(exclude={"assigned_at"})).on_conflict_do_nothing()
    connection = await session.connection()
    return (await connection.execute(stored.returning(col(Assignment.team_member_id)))).first() is not None


async def get_assignment(session: AsyncSession, *, campaign_id: UUID, member_id: UUID) -> Assignment:
    """The assignment, locked. Raises Problem (missing)."""
    chosen = select(Assignment).where(Assignment.campaign_id == campaign_id, Assignment.team_member_id == member_id)
    found = (await session.exec(chosen.with_for_update())).first()
    if found is None:
        raise MISSING
    return found


async def unassign(session: AsyncSession, *, campaign_id: UUID, member_id: UUID) -> None:
    """Delete an assignment, if there is one."""
    same = and_(col(Assignment.campaign_id) == campaign_id, col(Assignment.team_member_id) == member_id)
    await (await session.connection()).execute(delete(Assignment).where(same))
