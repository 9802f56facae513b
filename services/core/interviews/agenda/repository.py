"""All SQL of the calendar."""

from sqlalchemy import ARRAY, Date, DateTime, Uuid, bindparam, func
from sqlmodel import and_, col, or_, select

from services.core.interviews.blackouts import repository as blackouts
from services.core.interviews.booking import repository as interviews
from shared.db.read import Statement, json_of
from shared.models.interviews import Blackout, CalendarHold, Interview, InterviewAttendee
from shared.models.research import Campaign, TeamMember
from shared.models.sourcing import Expert, VendorPlatform

SHOWN = (
    *("id", "campaign_id", "campaign_name", "expert_id", "expert_name", "expert_company", "person_id", "vendor"),
    *("status", "starts_at", "ends_at", "duration_minutes", "timezone", "place", "color", "lead_member_id"),
    *("attendees", "gate_conflict"),
)
INSTANT, IDS = DateTime(timezone=True), ARRAY(Uuid())
SINCE, UNTIL = bindparam("since", type_=INSTANT), bindparam("until", type_=INSTANT)
CAMPAIGN_ID, MEMBER_ID = bindparam("campaign_id", type_=Uuid()), bindparam("member_id", type_=Uuid())

TOUCHES = and_(
    col(Interview.starts_at) < UNTIL,
    col(Interview.ends_at) > SINCE,
    or_(CAMPAIGN_ID.is_(None), col(Interview.campaign_id) == CAMPAIGN_ID),
    or_(
        MEMBER_ID.is_(None),
        col(Interview.lead_member_id) == MEMBER_ID,
        select(InterviewAttendee.interview_id)
        .where(interviews.ATTENDS, col(InterviewAttendee.team_member_id) == MEMBER_ID)
        .correlate(Interview)
        .exists(),
    ),
)
CALLS = Statement(
    select(json_of({name: interviews.COLUMNS[name] for name in SHOWN}), func.count().over())
    .select_from(Interview)
    .join(Expert, interviews.EXPERT)
    .join(Campaign, interviews.CAMPAIGN)
    .join(VendorPlatform, interviews.VENDOR)
    .where(TOUCHES)
    .order_by(col(Interview.starts_at), col(Interview.id))
    .limit(bindparam("limit"))
)
"""The calls that touch a stretch of time, and how many there are in all."""
MEMBERS = Statement(
    select(
        json_of(
            {
                "id": col(TeamMember.id),
                "name": col(TeamMember.name),
                "timezone": col(TeamMember.timezone),
                "working_hours": col(TeamMember.working_hours),
            }
        )
    ).where(col(TeamMember.id) == func.any(bindparam("ids", type_=IDS)))
)
HOLDS = Statement(
    select(
        json_of(
            {
                "interview_id": col(CalendarHold.interview_id),
                "holder_id": col(CalendarHold.holder_id),
                "start": func.lower(col(CalendarHold.period)),
                "end": func.upper(col(CalendarHold.period)),
            }
        )
    ).where(
        col(CalendarHold.holder_id) == func.any(bindparam("ids", type_=IDS)),
        col(CalendarHold.period).bool_op("&&")(func.tstzrange(SINCE, UNTIL)),
    )
)
CLOSED = Statement(
    select(blackouts.DOCUMENT)
    .where(
        col(Blackout.ends_on) >= bindparam("first", type_=Date()),
        col(Blackout.starts_on) <= bindparam("last", type_=Date()),
    )
    .order_by(col(Blackout.starts_on), col(Blackout.id))
    .limit(1000)
)
