"""Hears from the gateway until when it waits for an answer, so that the database works no longer than that."""

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.db import deadline
from shared.errors import Problem

HEADER = b"x-deadline-ms"
"""Milliseconds since 1970."""
DIGITS = 15


class Deadline:
    """The layer; a request that names no deadline has none. The gateway puts the header last."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            for name, value in reversed(scope["headers"]):
                if name == HEADER:
                    return await self._until(instant_of(value), scope, receive, send)
        await self._app(scope, receive, send)

    async def _until(self, instant: int, scope: Scope, receive: Receive, send: Send) -> None:
        token = deadline.at_ms.set(instant)
        try:
            await self._app(scope, receive, send)
        finally:
            deadline.at_ms.reset(token)


def instant_of(given: bytes) -> int:
    """The instant a header names. Raises Problem (malformed) for anything but digits."""
    if not given.isdigit() or len(given) > DIGITS:
        raise Problem("malformed", "deadline_malformed", "X-Deadline-Ms is an instant in milliseconds since 1970.")
    return int(given)
