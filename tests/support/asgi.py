"""A conversation with an ASGI app message by message, for what a client that waits for whole answers cannot show."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress

from starlette.types import ASGIApp, Message, Scope

PATIENCE = 5.0
"""Seconds after which a message that has not come will not come."""


class Conversation:
    """One request under way: what is said to the app, and what it answers."""

    def __init__(self) -> None:
        self._said: asyncio.Queue[Message] = asyncio.Queue()
        self._answered: asyncio.Queue[Message] = asyncio.Queue()
        self._over = asyncio.Event()

    def say(self, body: bytes, *, more: bool = False) -> None:
        """A piece of the request's body; the last one unless there is more."""
        self._said.put_nowait({"type": "http.request", "body": body, "more_body": more})

    def leave(self) -> None:
        """The client goes away."""
        self._said.put_nowait({"type": "http.disconnect"})

    async def answer(self) -> Message:
        """The app's next message."""
        return await asyncio.wait_for(self._answered.get(), PATIENCE)

    async def body(self) -> bytes:
        """The app's next piece of body."""
        message = await self.answer()
        assert message["type"] == "http.response.body", message
        return bytes(message["body"])

    def nothing_more(self) -> bool:
        """Whether the app has said nothing that was not heard."""
        return self._answered.empty()

    async def over(self) -> None:
        """Wait until the app has done with the request."""
        await asyncio.wait_for(self._over.wait(), PATIENCE)

    async def run(self, app: ASGIApp, asked: Scope) -> None:
        """Have the app answer."""
        try:
            await app(asked, self._receive, self._send)
        finally:
            self._over.set()

    async def _receive(self) -> Message:
        return await self._said.get()

    async def _send(self, message: Message) -> None:
        self._answered.put_nowait(message)


def scope(method: str, path: str | bytes, headers: Iterable[tuple[bytes, bytes]] = ()) -> Scope:
    """An HTTP scope, the path and its query exactly as given."""
    raw, _, query = (path if isinstance(path, bytes) else path.encode()).partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": raw.decode("latin-1"),
        "raw_path": raw,
        "query_string": query,
        "root_path": "",
        "headers": [(b"host", b"127.0.0.1:8080"), *headers],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8080),
    }


@asynccontextmanager
async def conversation(
    app: ASGIApp, method: str, path: str | bytes, headers: Iterable[tuple[bytes, bytes]] = ()
) -> AsyncIterator[Conversation]:
    """Begin a request; it is over, or called off, when the block is left."""
    talk = Conversation()
    task = asyncio.create_task(talk.run(app, scope(method, path, headers)))
    try:
        yield talk
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
