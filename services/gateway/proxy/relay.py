"""Core's answer on its way to the caller: each chunk as it comes, and no longer than the caller stays and stands."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

import httpx2
import structlog
from starlette.types import Receive, Send

from services.gateway.proxy import headers

log = structlog.get_logger()

REVIEWED_EVERY = 5.0
"""Seconds after which it is asked again whether the caller of an open stream still stands."""

BYE = b"event: bye\ndata: {}\n\n"
"""Said to whoever listens when this process goes down: they come again, and resume."""

Stands = Callable[[], Awaitable[bool]]
Work = Coroutine[None, None, object]


async def relay(
    response: httpx2.Response, receive: Receive, send: Send, *, stands: Stands, going_down: asyncio.Event
) -> None:
    """Send core's answer on.

    One of no known length ends when the caller leaves, or is no longer who they were; a stream of events also when
    this process goes down, and says so.
    """
    told = headers.to_caller(response.headers.raw)
    await send({"type": "http.response.start", "status": response.status_code, "headers": told})
    try:
        length = response.headers.get("content-length")
        if length is not None:
            await _pass_on(response, send, length=int(length))
        elif not _is_of_events(response):
            await _is_cut_off(_pass_on(response, send), _departure(receive), _downfall(stands))
        elif await _is_cut_off(_pass_on(response, send), _departure(receive), _downfall(stands), going_down.wait()):
            await send({"type": "http.response.body", "body": BYE if going_down.is_set() else b""})
    finally:
        await response.aclose()


async def _pass_on(response: httpx2.Response, send: Send, *, length: int | None = None) -> None:
    """Each chunk as it comes; the one that completes a known length is sent as the last."""
    passed = 0
    async for chunk in response.stream:  # type: ignore[union-attr]
        passed += len(chunk)
        await send({"type": "http.response.body", "body": chunk, "more_body": passed != length})
    if passed != length:
        await send({"type": "http.response.body", "body": b""})


async def _is_cut_off(work: Work, departure: Work, *others: Work) -> bool:
    """Do the work until the caller leaves or one of the others happens; whether it was cut off by one of those."""
    tasks = [asyncio.create_task(each) for each in (work, departure, *others)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if tasks[0].done():
            tasks[0].result()
        return any(each.done() for each in tasks[2:]) and not tasks[0].done()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _departure(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _downfall(stands: Stands) -> None:
    """Wait until the caller no longer stands, or until that cannot be told, which is logged."""
    while True:
        await asyncio.sleep(REVIEWED_EVERY)
        try:
            if not await stands():
                return
        except Exception:
            log.exception("proxy.stream.unreviewed")
            return


def _is_of_events(response: httpx2.Response) -> bool:
    """Whether the answer may simply end: a cut-off download must look cut off."""
    return str(response.headers.get("content-type", "")).startswith("text/event-stream")
