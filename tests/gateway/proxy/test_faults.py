"""When core fails the caller is told how, at once, and nothing that may have had an effect is sent twice."""

import asyncio
from contextlib import AsyncExitStack
from types import SimpleNamespace

import httpx2
import pytest

from services.gateway.proxy import router
from shared.http import client as service_client
from tests.gateway.proxy import upstream
from tests.gateway.proxy.conftest import Make
from tests.gateway.proxy.upstream import OK, Peer
from tests.support import asgi
from tests.support.ports import unused

CUT_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: appl"
CUT_BODY = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\nhalf"
CUT_CHUNKS = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n4\r\nhalf\r\n"
GARBAGE = b"220 mail.example ESMTP\r\n"


def expect_problem(response: httpx2.Response, status: int, code: str) -> None:
    """The answer is that problem, with the request's id."""
    told = response.json()
    assert (response.status_code, told["code"]) == (status, code), response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert told["instance"] == f"urn:request:{response.headers['x-request-id']}"


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_core_down_is_503(gateway_to: Make, method: str) -> None:
    gateway = await gateway_to(f"http://127.0.0.1:{unused()}")
    async with gateway.client() as client:
        response = await client.request(method, "/api/projects")
    expect_problem(response, 503, "core_unavailable")
    assert 1 <= int(response.headers["retry-after"]) <= 30


@pytest.mark.parametrize(("method", "unknown"), [("GET", False), ("POST", True)])
async def test_core_slow_is_504_and_says_what_that_means_for_a_write(
    gateway_to: Make, method: str, unknown: bool
) -> None:
    hung_up = asyncio.Event()

    async def never(peer: Peer) -> None:
        await peer.head()
        await peer.hung_up()
        hung_up.set()

    async with upstream.serving(never) as core:
        gateway = await gateway_to(core.url)
        async with gateway.client() as client:
            response = await client.request(method, "/api/hasty")
        expect_problem(response, 504, "core_timeout")
        assert ("unknown" in response.json()["detail"]) == unknown
        assert len(core.heads) == 1
        await asyncio.wait_for(hung_up.wait(), asgi.PATIENCE)


@pytest.mark.parametrize("answer", [b"", CUT_HEAD, GARBAGE])
async def test_core_breaking_off_before_its_answer_is_502(gateway_to: Make, answer: bytes) -> None:
    async def break_off(peer: Peer) -> None:
        await peer.head()
        await peer.say(answer)

    async with upstream.serving(break_off) as core:
        gateway = await gateway_to(core.url)
        async with gateway.client() as client:
            expect_problem(await client.post("/api/projects", json={}), 502, "core_broke_off")
            assert core.targets == [b"POST /api/projects"]
            expect_problem(await client.get("/api/projects"), 502, "core_broke_off")
            assert core.targets == [b"POST /api/projects", b"GET /api/projects", b"GET /api/projects"]


@pytest.mark.parametrize("answer", [CUT_BODY, CUT_CHUNKS])
async def test_a_body_core_cuts_is_cut_for_the_caller_too(gateway_to: Make, answer: bytes) -> None:
    async def break_off(peer: Peer) -> None:
        await peer.head()
        await peer.say(answer)

    async with upstream.serving(break_off) as core:
        gateway = await gateway_to(core.url)
        async with asgi.conversation(gateway.app, "GET", "/api/projects") as talk:
            talk.say(b"")
            assert (await talk.answer())["status"] == 200
            assert await talk.answer() == {"type": "http.response.body", "body": b"half", "more_body": True}
            await talk.over()
            assert talk.nothing_more()
        assert len(core.heads) == 1


async def test_a_safe_request_is_repeated_once(gateway_to: Make) -> None:
    async def fail_first(peer: Peer) -> None:
        await peer.head()
        if len(core.heads) > 1:
            await peer.say(OK)

    async with upstream.serving(fail_first) as core:
        gateway = await gateway_to(core.url)
        async with gateway.client() as client:
            assert (await client.get("/api/projects")).status_code == 200
    assert core.targets == [b"GET /api/projects"] * 2


@pytest.mark.parametrize("method", ["POST", "PATCH", "DELETE"])
async def test_a_write_that_was_sent_is_never_repeated(gateway_to: Make, method: str) -> None:
    async def break_off(peer: Peer) -> None:
        await peer.head()

    async with upstream.serving(break_off) as core:
        gateway = await gateway_to(core.url)
        async with gateway.client() as client:
            path = "/api/projects" if method == "POST" else "/api/projects/1"
            response = await client.request(method, path, headers={"idempotency-key": "k"})
    expect_problem(response, 502, "core_broke_off")
    assert "Idempotency-Key" in response.json()["detail"]
    assert len(core.heads) == 1


