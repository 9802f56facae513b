"""Bodies pass through as they come, in both directions: no piece waits for the next."""

import asyncio
from uuid import UUID

import pytest

from services.gateway.proxy import relay
from tests.gateway.proxy import upstream
from tests.gateway.proxy.conftest import Make
from tests.gateway.proxy.upstream import OK, Peer
from tests.support import asgi

EVENTS = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-accel-buffering: no\r\ntransfer-encoding: chunked\r\n\r\n"
)


def as_chunk(content: bytes) -> bytes:
    """A piece of a chunked body."""
    return b"%x\r\n%s\r\n" % (len(content), content)


async def test_events_arrive_one_by_one(gateway_to: Make) -> None:
    heard = asyncio.Queue[None]()

    async def tell(peer: Peer) -> None:
        await peer.head()
        await peer.say(EVENTS)
        for number in range(3):
            await heard.get()
            await peer.say(as_chunk(b"id: %d\ndata: news\n\n" % number))
        await heard.get()
        await peer.say(as_chunk(b""))

    async with upstream.serving(tell) as core:
        gateway = await gateway_to(core.url)
        async with asgi.conversation(gateway.app, "GET", "/api/campaigns") as talk:
            talk.say(b"")
            begun = await talk.answer()
            assert dict(begun["headers"])[b"content-type"] == b"text/event-stream"
            assert dict(begun["headers"])[b"x-accel-buffering"] == b"no"
            for number in range(3):
                assert talk.nothing_more()
                heard.put_nowait(None)
                assert await talk.body() == b"id: %d\ndata: news\n\n" % number
            heard.put_nowait(None)
            assert await talk.answer() == {"type": "http.response.body", "body": b""}


@pytest.mark.parametrize(
    ("media_type", "ending"), [(b"text/event-stream", [{"type": "http.response.body", "body": b""}]), (b"text/csv", [])]
)
async def test_a_stream_ends_when_its_caller_no_longer_stands(
    gateway_to: Make, monkeypatch: pytest.MonkeyPatch, media_type: bytes, ending: list[object]
) -> None:
    monkeypatch.setattr(relay, "REVIEWED_EVERY", 0.05)

    async def tell(peer: Peer) -> None:
        await peer.head()
        await peer.say(EVENTS.replace(b"text/event-stream", media_type) + as_chunk(b"news"))
        await peer.hung_up()

    async with upstream.serving(tell) as core:
        gateway = await gateway_to(core.url)
        async with asgi.conversation(gateway.app, "GET", "/api/campaigns") as talk:
            talk.say(b"")
            await talk.answer()
            assert await talk.body() == b"news"
            gateway.door.caller = None
            await talk.over()
            told = [] if talk.nothing_more() else [await talk.answer()]
    assert told == ending


