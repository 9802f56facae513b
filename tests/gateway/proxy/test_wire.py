"""The same promises on the wire, behind the server that runs in production and its own reading of a request."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
import uvicorn

from tests.gateway.proxy import plane
from tests.gateway.proxy.plane import Gateway, Recorder


@pytest.fixture
def core() -> Recorder:
    return Recorder(("content-type", "application/json"))


@pytest.fixture
async def gateway(core: Recorder) -> AsyncIterator[tuple[Gateway, int]]:
    """The data plane listening, and where."""
    gateway = plane.build(core)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(gateway.app, http="httptools", lifespan="off", log_config=None, access_log=False)
    config.load()
    server = uvicorn.Server(config)
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listening])
    yield gateway, listening.getsockname()[1]
    await server.shutdown(sockets=[listening])


async def answer_to(port: int, request: bytes) -> bytes:
    """Everything that comes back for these bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    try:
        return await asyncio.wait_for(reader.read(), 5)
    finally:
        writer.close()
        await writer.wait_closed()


def request(line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    """A request after which the server closes."""
    return b"\r\n".join([line + b" HTTP/1.1", b"host: 127.0.0.1", b"connection: close", *headers, b"", body])


@pytest.mark.parametrize(
    "line",
    [
        b"GET http://127.0.0.1/api/projects/../campaigns",
        b"GET @evil.example/api/projects",
        b"GET //evil.example/api/projects",
        b"GET /api/projects/..",
        b"GET /api/projects/%2e%2e",
        b"GET /api/projects/%2fa",
        b"GET /api/projects/a\x80b",
        b"GET /api/projects/a b",
        b"CONNECT evil.example:443",
        b"OPTIONS *",
        b"GET *",
    ],
)
async def test_a_trick_on_the_wire_does_not_reach_core(
    gateway: tuple[Gateway, int], core: Recorder, line: bytes
) -> None:
    answer = await answer_to(gateway[1], request(line))
    assert answer.startswith((b"HTTP/1.1 400", b"HTTP/1.1 404", b"HTTP/1.1 405"))
    assert core.asked == []


async def test_an_address_with_another_host_in_it_goes_to_core_and_nowhere_else(
    gateway: tuple[Gateway, int], core: Recorder
) -> None:
    await answer_to(gateway[1], request(b"GET http://evil.example/api/projects"))
    assert [(asked.url.host, asked.url.path) for asked in core.asked] == [("core.internal", "/api/projects")]


@pytest.mark.parametrize(
    "headers",
    [
        (b"content-length: 4", b"transfer-encoding: chunked"),
        (b"content-length: 4", b"content-length: 5"),
        (b"content-length: -4",),
        (b"content-length: 4x",),
        (b"transfer-encoding: chunked, identity",),
        (b"transfer-encoding : chunked",),
    ],
)
async def test_a_body_of_two_lengths_does_not_smuggle_a_request(
    gateway: tuple[Gateway, int], core: Recorder, headers: tuple[bytes, ...]
) -> None:
    hidden = b"0\r\n\r\nGET /api/campaigns HTTP/1.1\r\nhost: x\r\n\r\n"
    await answer_to(gateway[1], request(b"POST /api/projects", *headers, body=hidden))
    assert [asked.url.path for asked in core.asked if asked.url.path != "/api/projects"] == []


async def test_head_has_the_headers_of_get_and_no_body(gateway: tuple[Gateway, int], core: Recorder) -> None:
    answer = await answer_to(gateway[1], request(b"HEAD /api/projects"))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert b"content-length: 2" in head
    assert body == b""
    assert [asked.method for asked in core.asked] == ["GET"]


async def test_a_listed_address_reaches_core_as_it_was_sent(gateway: tuple[Gateway, int], core: Recorder) -> None:
    answer = await answer_to(gateway[1], request(b"GET /api/projects/%41?q=%20&q=b"))
    assert answer.endswith(b"\r\n\r\n{}")
    assert core.asked[0].url.raw_path == b"/api/projects/%41?q=%20&q=b"
