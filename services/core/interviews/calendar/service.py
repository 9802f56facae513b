"""What happens to calendar feeds: people open, rotate and close them; calendars read them by their secret address."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.interviews.booking import repository as booking
from services.core.interviews.calendar import repository, tokens, writer
from services.core.interviews.calendar.writer import Call, Party
from services.core.research.campaigns import repository as campaigns
from services.core.research.team import repository as team
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.errors import Problem
from shared.models.calendars import CalendarFeed
from shared.types import now

TIMES = ("starts_at", "ends_at", "created_at", "updated_at")
WITHOUT_TIME = Problem("conflict", "interview_without_time", "This call has no time yet, so there is nothing to send.")


@dataclass(frozen=True, slots=True)
class Written:
    """A calendar, when what it shows last changed (None for an empty one), and who lends it to strangers."""

    content: bytes
    changed_at: datetime | None
    lent_by: Principal | None = None


async def open_feed(
    session: AsyncSession,
    *,
    caller: Principal,
    name: str | None,
    campaign_id: UUID | None,
    team_member_id: UUID | None,
) -> tuple[CalendarFeed, str]:
    """A new feed and its token. Raises Problem (missing) for an unknown campaign or member."""
    if campaign_id is not None:
        await campaigns.get(session, campaign_id)
    if team_member_id is not None:
        await team.get(session, team_member_id)
    token = tokens.make(caller.workspace_id)
    opened = CalendarFeed(
        workspace_id=caller.workspace_id,
        user_id=caller.user_id,
        name=name,
        campaign_id=campaign_id,
        team_member_id=team_member_id,
        token_hash=tokens.hash_of(token),
    )
    session.add(opened)
    await session.flush()
    return opened, token


async def rotate(session: AsyncSession, *, caller: Principal, feed_id: UUID) -> str:
    """A new token; the one before opens nothing from now on. Raises Problem (missing) for another's feed."""
    feed = await repository.get(session, feed_id)
    if feed.user_id != caller.user_id:
        raise repository.MISSING
    token = tokens.make(caller.workspace_id)
    feed.token_hash, feed.rotated_at = tokens.hash_of(token), now()
    session.add(feed)
    return token


async def close(session: AsyncSession, *, caller: Principal, feed_id: UUID, may_close_all: bool) -> None:
    """The address opens nothing from now on. Raises Problem (missing) for another's, unless all may be closed."""
    feed = await repository.get(session, feed_id)
    if feed.user_id != caller.user_id and not may_close_all:
        raise repository.MISSING
    await session.delete(feed)


async def read(reader: Reader, token: str) -> Written:
    """The calendar behind a secret address. Raises Problem (missing), the same for any that opens nothing."""
    workspace_id = tokens.workspace_of(token)
    if workspace_id is None:
        raise repository.MISSING
    somebody = Principal(user_id="", workspace_id=workspace_id, role="viewer")
    found = await reader.rows(somebody, repository.OPENED, token_hash=tokens.hash_of(token))
    if not found:
        raise repository.MISSING
    feed = dict(found[0])
    shown = repository.SHOWN[feed["campaign_id"] is not None, feed["team_member_id"] is not None]
    calls = [_call(row[0]) for row in await reader.rows(somebody, shown, **feed)]
    changed_at = max((call.updated_at for call in calls), default=None)
    return Written(
        writer.feed(calls, name=feed["name"]), changed_at, lent_by=replace(somebody, user_id=feed["user_id"])
    )


async def invitation(reader: Reader, caller: Principal, *, interview_id: UUID) -> Written:
    """One call as a message. Raises Problem (missing), and (conflict) for a call that never had a time."""
    document = await reader.value(caller, repository.ONE_CALL, id=interview_id)
    if document is None:
        raise booking.MISSING
    call = _call(document)
    if call.starts_at is None and call.sequence == 0:
        raise WITHOUT_TIME
    return Written(writer.invitation(call), call.updated_at)


def _call(document: str) -> Call:
    row: dict[str, Any] = orjson.loads(document)
    times = {name: datetime.fromisoformat(row[name]) for name in TIMES if row[name] is not None}
    lead = _party(row["lead"]) if row["lead"] else None
    return Call(
        **(row | {"id": UUID(row["id"]), "lead": lead, "attendees": tuple(map(_party, row["attendees"]))} | times)
    )


def _party(row: dict[str, Any]) -> Party:
    return Party(**(row | {"id": UUID(row["id"])}))
