"""All SQL of blackouts."""

from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.interviews import Blackout

MISSING = missing("blackout")

DOCUMENT = json_of(
    {
        "id": col(Blackout.id),
        "campaign_id": col(Blackout.campaign_id),
        "team_member_id": col(Blackout.team_member_id),
        "person_id": col(Blackout.person_id),
        "starts_on": col(Blackout.starts_on),
        "ends_on": col(Blackout.ends_on),
        "reason": col(Blackout.reason),
        "created_at": col(Blackout.created_at),
    }
)
ONE = Statement(select(DOCUMENT).where(col(Blackout.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(Blackout),
    identity=col(Blackout.id),
    sorts={"starts_on": col(Blackout.starts_on), "created_at": col(Blackout.created_at)},
    filters={
        "campaign_id": col(Blackout.campaign_id) == bindparam("campaign_id", type_=Uuid()),
        "team_member_id": col(Blackout.team_member_id) == bindparam("team_member_id", type_=Uuid()),
        "person_id": col(Blackout.person_id) == bindparam("person_id", type_=Uuid()),
        "since": col(Blackout.ends_on) >= bindparam("since", type_=Date()),
        "until": col(Blackout.starts_on) <= bindparam("until", type_=Date()),
    },
)


async def get(session: AsyncSession, blackout_id: UUID) -> Blackout:
    """The blackout, locked. Raises Problem (missing)."""
    found = (await session.exec(select(Blackout).where(Blackout.id == blackout_id).with_for_update())).first()
    if found is None:
        raise MISSING
    return found
