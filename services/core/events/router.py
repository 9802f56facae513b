"""Live updates over HTTP: what happens in a campaign, as server-sent events that are resumed where they broke off."""

import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import StreamingResponse
from fastapi.sse import format_sse_event
from starlette.types import Receive, Scope, Send

from services.core.deps import CallerDep, ReaderDep
from services.core.events.hub import Event, Hub, Listener
from services.core.research.campaigns import repository as campaigns
from shared.contracts.principal import Principal
from shared.db import deadline

MEDIA_TYPE = "text/event-stream"
HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
RETRY_MS, JITTER_MS = 2000, 500
LARGEST = 2**63 - 1


class Stream(StreamingResponse):
    """A stream whose listener leaves with it, however far it came."""

    def __init__(self, told: AsyncIterator[bytes], listening: AsyncExitStack) -> None:
        super().__init__(told, headers=HEADERS, media_type=MEDIA_TYPE)
        self._listening = listening

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async with self._listening:
            await super().__call__(scope, receive, send)


queries = APIRouter(prefix="/api/campaigns/{campaign_id}", tags=["events"])


def hub_of(request: Request) -> Hub:
    """Who listens to this process."""
    hub: Hub = request.app.state.hub
    return hub


@queries.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}, "description": "Server-sent events"}},
    operation_id="listen_to_campaign",
)
async def listen_to_campaign(
    campaign_id: UUID,
    caller: CallerDep,
    reader: ReaderDep,
    hub: Annotated[Hub, Depends(hub_of)],
    since: Annotated[int | None, Query(ge=0, le=LARGEST, description="As Last-Event-ID, for a first request")] = None,
    last_event_id: Annotated[int | None, Header(ge=0, le=LARGEST)] = None,
) -> StreamingResponse:
    """Each entry of the campaign's log as it is made: its number as id, its action as event, the entry as data.

    With Last-Event-ID (or `since`) first what was missed since that number; without, what happens from now on. Where
    the log never came to that number, as after the campaign moved into another workspace, an event `reset` comes first:
    its id is where this log stands, what follows is told, and what was before is to be read anew. An event `bye` says
    that the server goes down: connect again. `too_many_streams` (429) where a person or workspace has too many open,
    `going_down` (503) from a server that stops.
    """
    if await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    listening = AsyncExitStack()
    listener = await listening.enter_async_context(hub.listener(caller, campaign_id))
    heard = last_event_id if last_event_id is not None else since
    return Stream(_told(hub, listener, caller, heard=heard), listening)


async def _told(hub: Hub, listener: Listener, caller: Principal, *, heard: int | None) -> AsyncIterator[bytes]:
    """The stream, which knows no deadline."""
    deadline.at_ms.set(None)
    yield format_sse_event(retry=RETRY_MS + random.randint(0, JITTER_MS))  # noqa: S311
    after = listener.since if heard is None else heard
    if after > listener.since and await hub.is_beyond(caller, after):
        after = listener.since
        yield format_sse_event(id=str(after), event="reset", data_str="{}")
    async for missed in hub.missed(caller, listener, after=after):
        yield _written(missed)
    while True:
        try:
            event = await listener.next()
        except TimeoutError:
            yield format_sse_event(comment="still here")
            continue
        if event is None:
            yield format_sse_event(event="bye", data_str="{}")
            return
        if event.number > after:
            yield _written(event)


def _written(event: Event) -> bytes:
    return format_sse_event(id=str(event.number), event=event.name, data_str=event.data)
