"""All SQL of interviews, their attendees and the calendar they fill."""

import datetime as dt
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, Uuid, bindparam, delete, exists, func, literal_column, text
from sqlalchemy.dialects.postgresql import Range, aggregate_order_by
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.experts import repository as experts
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.db.search import contains_text
from shared.errors import missing
from shared.models.interviews import INTERVIEW_STATUS, CalendarHold, Interview, InterviewAttendee
from shared.models.research import Campaign, CampaignTeamAssignment, TeamMember
from shared.models.sourcing import Expert, Person, VendorPlatform
from shared.models.spend import Charge

MISSING = missing("interview")
NEVER = literal_column("'infinity'::timestamptz", DateTime(timezone=True))
INSTANT = DateTime(timezone=True)

EXPERT = and_(col(Expert.workspace_id) == col(Interview.workspace_id), col(Expert.id) == col(Interview.expert_id))
CAMPAIGN = and_(
    col(Campaign.workspace_id) == col(Interview.workspace_id), col(Campaign.id) == col(Interview.campaign_id)
)
VENDOR = and_(
    col(VendorPlatform.workspace_id) == col(Expert.workspace_id),
    col(VendorPlatform.id) == col(Expert.vendor_platform_id),
)
MEMBER = and_(
    col(TeamMember.workspace_id) == col(InterviewAttendee.workspace_id),
    col(TeamMember.id) == col(InterviewAttendee.team_member_id),
)
ATTENDS = and_(
    col(InterviewAttendee.workspace_id) == col(Interview.workspace_id),
    col(InterviewAttendee.interview_id) == col(Interview.id),
)
ATTENDEE = json_of(
    {
        "team_member_id": col(InterviewAttendee.team_member_id),
        "name": col(TeamMember.name),
        "timezone": col(TeamMember.timezone),
        "required": col(InterviewAttendee.required),
    },
    as_text=False,
)
ATTENDEES = (
    select(
        func.coalesce(
            func.json_agg(aggregate_order_by(ATTENDEE, col(TeamMember.name), col(TeamMember.id))), text("'[]'::json")
        )
    )
    .select_from(InterviewAttendee)
    .join(TeamMember, MEMBER)
    .where(ATTENDS)
    .correlate(Interview)
    .scalar_subquery()
)
COLUMNS = {
    "id": col(Interview.id),
    "campaign_id": col(Interview.campaign_id),
    "campaign_name": col(Campaign.campaign_name),
    "expert_id": col(Interview.expert_id),
    "expert_name": col(Expert.name),
    "expert_title": col(Expert.title),
    "expert_company": col(Expert.company),
    "person_id": col(Expert.person_id),
    "vendor_platform_id": col(Expert.vendor_platform_id),
    "vendor": col(VendorPlatform.name),
    "status": col(Interview.status),
    "status_reason": col(Interview.status_reason),
    "status_at": col(Interview.status_at),
    "starts_at": col(Interview.starts_at),
    "ends_at": col(Interview.ends_at),
    "duration_minutes": col(Interview.duration_minutes),
    "timezone": col(Interview.timezone),
    "proposed_slots": col(Interview.proposed_slots),
    "place": col(Interview.place),
    "color_tag": col(Interview.color_tag),
    "color": func.coalesce(col(Interview.color_tag), col(Campaign.color_tag)),
    "lead_member_id": col(Interview.lead_member_id),
    "attendees": ATTENDEES,
    "requested_at": col(Interview.requested_at),
    "booked_by": col(Interview.booked_by),
    "completed_at": col(Interview.completed_at),
    "cancelled_at": col(Interview.cancelled_at),
    "actual_minutes": col(Interview.actual_minutes),
    "was_poor": col(Interview.was_poor),
    "fault": col(Interview.fault),
    "stopped_rule": col(Interview.stopped_rule),
    "rating": col(Interview.rating),
    "relevance_rating": col(Interview.relevance_rating),
    "expertise_rating": col(Interview.expertise_rating),
    "communication_rating": col(Interview.communication_rating),
    "review_text": col(Interview.review_text),
    "rated_at": col(Interview.rated_at),
    "notes": col(Interview.notes),
    "transcript_url": col(Interview.transcript_url),
    "recording_url": col(Interview.recording_url),
    "sequence": col(Interview.sequence),
    "gate_conflict": col(Interview.gate_conflict),
    "created_at": col(Interview.created_at),
    "updated_at": col(Interview.updated_at),
}
DOCUMENT = json_of(COLUMNS)
ONE = Statement(
    select(DOCUMENT)
    .select_from(Interview)
    .join(Expert, EXPERT)
    .join(Campaign, CAMPAIGN)
    .join(VendorPlatform, VENDOR)
    .where(col(Interview.id) == bindparam("id", type_=Uuid()))
)
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: (
        chosen.select_from(Interview).join(Expert, EXPERT).join(Campaign, CAMPAIGN).join(VendorPlatform, VENDOR)
    ),
    identity=col(Interview.id),
    sorts={
        "starts_at": func.coalesce(col(Interview.starts_at), NEVER),
        "created_at": col(Interview.created_at),
        "updated_at": col(Interview.updated_at),
        "status_at": col(Interview.status_at),
        "status": col(Interview.status),
        "duration_minutes": col(Interview.duration_minutes),
    },
    unindexed={"status", "duration_minutes"},
    filters={
        "campaign_id": col(Interview.campaign_id) == bindparam("campaign_id", type_=Uuid()),
        "expert_id": col(Interview.expert_id) == bindparam("expert_id", type_=Uuid()),
        "person_id": col(Expert.person_id) == bindparam("person_id", type_=Uuid()),
        "vendor_id": col(Expert.vendor_platform_id) == bindparam("vendor_id", type_=Uuid()),
        "member_id": exists()
        .where(ATTENDS, col(InterviewAttendee.team_member_id) == bindparam("member_id", type_=Uuid()))
        .correlate(Interview),
        "status": col(Interview.status) == func.any(bindparam("status", type_=ARRAY(INTERVIEW_STATUS))),
        "starts_from": col(Interview.starts_at) >= bindparam("starts_from", type_=INSTANT),
        "starts_to": col(Interview.starts_at) < bindparam("starts_to", type_=INSTANT),
        "q": contains_text(col(Expert.name), col(Expert.company), col(Campaign.campaign_name)),
    },
)


