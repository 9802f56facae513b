"""A stand-in for core on a real socket, so that it can be slow, break off and dribble as core's host might.

Each test writes its answer as bytes on the wire; what arrived is kept as bytes on the wire too.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import cast

OK = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}"


@dataclass(slots=True)
class Peer:
    """One connection from the gateway."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def head(self) -> bytes:
        """The request line and headers."""
        return await self.reader.readuntil(b"\r\n\r\n")

    async def chunk(self) -> bytes:
        """The next chunk of a chunked body; empty at its end."""
        length = int(await self.reader.readline(), 16)
        content = await self.reader.readexactly(length)
        await self.reader.readexactly(2)
        return content

    async def say(self, content: bytes) -> None:
        """Bytes onto the wire."""
        self.writer.write(content)
        await self.writer.drain()

    async def hung_up(self) -> None:
        """Wait until the gateway has closed the connection."""
        with suppress(ConnectionError):
            await self.reader.read()


Handler = Callable[[Peer], Awaitable[None]]


@dataclass(slots=True)
class Upstream:
    """What came to the stand-in: one entry a request that was read, and how many connections were made."""

    url: str = ""
    heads: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def targets(self) -> list[bytes]:
        """Method and target of every request, as they stood on the wire."""
        return [head.split(b"\r\n")[0].rsplit(b" ", 1)[0] for head in self.heads]

    def header(self, name: str) -> list[str]:
        """Every value of a header of the last request."""
        lines = (line.decode("latin-1").partition(":") for line in self.heads[-1].split(b"\r\n")[1:])
        return [value.strip() for key, _, value in lines if key.lower() == name]


@asynccontextmanager
async def serving(handler: Handler, port: int = 0) -> AsyncIterator[Upstream]:
    """Serve every connection with `handler` until the block is left; at any free port if none is given."""
    upstream = Upstream()
    serving: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(cast(asyncio.Task[None], asyncio.current_task()))
        upstream.connections += 1
        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            await handler(_Recorded(reader, writer, upstream))
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    upstream.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    try:
        yield upstream
    finally:
        server.close()
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving)
        await server.wait_closed()


class _Recorded(Peer):
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, upstream: Upstream) -> None:
        super().__init__(reader, writer)
        self._upstream = upstream

    async def head(self) -> bytes:
        found = await super().head()
        self._upstream.heads.append(found)
        return found


async def always_ok(peer: Peer) -> None:
    """Answer every request of the connection with an empty object."""
    while True:
        await peer.head()
        await peer.say(OK)
