"""What the recording cannot hold: limits, broken connections, faults, and the page about a failed sign-in."""

from typing import Any

import asyncpg
import pytest
from sqlalchemy.exc import OperationalError
from starlette.types import Message

from services.gateway.auth import repository
from services.gateway.auth.bodies import LARGEST
from shared.errors import Problem
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.server import Server, bearer

JSON = {"content-type": "application/json"}


def failing(fault: Exception) -> Any:
    """A look-up that raises."""

    async def find(pool: object, text: str) -> None:
        raise fault

    return find


@pytest.mark.parametrize(("size", "status"), [(LARGEST, 200), (LARGEST + 1, 413)])
async def test_a_body_may_have_sixteen_kibibytes(server: Server, size: int, status: int) -> None:
    body = '{"x":"' + "x" * (size - 8) + '"}'
    reply = await server.send("POST", "/sign-out", JSON, body)
    assert reply.status == status
    if status == 413:
        assert reply.json["code"] == "BODY_TOO_LARGE"


@pytest.mark.parametrize("body", [b'{"state":"\xff"}', rb'{"state":"\ud800"}', b'{"state":"x"', b"[" * 5000])
async def test_what_cannot_be_read_is_broken_json(server: Server, body: bytes) -> None:
    reply = await server.send("POST", "/sign-out", JSON, body)
    assert (reply.status, reply.body) == (400, '{"message":"Invalid JSON in request body","code":"BAD_REQUEST"}')


async def test_a_client_that_goes_away_is_not_answered(server: Server) -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"content-length", b"9")]
    scope = {"type": "http", "method": "POST", "scheme": "http", "path": "/api/auth/sign-out", "query_string": b""}
    await server.app(scope | {"headers": headers}, receive, send)
    assert sent == []


async def test_a_fault_of_ours_is_500_and_says_nothing(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(repository, "find_identity", failing(RuntimeError("secret detail")))
    reply = await server.get("/get-session", bearer("x"))
    assert (reply.status, reply.body, reply.headers) == (500, "", {})


@pytest.mark.parametrize(
    "fault",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        asyncpg.InterfaceError("closed"),
        asyncpg.TooManyConnectionsError("full"),
        asyncpg.QueryCanceledError("late"),
        OperationalError("select", {}, Exception()),
    ],
)
async def test_a_database_that_is_away_is_503_and_when_to_come_back(
    server: Server, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr(repository, "find_identity", failing(fault))
    reply = await server.get("/get-session", bearer("x"))
    assert reply.refusal == (503, "DATABASE_UNAVAILABLE")
    assert 1 <= int(reply.headers["retry-after"]) <= 30


async def test_too_many_sign_ins_are_503_and_when_to_come_back(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    full = Problem("unavailable", "hashing_busy", "Too many passwords are being checked. Try again shortly.")
    monkeypatch.setattr(repository, "find_login", failing(full))
    reply = await server.sign_in()
    assert reply.refusal == (503, "HASHING_BUSY")
    assert 1 <= int(reply.headers["retry-after"]) <= 30


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", "UNKNOWN"),
        ("?error=state_not_found", "state_not_found"),
        ("?error=a%20b", "UNKNOWN"),
        ("?error=%3Cscript%3E", "UNKNOWN"),
        ("?error=first&error=second", "first"),
    ],
)
async def test_the_error_page_shows_codes_and_nothing_that_is_none(serve: Serve, query: str, shown: str) -> None:
    reply = await serve(environment="development").get(f"/error{query}")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html")
    assert f"<code>{shown}</code>" in reply.body


async def test_the_error_page_escapes_the_description(serve: Serve) -> None:
    reply = await serve(environment="development").get("/error?error=x&error_description=%3Cb%3Ehi%26%22")
    assert "&lt;b&gt;hi&amp;&quot;" in reply.body
    assert "<b>" not in reply.body


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("", "/?error=UNKNOWN"),
        ("?error=access_denied", "/?error=access_denied"),
        ("?error=a%20b&error_description=no%26no", "/?error=UNKNOWN&error_description=no%26no"),
    ],
)
async def test_in_production_the_frontend_shows_the_error(server: Server, query: str, target: str) -> None:
    reply = await server.get(f"/error{query}")
    assert (reply.status, reply.headers, reply.body) == (302, {"location": target}, "")