async def expert_of(session: AsyncSession, expert_id: UUID) -> Expert:
    """The offer a call is about, locked against other bookings, of whichever offer of the person.

    Its campaign is kept still before that: the order in which everybody locks. Raises Problem (missing).
    """
    await experts.keep_campaign_still(session, expert_id)
    chosen = select(Expert).where(Expert.id == expert_id).with_for_update(key_share=True)
    found = (await session.exec(chosen)).first()
    if found is None:
        raise missing("expert")
    await session.exec(select(Person.id).where(Person.id == found.person_id).with_for_update(key_share=True))
    return found


async def get(session: AsyncSession, interview_id: UUID) -> Interview:
    """The interview, locked. Raises Problem (missing)."""
    found = await find(session, interview_id)
    if found is None:
        raise MISSING
    return found


async def find(session: AsyncSession, interview_id: UUID) -> Interview | None:
    """The interview, if there is one, locked after its offer is: the order in which everybody locks."""
    expert_id = (await session.exec(select(Interview.expert_id).where(Interview.id == interview_id))).first()
    if expert_id is not None:
        await expert_of(session, expert_id)
    chosen = select(Interview).where(Interview.id == interview_id).with_for_update(key_share=True)
    return (await session.exec(chosen)).first()


async def was_charged(session: AsyncSession, interview_id: UUID) -> bool:
    """Whether anything was ever committed or charged for the call, released since or not."""
    chosen = select(Charge.id).where(Charge.interview_id == interview_id).limit(1)
    return (await session.exec(chosen)).first() is not None


async def required_members(session: AsyncSession, campaign_id: UUID) -> set[UUID]:
    """Who attends every call of a campaign."""
    chosen = select(CampaignTeamAssignment.team_member_id).where(
        CampaignTeamAssignment.campaign_id == campaign_id, col(CampaignTeamAssignment.is_required)
    )
    return set((await session.exec(chosen)).all())


async def attendees_of(session: AsyncSession, interview_id: UUID) -> dict[UUID, bool]:
    """Who takes part, and whether they must."""
    chosen = select(InterviewAttendee).where(InterviewAttendee.interview_id == interview_id)
    return {each.team_member_id: each.required for each in (await session.exec(chosen)).all()}


async def lock_members(session: AsyncSession, member_ids: Collection[UUID]) -> set[UUID]:
    """Those of the members that there are, locked in one order, so that two bookings never wait for each other."""
    chosen = select(TeamMember.id).where(col(TeamMember.id).in_(member_ids)).order_by(col(TeamMember.id))
    return set((await session.exec(chosen.with_for_update(key_share=True))).all())


async def set_attendees(session: AsyncSession, interview: Interview, wanted: Mapping[UUID, bool]) -> None:
    """Make these the attendees, and whether each must be there."""
    known = await attendees_of(session, interview.id)
    gone = [member_id for member_id in known if wanted.get(member_id) != known[member_id]]
    if gone:
        same = and_(
            col(InterviewAttendee.interview_id) == interview.id, col(InterviewAttendee.team_member_id).in_(gone)
        )
        await (await session.connection()).execute(delete(InterviewAttendee).where(same))
    session.add_all(
        InterviewAttendee(
            workspace_id=interview.workspace_id, interview_id=interview.id, team_member_id=member_id, required=required
        )
        for member_id, required in sorted(wanted.items())
        if known.get(member_id) != required
    )


async def overlapping(
    session: AsyncSession, interview_id: UUID, *, holders: Collection[UUID], period: Range[dt.datetime]
) -> list[CalendarHold]:
    """What holds any of these people and members in that period, other than this call; soonest first."""
    chosen = (
        select(CalendarHold)
        .where(
            col(CalendarHold.holder_id).in_(holders),
            col(CalendarHold.interview_id) != interview_id,
            col(CalendarHold.period).bool_op("&&")(period),
        )
        .order_by(col(CalendarHold.period), col(CalendarHold.id))
    )
    return list((await session.exec(chosen)).all())


async def names_of_members(session: AsyncSession, member_ids: Collection[UUID]) -> dict[UUID, str]:
    """The members' names by id."""
    chosen = select(TeamMember.id, TeamMember.name).where(col(TeamMember.id).in_(member_ids))
    return dict((await session.exec(chosen)).all())


async def requested(session: AsyncSession, campaign_id: UUID) -> list[Interview]:
    """The campaign's calls for which no time has been found."""
    chosen = select(Interview).where(Interview.campaign_id == campaign_id, Interview.status == "requested")
    return list((await session.exec(chosen.order_by(col(Interview.id)))).all())
