"""Signing out: the session is over everywhere, the cookies go, and it never fails for want of a session."""

import pytest

from tests.gateway.auth.server import CLEARED, ORIGIN, SESSION, Server, bearer, cookie


@pytest.mark.parametrize("body", [None, {}, {"callbackURL": "/bye", "disableRedirect": True, "state": "x"}])
async def test_the_session_and_its_cookies_are_gone(server: Server, body: object) -> None:
    token = await server.token()
    reply = await server.post("/sign-out", body, cookie(token) | {"origin": ORIGIN})
    assert (reply.status, reply.body, reply.cookies) == (200, '{"success":true}', CLEARED)
    assert "set-auth-token" not in reply.headers
    assert await server.sessions(token) == []
    assert (await server.get("/get-session", bearer(token))).body == "null"


async def test_a_bearer_needs_no_origin(server: Server) -> None:
    token = await server.token()
    assert (await server.post("/sign-out", None, bearer(token))).status == 200
    assert await server.sessions(token) == []


async def test_other_sessions_of_the_same_person_live_on(server: Server) -> None:
    first = await server.token()
    second = (await server.sign_in()).json["token"]
    await server.post("/sign-out", {}, bearer(first))
    assert len(await server.sessions(second)) == 1


async def test_a_forged_cookie_ends_no_session(server: Server) -> None:
    token = await server.token()
    forged = {"cookie": f"{SESSION}={token}.{'A' * 43}=", "origin": ORIGIN}
    assert (await server.post("/sign-out", {}, forged)).cookies == CLEARED
    assert len(await server.sessions(token)) == 1


async def test_another_sites_page_ends_no_session(server: Server) -> None:
    token = await server.token()
    for headers, code in (
        ({}, "MISSING_OR_NULL_ORIGIN"),
        ({"origin": "null"}, "MISSING_OR_NULL_ORIGIN"),
        ({"origin": "https://evil.example"}, "INVALID_ORIGIN"),
        ({"referer": "https://evil.example/page"}, "INVALID_ORIGIN"),
    ):
        assert (await server.post("/sign-out", {}, cookie(token) | headers)).refusal == (403, code)
    assert len(await server.sessions(token)) == 1


async def test_a_page_that_hides_its_origin_is_believed_on_our_own_host(server: Server) -> None:
    hidden = cookie(await server.token()) | {"origin": "null", "sec-fetch-site": "same-origin"}
    assert (await server.post("/sign-out", {}, hidden | {"host": "evil.example"})).refusal == (403, "INVALID_ORIGIN")
    assert (await server.post("/sign-out", {}, hidden | {"host": "gateway.test"})).status == 200
