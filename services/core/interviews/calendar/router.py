"""Calendar feeds over HTTP: opened by people, read by calendar programs that cannot sign in; and a call as a file."""

from email.utils import format_datetime
from typing import Annotated, Any
from urllib.parse import quote
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, Response

from services.core.deps import AnyoneDep, CallerDep, ReaderDep, SessionDep
from services.core.interviews.calendar import repository, service
from services.core.interviews.calendar.schemas import FeedIn, FeedOut, FeedQuery, OpenedFeedOut
from services.core.interviews.calendar.service import Written
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers
from shared.security.internal_token import LENT_HEADER

MEDIA_TYPE = "text/calendar; charset=utf-8"
CALENDAR: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/calendar": {"schema": {"type": "string"}}}, "description": "iCalendar (RFC 5545)"}
}


class SecretRoute(CommandRoute):
    """Keeps no address for a repeat under the same Idempotency-Key: it is told once."""

    def kept(self, answer: bytes) -> bytes:
        return orjson.dumps(orjson.loads(answer) | {"url": None}) if answer else answer


queries = APIRouter(prefix="/api", tags=["calendar"])
commands = APIRouter(prefix="/api/calendar-feeds", tags=["calendar"], route_class=SecretRoute)


@queries.get("/calendar-feeds", response_model=Page[FeedOut], operation_id="list_calendar_feeds")
async def list_calendar_feeds(
    request: Request, query: Annotated[FeedQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The caller's own feeds, without their addresses; everybody's for owners and admins, who may close them."""
    own = None if caller.role in policies.MANAGERS else caller.user_id
    filters = query.filters() | {"user_id": own}
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@commands.post("", status_code=201, response_model=OpenedFeedOut, operation_id="open_calendar_feed")
@policies.needs(policies.KEEP_FEEDS)
async def open_calendar_feed(body: FeedIn, session: SessionDep, caller: CallerDep) -> Response:
    """Makes a secret address to which a calendar program can subscribe; it is told this once.

    Whoever has it sees the calls: their times, places, experts and vendors; no price and no notes.
    """
    feed, token = await service.open_feed(session, caller=caller, **body.model_dump())
    return await _opened(session, feed.id, token, created_at=f"/api/calendar-feeds/{feed.id}")


@commands.post("/{feed_id}/rotate", response_model=OpenedFeedOut, operation_id="rotate_calendar_feed")
@policies.needs(policies.KEEP_FEEDS)
async def rotate_calendar_feed(feed_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    """Gives a feed of the caller's own a new address, told this once; the one before opens nothing any more."""
    token = await service.rotate(session, caller=caller, feed_id=feed_id)
    return await _opened(session, feed_id, token)


@commands.delete("/{feed_id}", status_code=204, operation_id="close_calendar_feed")
@policies.needs(policies.KEEP_FEEDS)
async def close_calendar_feed(feed_id: UUID, session: SessionDep, caller: CallerDep) -> None:
    """Closes a feed for good: its address opens nothing any more. Owners and admins may close anybody's."""
    may_close_all = caller.role in policies.MANAGERS
    await service.close(session, caller=caller, feed_id=feed_id, may_close_all=may_close_all)


@queries.get("/calendar/{token}.ics", response_class=Response, responses=CALENDAR, operation_id="read_calendar_feed")
async def read_calendar_feed(request: Request, token: str, caller: AnyoneDep, reader: ReaderDep) -> Response:
    """The feed as iCalendar (RFC 5545), for calendar programs.

    The address itself is what lets them in, for as long as who opened it belongs to the workspace; one that opens
    nothing is 404.
    """
    return _calendar(request, await service.read(reader, token))


@queries.get(
    "/interviews/{interview_id}/invite.ics",
    response_class=Response,
    responses=CALENDAR,
    operation_id="get_interview_invitation",
)
async def get_interview_invitation(
    request: Request, interview_id: UUID, caller: CallerDep, reader: ReaderDep
) -> Response:
    """The call as a message (RFC 5546): a request, or its cancellation, of one event that keeps its UID.

    `interview_without_time` for a call that never had a time.
    """
    found = await service.invitation(reader, caller, interview_id=interview_id)
    return _calendar(request, found, name=f"call-{interview_id}.ics")


async def _opened(session: SessionDep, feed_id: UUID, token: str, *, created_at: str | None = None) -> Response:
    document = orjson.loads(await text_of(session, repository.ONE, id=feed_id) or "{}")
    told = orjson.dumps(document | {"url": f"/api/calendar/{token}.ics"}).decode()
    return answers.written(told, missing=repository.MISSING, created_at=created_at)


def _calendar(request: Request, found: Written, *, name: str | None = None) -> Response:
    answer = answers.conditional(request.headers.get(answers.KNOWN), found.content, weak=False, media_type=MEDIA_TYPE)
    if found.changed_at is not None:
        answer.headers["last-modified"] = format_datetime(found.changed_at, usegmt=True)
    if found.lent_by is not None:
        answer.headers[LENT_HEADER] = f"{found.lent_by.workspace_id}/{quote(found.lent_by.user_id, safe='')}"
    if name is not None:
        answer.headers["content-disposition"] = f'attachment; filename="{name}"'
    return answer
