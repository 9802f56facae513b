"""Streams of events as a browser hears them, on core's own app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import orjson
from fastapi import FastAPI

from shared.contracts.principal import Principal
from shared.security import internal_token
from tests.support import asgi
from tests.support.asgi import Conversation
from tests.support.core import KEY


@dataclass(frozen=True, slots=True)
class Told:
    """One event."""

    id: int | None
    event: str | None
    data: Any


@dataclass(slots=True)
class Stream:
    """An open stream: how it began, and what it tells."""

    talk: Conversation
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    said: bytes = b""

    async def begin(self) -> None:
        """Wait for the head."""
        head = await self.talk.answer()
        self.status = head["status"]
        self.headers = {name.decode(): value.decode() for name, value in head["headers"]}

    async def line_block(self) -> bytes:
        """The next block of lines; empty at the end of the stream."""
        message = await self.talk.answer()
        self.said += message.get("body", b"")
        return bytes(message.get("body", b""))

    async def next(self) -> Told:
        """The next event, past signs of life."""
        while True:
            block = (await self.line_block()).decode()
            lines = dict(line.split(": ", 1) for line in block.splitlines() if line and not line.startswith(":"))
            if "data" in lines:
                id_ = int(lines["id"]) if "id" in lines else None
                return Told(id_, lines.get("event"), orjson.loads(lines["data"]))

    async def leave(self) -> None:
        """Go away, and wait until that was noticed."""
        self.talk.leave()
        await self.talk.over()


@asynccontextmanager
async def listening(
    app: FastAPI, principal: Principal, campaign_id: str, *, last: int | None = None, **headers: str
) -> AsyncIterator[Stream]:
    """A stream of a campaign's events, from the last one heard on."""
    given = {internal_token.HEADER: internal_token.mint(principal, key=KEY)} | headers
    if last is not None:
        given["last-event-id"] = str(last)
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]
    async with asgi.conversation(app, "GET", f"/api/campaigns/{campaign_id}/events", sent) as talk:
        talk.say(b"")
        stream = Stream(talk)
        await stream.begin()
        yield stream
