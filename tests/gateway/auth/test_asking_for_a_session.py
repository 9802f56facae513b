"""What every endpoint that asks for a session does with one: refuses, prolongs, keeps a wish, wants it fresh."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from services.gateway.auth import repository
from tests.gateway.auth.server import CLEARED, DONT_REMEMBER, ORIGIN, PASSWORD, SIGNER, Reply, Server, bearer, cookie

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
UNAUTHORIZED = (401, '{"message":"Unauthorized","code":"UNAUTHORIZED"}')
NEW = "another good password"


class Call(NamedTuple):
    """A request that a signed-in person may make, and what it answers them."""

    method: str
    path: str
    body: Mapping[str, Any] | None
    status: int = 200


CALLS = [
    Call("GET", "/list-sessions", None),
    Call("POST", "/revoke-session", {"token": "unknown"}),
    Call("POST", "/revoke-other-sessions", None),
    Call("POST", "/update-session", {}, 400),
    Call("POST", "/update-user", {"name": "Ada Lovelace"}),
    Call("POST", "/change-password", {"currentPassword": PASSWORD, "newPassword": NEW}),
    Call("POST", "/verify-password", {"password": PASSWORD}),
    Call("GET", "/list-accounts", None),
    Call("POST", "/unlink-account", {"accountId": "unknown"}, 400),
]
CLEARING = [Call("POST", "/revoke-sessions", None), Call("POST", "/delete-user", {"password": PASSWORD})]
EVERY = [*CALLS, *CLEARING]
FRESH = [call for call in CALLS if call.path in ("/list-sessions", "/unlink-account")]


def named(call: Call) -> str:
    """The endpoint, for the test's id."""
    return call.path.lstrip("/")


def line_of(token: str) -> str:
    """The line that hands a remembered session out."""
    return f"{cookie(token)['cookie']}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"


async def ask(server: Server, call: Call, headers: Mapping[str, str]) -> Reply:
    """Make the request, from a page of our own."""
    if call.method == "GET":
        return await server.get(call.path, headers)
    return await server.post(call.path, call.body, {"origin": ORIGIN, **headers})


@pytest.fixture
def server(serve: Any) -> Server:
    """Auth that deletes people at once."""
    made: Server = serve(send_delete_account_verification=False)
    return made


@pytest.mark.parametrize("call", EVERY, ids=named)
async def test_nobody_is_refused_and_no_cookie_is_touched(server: Server, call: Call) -> None:
    token = await server.token()
    forged = {"cookie": f"better-auth.session_token={token}.{'A' * 43}="}
    for headers in ({}, forged, bearer(f"{token}.{'A' * 43}=")):
        reply = await ask(server, call, headers)
        assert (reply.status, reply.body) == UNAUTHORIZED
        assert reply.cookies == []
    assert len(await server.sessions(token)) == 1


@pytest.mark.parametrize("call", EVERY, ids=named)
async def test_a_well_signed_token_of_no_session_is_refused_and_cleared(server: Server, call: Call) -> None:
    for headers in (cookie("q" * 32), bearer("q" * 32), bearer(SIGNER.sign("q" * 32))):
        reply = await ask(server, call, headers)
        assert (reply.status, reply.body) == UNAUTHORIZED
        assert reply.cookies == CLEARED
        assert "set-auth-token" not in reply.headers


@pytest.mark.parametrize("call", EVERY, ids=named)
async def test_an_expired_session_is_refused_cleared_and_removed(server: Server, call: Call) -> None:
    token = await server.token()
    server.clock.offset = 7 * DAY + SECOND
    reply = await ask(server, call, cookie(token))
    assert ((reply.status, reply.body), reply.cookies) == (UNAUTHORIZED, CLEARED)
    assert await server.sessions(token) == []


@pytest.mark.parametrize("call", CALLS, ids=named)
async def test_a_session_is_prolonged_whatever_is_answered(server: Server, call: Call) -> None:
    token = await server.token()
    await aged(server, token)
    reply = await ask(server, call, cookie(token))
    assert reply.status == call.status
    assert reply.cookies == [line_of(token)] * (2 if call.path == "/update-user" else 1)
    assert reply.headers["set-auth-token"] == SIGNER.sign(token)
    assert reply.headers["access-control-expose-headers"] == "set-auth-token"
    (row,) = await server.sessions(token)
    assert row["expiresAt"] - row["updatedAt"] == 7 * DAY


