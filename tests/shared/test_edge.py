"""What the outermost layers promise of any service built on the skeleton: limits, ids, and no exception let out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
import httpx2
import pytest
from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.types import Message

from shared.errors import Problem
from shared.http import app as skeleton
from shared.http import middleware

LIMIT = 1000
BASE = "http://service.internal"


@asynccontextmanager
async def nothing_to_open(_: FastAPI) -> AsyncIterator[None]:
    yield


async def broken_check() -> bool:
    raise ConnectionError("no database at 10.0.0.7")


async def size(request: Request) -> Response:
    """How many bytes came."""
    return PlainTextResponse(str(len(await request.body())))


async def crash(_: Request) -> Response:
    raise RuntimeError("the secret is kumquat")


async def refuse(_: Request) -> Response:
    raise Problem("conflict", "taken", "It is taken.", errors=[{"pointer": "#/name", "reason": "taken"}])


async def break_off(_: Request) -> Response:
    async def body() -> AsyncIterator[bytes]:
        yield b"the first half"
        raise RuntimeError("no second half")

    return StreamingResponse(body())


@pytest.fixture
def app() -> FastAPI:
    app = skeleton.build(
        title="A service",
        version="1",
        lifespan=nothing_to_open,
        checks={"database": broken_check},
        body_limit=lambda path: 2 * LIMIT if path == "/upload" else LIMIT,
        security_headers=True,
    )
    for path, answer in (("/size", size), ("/upload", size), ("/crash", crash), ("/refuse", refuse)):
        app.add_route(path, answer, methods=["GET", "POST"])
    app.add_route("/break-off", break_off)
    return app


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx2.AsyncClient(transport=transport, base_url=BASE) as client:
        yield client


async def in_chunks(length: int) -> AsyncIterator[bytes]:
    """That many bytes, without a declared length."""
    for start in range(0, length, 64):
        yield b"x" * min(64, length - start)


def expect_problem(response: httpx2.Response, status: int, code: str) -> None:
    """The answer is that problem, in the one form all have."""
    body = response.json()
    assert (response.status_code, body["code"]) == (status, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert body["type"] == f"urn:canvass:problem:{code}"
    assert body["status"] == status
    assert body["instance"] == f"urn:request:{response.headers['x-request-id']}"
    assert {"title", "detail", "errors"} <= body.keys()


@pytest.mark.parametrize(("path", "limit"), [("/size", LIMIT), ("/upload", 2 * LIMIT)])
async def test_a_body_at_the_limit_is_taken_and_one_byte_more_is_not(
    client: httpx2.AsyncClient, path: str, limit: int
) -> None:
    assert (await client.post(path, content=b"x" * limit)).text == str(limit)
    expect_problem(await client.post(path, content=b"x" * (limit + 1)), 413, "body_too_large")


async def test_a_body_without_a_length_is_counted_as_it_comes(client: httpx2.AsyncClient) -> None:
    assert (await client.post("/size", content=in_chunks(LIMIT))).text == str(LIMIT)
    expect_problem(await client.post("/size", content=in_chunks(LIMIT + 1)), 413, "body_too_large")


@pytest.mark.parametrize("declared", ["10", "-5", "ten", ""])
async def test_a_length_that_lies_does_not_help(client: httpx2.AsyncClient, declared: str) -> None:
    response = await client.post("/size", content=in_chunks(LIMIT + 1), headers={"content-length": declared})
    expect_problem(response, 413, "body_too_large")


async def test_a_declared_length_beyond_the_limit_is_refused_before_a_byte_is_read(
    client: httpx2.AsyncClient,
) -> None:
    response = await client.post("/size", content=in_chunks(1), headers={"content-length": str(LIMIT + 1)})
    expect_problem(response, 413, "body_too_large")


async def test_an_address_of_8_kib_is_taken_and_one_byte_more_is_not(client: httpx2.AsyncClient) -> None:
    room = middleware.LONGEST_URL - len("/size")
    assert (await client.get("/size", params={"q": "x" * (room - 2)})).status_code == 200
    expect_problem(await client.get("/size", params={"q": "x" * (room - 1)}), 414, "url_too_long")
    expect_problem(await client.get("/" + "x" * middleware.LONGEST_URL), 414, "url_too_long")


async def test_too_many_headers_are_refused(client: httpx2.AsyncClient) -> None:
    sent = len(client.build_request("GET", "/size").headers.raw)
    fitting = {f"x-{number}": "1" for number in range(middleware.MOST_HEADERS - sent)}
    assert (await client.get("/size", headers=fitting)).status_code == 200
    expect_problem(await client.get("/size", headers=fitting | {"x-more": "1"}), 431, "headers_too_large")


async def test_headers_too_large_together_are_refused(client: httpx2.AsyncClient) -> None:
    taken = sum(len(name) + len(value) for name, value in client.build_request("GET", "/size").headers.raw)
    room = middleware.LARGEST_HEADERS - taken - len("x-fill")
    assert (await client.get("/size", headers={"x-fill": "1" * room})).status_code == 200
    expect_problem(await client.get("/size", headers={"x-fill": "1" * (room + 1)}), 431, "headers_too_large")


@pytest.mark.parametrize("given", ["abc-123", "a" * 128, "0198c0de:1.2_3"])
async def test_a_request_keeps_the_id_it_came_with(client: httpx2.AsyncClient, given: str) -> None:
    response = await client.get("/refuse", headers={"x-request-id": given})
    assert response.headers["x-request-id"] == given
    assert response.json()["instance"] == f"urn:request:{given}"


@pytest.mark.parametrize("given", ["", "a" * 129, "a b", "<script>", "a,b", "é"])
async def test_an_id_that_is_no_id_is_replaced(client: httpx2.AsyncClient, given: str) -> None:
    response = await client.get("/size", headers=[(b"x-request-id", given.encode())])
    assert response.headers["x-request-id"] not in ("", given)


async def test_a_problem_is_told_with_its_fields(client: httpx2.AsyncClient) -> None:
    response = await client.get("/refuse")
    expect_problem(response, 409, "taken")
    assert response.json()["errors"] == [{"pointer": "#/name", "reason": "taken"}]
    assert response.json()["detail"] == "It is taken."


async def test_an_exception_is_told_as_500_without_its_words(client: httpx2.AsyncClient) -> None:
    response = await client.get("/crash")
    expect_problem(response, 500, "internal_error")
    assert "kumquat" not in response.text


async def test_an_exception_after_the_first_byte_does_not_leave_the_app(app: FastAPI) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        await anyio.sleep_forever()
        raise AssertionError("nobody leaves")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http", "method": "GET", "path": "/break-off", "raw_path": b"/break-off", "query_string": b"",
        "headers": [], "scheme": "http", "server": ("service", 80), "client": ("peer", 1), "http_version": "1.1",
        "root_path": "",
    }  # fmt: skip
    await app(scope, receive, send)
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[1]["more_body"] is True


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nowhere", 404, "route_missing"), ("DELETE", "/size", 405, "method_not_allowed")],
)
async def test_what_the_framework_refuses_is_a_problem_too(
    client: httpx2.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    expect_problem(await client.request(method, path), status, code)


async def test_a_wrong_method_is_told_the_right_ones(client: httpx2.AsyncClient) -> None:
    assert {"GET", "POST"} <= set((await client.delete("/size")).headers["allow"].split(", "))


async def test_every_answer_carries_the_security_headers(client: httpx2.AsyncClient) -> None:
    for path in ("/size", "/refuse", "/crash", "/nowhere", "/livez"):
        headers = (await client.get(path)).headers
        assert {name.decode() for name, _ in middleware.SECURITY_HEADERS} <= set(headers), path


async def test_readiness_names_what_fails_and_not_why(client: httpx2.AsyncClient) -> None:
    response = await client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"status": "unready", "checks": {"database": "failing"}}
    assert (await client.get("/livez")).text == "ok"


async def test_requests_are_counted_by_method_and_class(client: httpx2.AsyncClient) -> None:
    await client.get("/refuse")
    await client.request("BREW", "/size")
    figures = (await client.get("/metrics")).text
    assert 'http_requests_total{method="GET",status_class="4xx"} 1.0' in figures
    assert 'http_requests_total{method="OTHER",status_class="4xx"} 1.0' in figures
