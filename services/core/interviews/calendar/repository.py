"""All SQL of calendar feeds and of the calls in them."""

from uuid import UUID

from sqlalchemy import LargeBinary, Select, Text, Uuid, bindparam, func, literal_column, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import and_, col, exists, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.interviews.booking.repository import ATTENDS, CAMPAIGN, EXPERT, MEMBER, VENDOR
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.calendars import CalendarFeed
from shared.models.interviews import Interview, InterviewAttendee
from shared.models.research import Campaign, TeamMember
from shared.models.sourcing import Expert, VendorPlatform

MISSING = missing("calendar_feed")
ID = Uuid()
MOST_CALLS = 2000
SINCE = func.now() - text("interval '1 year'")
CANCELLED_SINCE = func.now() - text("interval '30 days'")
"""How long a cancelled call stays in a calendar, to be seen as cancelled by those who subscribe to it."""

FEED = json_of(
    {
        "id": col(CalendarFeed.id),
        "user_id": col(CalendarFeed.user_id),
        "name": col(CalendarFeed.name),
        "campaign_id": col(CalendarFeed.campaign_id),
        "team_member_id": col(CalendarFeed.team_member_id),
        "created_at": col(CalendarFeed.created_at),
        "rotated_at": col(CalendarFeed.rotated_at),
    }
)
ONE = Statement(select(FEED).where(col(CalendarFeed.id) == bindparam("id", type_=ID)))
LISTING = Listing(
    document=FEED,
    source=lambda chosen: chosen.select_from(CalendarFeed),
    identity=col(CalendarFeed.id),
    sorts={"created_at": col(CalendarFeed.created_at)},
    filters={
        "user_id": col(CalendarFeed.user_id) == bindparam("user_id", type_=Text()),
        "campaign_id": col(CalendarFeed.campaign_id) == bindparam("campaign_id", type_=ID),
        "team_member_id": col(CalendarFeed.team_member_id) == bindparam("team_member_id", type_=ID),
    },
)
OPENED = Statement(
    select(
        col(CalendarFeed.user_id),
        col(CalendarFeed.campaign_id),
        col(CalendarFeed.team_member_id),
        func.coalesce(col(CalendarFeed.name), col(Campaign.campaign_name), "Expert calls").label("name"),
    )
    .select_from(CalendarFeed)
    .outerjoin(
        Campaign,
        and_(
            col(Campaign.workspace_id) == col(CalendarFeed.workspace_id),
            col(Campaign.id) == col(CalendarFeed.campaign_id),
        ),
    )
    .where(col(CalendarFeed.token_hash) == bindparam("token_hash", type_=LargeBinary()))
)

PARTY = {"id": col(TeamMember.id), "name": col(TeamMember.name), "email": col(TeamMember.email)}
LEAD = (
    select(json_of(PARTY, as_text=False))
    .where(TeamMember.workspace_id == Interview.workspace_id, TeamMember.id == Interview.lead_member_id)
    .correlate(Interview)
    .scalar_subquery()
)
ATTENDEES = (
    select(
        func.coalesce(
            func.json_agg(
                aggregate_order_by(
                    json_of(PARTY | {"required": col(InterviewAttendee.required)}, as_text=False),
                    col(TeamMember.name),
                    col(TeamMember.id),
                )
            ),
            text("'[]'::json"),
        )
    )
    .select_from(InterviewAttendee)
    .join(TeamMember, MEMBER)
    .where(ATTENDS)
    .correlate(Interview)
    .scalar_subquery()
)
CALL = json_of(
    {
        "id": col(Interview.id),
        "status": col(Interview.status),
        "sequence": col(Interview.sequence),
        "starts_at": col(Interview.starts_at),
        "ends_at": col(Interview.ends_at),
        "timezone": col(Interview.timezone),
        "created_at": col(Interview.created_at),
        "updated_at": col(Interview.updated_at),
        "campaign": col(Campaign.campaign_name),
        "expert": col(Expert.name),
        "title": col(Expert.title),
        "company": col(Expert.company),
        "vendor": col(VendorPlatform.name),
        "place": col(Interview.place),
        "color": func.coalesce(col(Interview.color_tag), col(Campaign.color_tag)),
        "lead": LEAD,
        "attendees": ATTENDEES,
    }
)
CALLS: Select[tuple[str]] = (
    select(CALL).select_from(Interview).join(Expert, EXPERT).join(Campaign, CAMPAIGN).join(VendorPlatform, VENDOR)
)
ONE_CALL = Statement(CALLS.where(col(Interview.id) == bindparam("id", type_=ID)))
OF_CAMPAIGN = col(Interview.campaign_id) == bindparam("campaign_id", type_=ID)
OF_MEMBER = or_(
    col(Interview.lead_member_id) == bindparam("team_member_id", type_=ID),
    exists().where(ATTENDS, col(InterviewAttendee.team_member_id) == bindparam("team_member_id", type_=ID)),
)
ASKED_FOR = col(Interview.booked_by) == bindparam("user_id", type_=Text())


def _shown(*whose: object) -> Statement:
    """Calls that have a time, latest first: a year back, cancelled ones a month after they were."""
    return Statement(
        CALLS.where(
            *whose,  # type: ignore[arg-type]
            col(Interview.ends_at) > SINCE,
            or_(col(Interview.status) != "cancelled", col(Interview.status_at) > CANCELLED_SINCE),
        )
        .order_by(col(Interview.starts_at).desc(), col(Interview.id))
        .limit(literal_column(str(MOST_CALLS)))
    )


SHOWN = {
    (True, True): _shown(OF_CAMPAIGN, OF_MEMBER),
    (True, False): _shown(OF_CAMPAIGN),
    (False, True): _shown(OF_MEMBER),
    (False, False): _shown(ASKED_FOR),
}
"""By whether the feed is of a campaign, and of a member."""


async def get(session: AsyncSession, feed_id: UUID) -> CalendarFeed:
    """The feed, locked. Raises Problem (missing)."""
    found = (await session.exec(select(CalendarFeed).where(CalendarFeed.id == feed_id).with_for_update())).first()
    if found is None:
        raise MISSING
    return found