@pytest.mark.parametrize("call", CLEARING, ids=named)
async def test_a_session_prolonged_and_closed_by_one_request_is_only_cleared(server: Server, call: Call) -> None:
    token = await server.token()
    await aged(server, token)
    reply = await ask(server, call, cookie(token))
    assert (reply.status, reply.cookies) == (200, CLEARED)
    assert "set-auth-token" not in reply.headers
    assert await server.sessions(token) == []


@pytest.mark.parametrize("call", CALLS, ids=named)
async def test_whoever_asks_not_to_prolong_does_not(server: Server, call: Call) -> None:
    token = await server.token()
    await aged(server, token)
    (before,) = await server.sessions(token)
    wished = call._replace(path=f"{call.path}?disableRefresh=false")
    assert (await ask(server, wished, cookie(token))).status == call.status
    assert (await ask(server, call, cookie(token, DONT_REMEMBER))).status in (call.status, 400)
    (after,) = await server.sessions(token)
    assert after["expiresAt"] == before["expiresAt"]


@pytest.mark.parametrize("call", CALLS, ids=named)
async def test_an_unremembered_browser_stays_so_and_a_bearer_gets_seven_days(server: Server, call: Call) -> None:
    token = await server.token(rememberMe=False)
    reply = await ask(server, call, cookie(token, DONT_REMEMBER))
    signed = cookie(token)["cookie"]
    again = [f"{signed}; Path=/; HttpOnly; SameSite=Lax", f"{DONT_REMEMBER}; Path=/; HttpOnly; SameSite=Lax"]
    assert reply.cookies == (again if call.path == "/update-user" else [])
    lifted = await server.get("/list-accounts", bearer(token))
    assert lifted.cookies == [line_of(token)]
    (row,) = await server.sessions(token)
    assert row["expiresAt"] - row["updatedAt"] == 7 * DAY


@pytest.mark.parametrize("call", FRESH, ids=named)
async def test_a_session_a_day_old_is_not_fresh_though_it_was_prolonged(server: Server, call: Call) -> None:
    token = await server.token()
    server.clock.offset = DAY - SECOND * 10
    assert (await ask(server, call, cookie(token))).status == call.status
    server.clock.offset = DAY + SECOND
    reply = await ask(server, call, cookie(token))
    assert (reply.status, reply.body) == (403, '{"message":"Session is not fresh","code":"SESSION_NOT_FRESH"}')
    assert reply.cookies == [line_of(token)]
    assert reply.headers["set-auth-token"] == SIGNER.sign(token)
    assert (await ask(server, call, cookie(token))).cookies == []


@pytest.mark.parametrize("call", [call for call in EVERY if call.method == "POST"], ids=named)
async def test_another_sites_page_does_nothing(server: Server, call: Call) -> None:
    token = await server.token()
    for headers, code in (
        ({"origin": "null"}, "MISSING_OR_NULL_ORIGIN"),
        ({"origin": "https://evil.example"}, "INVALID_ORIGIN"),
    ):
        assert (await ask(server, call, cookie(token) | headers)).refusal == (403, code)
    assert (await server.post(call.path, call.body, cookie(token))).refusal == (403, "MISSING_OR_NULL_ORIGIN")
    assert (await ask(server, call, bearer(token))).status == call.status


@pytest.mark.parametrize("call", EVERY, ids=named)
async def test_a_session_that_vanishes_while_it_is_prolonged_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch, call: Call
) -> None:
    token = await server.token()
    await aged(server, token)
    prolong = repository.prolong_session

    async def beaten(session: Any, token: str, **more: Any) -> bool:
        await server.rows("DELETE FROM session WHERE token = $1", token)
        return await prolong(session, token, **more)

    monkeypatch.setattr(repository, "prolong_session", beaten)
    reply = await ask(server, call, cookie(token))
    assert ((reply.status, reply.body), reply.cookies) == (UNAUTHORIZED, [])


async def test_what_a_server_with_a_cookie_cache_left_behind_is_taken_away(server: Server) -> None:
    token = await server.token()
    left, gone = "better-auth.session_data=x", CLEARED[1]
    assert (await server.get("/list-accounts", cookie(token, left))).cookies == [gone]
    assert (await server.get("/list-accounts", {"cookie": left})).cookies == [gone]
    ended = await server.get("/list-accounts", cookie("q" * 32, left))
    assert ended.cookies == [CLEARED[0], gone, gone, CLEARED[2]]
    await aged(server, token)
    assert (await server.get("/list-accounts", cookie(token, left))).cookies == [gone, line_of(token)]


async def aged(server: Server, token: str) -> None:
    """Let a session be due for prolonging, and still fresh."""
    await server.rows("UPDATE session SET \"expiresAt\" = now() + interval '5 days' WHERE token = $1", token)