async def test_a_write_on_a_connection_core_closed_meanwhile_is_not_repeated_or_lost(gateway_to: Make) -> None:
    """Core may close an idle connection just as a request goes out on it; whether it was read nobody knows."""

    async def answer_once(peer: Peer) -> None:
        await peer.head()
        await peer.say(OK)

    async with upstream.serving(answer_once) as core:
        gateway = await gateway_to(core.url)
        async with gateway.client() as client:
            answers = [await client.post("/api/projects", json={}) for _ in range(5)]
    assert {answer.status_code for answer in answers} <= {200, 502}
    assert len(core.heads) == sum(answer.status_code == 200 for answer in answers)


async def test_a_write_of_which_nothing_was_sent_is_repeated(gateway_to: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    port = unused()
    async with AsyncExitStack() as stack:
        gateway, cores = await gateway_to(f"http://127.0.0.1:{port}"), []

        async def meanwhile(_: float) -> None:
            cores.append(await stack.enter_async_context(upstream.serving(upstream.always_ok, port)))

        monkeypatch.setattr(router, "asyncio", SimpleNamespace(sleep=meanwhile, timeout=asyncio.timeout))
        async with gateway.client() as client:
            response = await client.post("/api/projects", json={"project_name": "Atlas"})
    assert response.status_code == 200
    assert [core.targets for core in cores] == [[b"POST /api/projects"]]


async def test_no_connection_free_in_time_is_503(gateway_to: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_client, "POOL_TIMEOUT", 0.05)
    arrived = asyncio.Event()

    async def hold(peer: Peer) -> None:
        await peer.head()
        arrived.set()
        await peer.hung_up()

    async with upstream.serving(hold) as core:
        gateway = await gateway_to(core.url, connections=1)
        async with asgi.conversation(gateway.app, "GET", "/api/campaigns") as held:
            held.say(b"")
            await arrived.wait()
            async with gateway.client() as client:
                expect_problem(await client.get("/api/projects"), 503, "core_unavailable")
        assert core.targets == [b"GET /api/campaigns"]


async def test_a_caller_who_leaves_frees_the_connection_to_core(gateway_to: Make) -> None:
    hung_up = asyncio.Event()

    async def dribble(peer: Peer) -> None:
        await peer.head()
        await peer.say(CUT_CHUNKS)
        await peer.hung_up()
        hung_up.set()

    async with upstream.serving(dribble) as core:
        gateway = await gateway_to(core.url)
        async with asgi.conversation(gateway.app, "GET", "/api/projects") as talk:
            talk.say(b"")
            await talk.answer()
            assert await talk.body() == b"half"
            talk.leave()
            await asyncio.wait_for(hung_up.wait(), asgi.PATIENCE)
            await talk.over()
            assert talk.nothing_more()


async def test_a_caller_who_leaves_while_uploading_is_heard_of_by_nobody_else(gateway_to: Make) -> None:
    async def read_all(peer: Peer) -> None:
        await peer.head()
        while await peer.chunk():
            pass
        await peer.say(OK)

    async with upstream.serving(read_all) as core:
        gateway = await gateway_to(core.url)
        async with asgi.conversation(gateway.app, "POST", "/api/projects") as talk:
            talk.say(b"half", more=True)
            talk.leave()
            assert (await talk.answer())["status"] == 400
        assert len(core.heads) == 1


async def test_a_body_that_grows_beyond_its_limit_on_the_way_is_413(gateway_to: Make) -> None:
    async def read_all(peer: Peer) -> None:
        await peer.head()
        while await peer.chunk():
            pass
        await peer.say(OK)

    async with upstream.serving(read_all) as core:
        gateway = await gateway_to(core.url)
        async with asgi.conversation(gateway.app, "POST", "/api/small") as talk:
            talk.say(b"x" * 600, more=True)
            talk.say(b"x" * 600)
            begun = await talk.answer()
    assert begun["status"] == 413
    assert dict(begun["headers"])[b"content-type"] == b"application/problem+json"
    assert len(core.heads) == 1


async def test_a_problem_of_core_reaches_the_caller_untouched(gateway_to: Make) -> None:
    told = b'{"type":"urn:canvass:problem:project_missing","instance":"urn:request:mine"}'
    head = b"HTTP/1.1 404 Not Found\r\ncontent-type: application/problem+json\r\ncontent-length: %d\r\n\r\n" % len(told)

    async def missing(peer: Peer) -> None:
        await peer.head()
        await peer.say(head + told)

    async with upstream.serving(missing) as core:
        gateway = await gateway_to(core.url)
        async with gateway.client() as client:
            response = await client.get("/api/projects/1", headers={"x-request-id": "mine"})
    assert (response.status_code, response.content) == (404, told)
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-request-id"] == "mine"
    assert core.header("x-request-id") == ["mine"]