async def test_a_stream_ends_and_the_log_says_so_when_it_cannot_be_told_who_stands(
    gateway_to: Make, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(relay, "REVIEWED_EVERY", 0.05)

    async def tell(peer: Peer) -> None:
        await peer.head()
        await peer.say(EVENTS + as_chunk(b"news"))
        await peer.hung_up()

    async def unknown(scope: object, identified: object) -> bool:
        raise ConnectionError("the database is away")

    async with upstream.serving(tell) as core:
        gateway = await gateway_to(core.url)
        monkeypatch.setattr(type(gateway.door), "stands", lambda door, scope, identified: unknown(scope, identified))
        async with asgi.conversation(gateway.app, "GET", "/api/campaigns") as talk:
            talk.say(b"")
            await talk.answer()
            assert await talk.body() == b"news"
            await talk.over()
    assert "proxy.stream.unreviewed" in "".join(capsys.readouterr())


@pytest.mark.parametrize(("media_type", "ending"), [(b"text/event-stream", relay.BYE), (b"text/csv", b"the rest")])
async def test_a_stream_is_bidden_goodbye_when_the_gateway_goes_down_and_a_download_is_not(
    gateway_to: Make, media_type: bytes, ending: bytes
) -> None:
    going_down = asyncio.Event()

    async def tell(peer: Peer) -> None:
        await peer.head()
        await peer.say(EVENTS.replace(b"text/event-stream", media_type) + as_chunk(b"news"))
        await going_down.wait()
        if media_type == b"text/event-stream":
            await peer.hung_up()
        else:
            await peer.say(as_chunk(b"the rest") + as_chunk(b""))

    async with upstream.serving(tell) as core:
        gateway = await gateway_to(core.url)
        async with asgi.conversation(gateway.app, "GET", "/api/campaigns") as talk:
            talk.say(b"")
            await talk.answer()
            assert await talk.body() == b"news"
            gateway.proxy.drain()
            going_down.set()
            assert await talk.body() == ending
            await talk.over()


async def test_a_stream_outlives_the_patience_for_its_beginning(gateway_to: Make) -> None:
    beyond = asyncio.Event()

    async def tell(peer: Peer) -> None:
        await peer.head()
        await peer.say(EVENTS)
        await beyond.wait()
        await peer.say(as_chunk(b"late") + as_chunk(b""))

    async with upstream.serving(tell) as core:
        gateway = await gateway_to(core.url)
        async with asgi.conversation(gateway.app, "GET", "/api/hasty") as talk:
            talk.say(b"")
            await talk.answer()
            asyncio.get_running_loop().call_later(0.1, beyond.set)
            assert await talk.body() == b"late"


async def test_streams_take_no_connection_from_answers_that_end(gateway_to: Make) -> None:
    async def tell(peer: Peer) -> None:
        head = await peer.head()
        if b"/events " in head:
            await peer.say(EVENTS + as_chunk(b"news"))
            await peer.hung_up()
        else:
            await peer.say(OK)

    events = f"/api/campaigns/{UUID(int=1)}/events"
    async with upstream.serving(tell) as core:
        gateway = await gateway_to(core.url, connections=1)
        async with (
            asgi.conversation(gateway.app, "GET", events) as one,
            asgi.conversation(gateway.app, "GET", events) as two,
            gateway.client() as client,
        ):
            for talk in (one, two):
                talk.say(b"")
                await talk.answer()
                assert await talk.body() == b"news"
            assert (await client.get("/api/campaigns")).status_code == 200


async def test_an_upload_reaches_core_piece_by_piece(gateway_to: Make) -> None:
    arrived = asyncio.Queue[bytes]()

    async def listen(peer: Peer) -> None:
        await peer.head()
        while piece := await peer.chunk():
            arrived.put_nowait(piece)
        await peer.say(OK)

    async with upstream.serving(listen) as core:
        gateway = await gateway_to(core.url)
        async with asgi.conversation(gateway.app, "POST", "/api/projects") as talk:
            for piece in (b"first", b"second"):
                talk.say(piece, more=True)
                assert await asyncio.wait_for(arrived.get(), asgi.PATIENCE) == piece
            talk.say(b"last")
            assert (await talk.answer())["status"] == 200
        assert await arrived.get() == b"last"
        assert core.header("transfer-encoding") == ["chunked"]


async def test_a_declared_length_is_kept(gateway_to: Make) -> None:
    bodies = []

    async def listen(peer: Peer) -> None:
        await peer.head()
        bodies.append(await peer.reader.readexactly(10))
        await peer.say(OK)

    async with upstream.serving(listen) as core:
        gateway = await gateway_to(core.url)
        async with gateway.client() as client:
            assert (await client.post("/api/projects", content=b"0123456789")).status_code == 200
    assert bodies == [b"0123456789"]
    assert core.header("content-length") == ["10"]
    assert core.header("transfer-encoding") == []


async def test_compressed_bytes_pass_through_as_they_are(gateway_to: Make) -> None:
    body = b"\x1f\x8b not really"
    answer = b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: %d\r\n\r\n" % len(body)

    async def tell(peer: Peer) -> None:
        await peer.head()
        await peer.say(answer + body)

    async with upstream.serving(tell) as core:
        gateway = await gateway_to(core.url)
        async with asgi.conversation(gateway.app, "GET", "/api/projects") as talk:
            talk.say(b"")
            assert dict((await talk.answer())["headers"])[b"content-encoding"] == b"gzip"
            assert await talk.body() == body


async def test_connections_to_core_are_kept(gateway_to: Make) -> None:
    async with upstream.serving(upstream.always_ok) as core:
        gateway = await gateway_to(core.url)
        async with gateway.client() as client:
            for _ in range(5):
                assert (await client.get("/api/projects")).status_code == 200
    assert (core.connections, len(core.heads)) == (1, 5)


async def test_a_head_request_is_asked_as_get_and_answered_without_a_body(gateway_to: Make) -> None:
    async with upstream.serving(upstream.always_ok) as core:
        gateway = await gateway_to(core.url)
        async with gateway.client() as client:
            response = await client.head("/api/projects")
    assert (response.status_code, response.headers["content-length"]) == (200, "2")
    assert core.targets == [b"GET /api/projects"]
