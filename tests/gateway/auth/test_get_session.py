"""Reading the session: how it may be presented, when it ends, when it is prolonged."""

import hashlib
import hmac
from datetime import timedelta
from urllib.parse import quote

import pytest

from services.gateway.auth import repository, wire
from tests.gateway.auth.server import (
    CLEARED,
    DONT_REMEMBER,
    SESSION,
    SIGNER,
    Reply,
    Server,
    bearer,
    cookie,
)
from tests.support.settings import BETTER_AUTH_SECRET

UNCACHED = {"content-type": "application/json", "cache-control": "no-store", "pragma": "no-cache"}
WEEK, DAY, SECOND = timedelta(days=7), timedelta(days=1), timedelta(seconds=1)


def is_nobody(reply: Reply) -> bool:
    """Whether the answer is null and leaves the cookies alone."""
    return (reply.status, reply.body, reply.cookies, reply.headers) == (200, "null", [], UNCACHED)


def prolonged(reply: Reply, token: str) -> bool:
    """Whether the answer hands the same session out again."""
    line = f"{cookie(token)['cookie']}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"
    return reply.cookies == [line] and reply.headers["set-auth-token"] == SIGNER.sign(token)


async def test_the_session_and_its_person_come_in_the_order_of_the_wire(server: Server) -> None:
    made = await server.sign_up(headers={"user-agent": "Test/1.0", "x-forwarded-for": "203.0.113.7"})
    token = made.json["token"]
    reply = await server.get("/get-session", cookie(token))
    session = reply.json["session"]
    assert list(reply.json) == ["session", "user"]
    assert list(session) == [
        *("expiresAt", "token", "createdAt", "updatedAt", "ipAddress", "userAgent", "userId"),
        *("activeOrganizationId", "impersonatedBy", "id"),
    ]
    assert reply.json["user"] == made.json["user"]
    assert list(reply.json["user"]) == [
        *("name", "email", "emailVerified", "image", "createdAt", "updatedAt"),
        *("role", "banned", "banReason", "banExpires", "id"),
    ]
    assert (session["ipAddress"], session["userAgent"], session["token"]) == ("203.0.113.7", "Test/1.0", token)
    (row,) = await server.sessions(token)
    assert session["expiresAt"] == wire.instant(row["expiresAt"])
    assert (reply.status, reply.cookies, reply.headers) == (200, [], UNCACHED)


@pytest.mark.parametrize(
    "shape", ["{encoded}", "{signed}", '"{signed}"', "{encoded}; better-auth.session_token=x", "{encoded};other"]
)
async def test_a_well_signed_cookie_is_taken_however_it_is_spelled(server: Server, shape: str) -> None:
    token = await server.token()
    signed = SIGNER.sign(token)
    value = shape.format(signed=signed, encoded=quote(signed, safe=""))
    reply = await server.get("/get-session", {"cookie": f"a=1;{SESSION}={value}"})
    assert reply.json["session"]["token"] == token


def misspelled(token: str) -> dict[str, str]:
    """Session cookies that must not count, by what is wrong with them."""
    signed = SIGNER.sign(token)
    hexed = hmac.new(BETTER_AUTH_SECRET.encode(), token.encode(), hashlib.sha256).hexdigest()
    return {
        "unsigned": f"{SESSION}={token}",
        "tampered": f"{SESSION}={signed[:-4]}AAA=",
        "hex": f"{SESSION}={token}.{hexed}",
        "unpadded": f"{SESSION}={signed.rstrip('=')}",
        "no token": f"{SESSION}=.{signed.partition('.')[2]}",
        "prefixed": f"__Secure-{SESSION}={signed}",
        "second of its name": f"{SESSION}=x; {SESSION}={signed}",
        "half quoted": f'{SESSION}="{signed}',
    }


@pytest.mark.parametrize("fault", misspelled("x"))
async def test_a_badly_signed_cookie_is_nobody_and_is_left_alone(server: Server, fault: str) -> None:
    token = await server.token()
    assert is_nobody(await server.get("/get-session", {"cookie": misspelled(token)[fault]}))


async def test_a_bearer_is_the_signed_token_the_same_encoded_or_the_bare_token(server: Server) -> None:
    token = await server.token()
    signed = SIGNER.sign(token)
    for text in (signed, quote(signed, safe=""), token):
        assert (await server.get("/get-session", bearer(text))).json["session"]["token"] == token
    assert (await server.get("/get-session", {"authorization": f"bEARER  {token} "})).json["session"]
    assert is_nobody(await server.get("/get-session", bearer(f"{token}.AAAA")))
    assert is_nobody(await server.get("/get-session", {"authorization": f"Basic {token}"}))


async def test_a_good_bearer_beats_the_cookie_and_a_bad_one_does_not(server: Server) -> None:
    ada, bob = await server.token("ada"), await server.token("bob")
    both = await server.get("/get-session", cookie(ada) | bearer(bob))
    assert both.json["user"]["name"] == "Bob"
    badly_signed = await server.get("/get-session", cookie(ada) | bearer(f"{bob}.{'A' * 43}="))
    assert badly_signed.json["user"]["name"] == "Ada"
    unknown = await server.get("/get-session", cookie(ada) | bearer("unknown"))
    assert (unknown.body, unknown.cookies) == ("null", CLEARED)


async def test_a_well_signed_token_of_no_session_clears_the_cookies(server: Server) -> None:
    for headers in (cookie("q" * 32), bearer("q" * 32), bearer(SIGNER.sign("q" * 32))):
        reply = await server.get("/get-session", headers)
        assert (reply.status, reply.body, reply.cookies) == (200, "null", CLEARED)


async def test_an_expired_session_is_removed_and_its_cookies_cleared(server: Server) -> None:
    token = await server.token()
    server.clock.offset = WEEK - SECOND * 2
    assert (await server.get("/get-session?disableRefresh=1", cookie(token))).json["session"]
    server.clock.offset = WEEK + SECOND
    reply = await server.get("/get-session", cookie(token))
    assert (reply.status, reply.body, reply.cookies) == (200, "null", CLEARED)
    assert await server.sessions(token) == []


async def test_a_session_is_prolonged_a_day_after_it_last_was_and_keeps_its_token(server: Server) -> None:
    token = await server.token()
    server.clock.offset = DAY - SECOND * 10
    assert (await server.get("/get-session", cookie(token))).cookies == []
    server.clock.offset = DAY + SECOND
    reply = await server.get("/get-session", cookie(token))
    assert prolonged(reply, token)
    (row,) = await server.sessions(token)
    session = reply.json["session"]
    assert row["expiresAt"] - row["updatedAt"] == WEEK
    assert row["updatedAt"] - row["createdAt"] > DAY
    assert row["updatedAt"].microsecond % 1000 == 0
    assert session["expiresAt"] == wire.instant(row["expiresAt"])
    assert session["updatedAt"] == wire.instant(row["updatedAt"])
    assert (await server.get("/get-session", cookie(token))).cookies == []


@pytest.mark.parametrize("query", ["?disableRefresh=1", "?disableRefresh=false", "?disableRefresh=&disableRefresh="])
async def test_whoever_asks_not_to_prolong_does_not(server: Server, query: str) -> None:
    token = await server.token()
    server.clock.offset = DAY + SECOND
    assert (await server.get(f"/get-session{query}", cookie(token))).cookies == []
    assert prolonged(await server.get("/get-session?disableRefresh=", cookie(token)), token)


async def test_an_unremembered_session_is_prolonged_over_bearer_only(server: Server) -> None:
    token = await server.token(rememberMe=False)
    reply = await server.get("/get-session", cookie(token, DONT_REMEMBER))
    assert reply.json["session"]["token"] == token
    assert reply.cookies == []
    forged = await server.get("/get-session", bearer(token) | {"cookie": DONT_REMEMBER})
    assert forged.cookies == []
    assert prolonged(await server.get("/get-session", bearer(token)), token)


async def test_a_forged_wish_not_to_be_remembered_counts_for_nothing(server: Server) -> None:
    token = await server.token()
    server.clock.offset = DAY + SECOND
    reply = await server.get("/get-session", cookie(token, "better-auth.dont_remember=true.bad"))
    assert prolonged(reply, token)


async def test_a_session_that_vanishes_while_it_is_prolonged_is_refused_and_cleared(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await server.token()
    prolong = repository.prolong_session

    async def beaten(session: object, token: str, **more: object) -> bool:
        await server.rows("DELETE FROM session WHERE token = $1", token)
        return await prolong(session, token, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(repository, "prolong_session", beaten)
    server.clock.offset = DAY + SECOND
    reply = await server.get("/get-session", cookie(token))
    assert (reply.status, reply.body, reply.cookies) == (
        401,
        '{"message":"Failed to get session","code":"FAILED_TO_GET_SESSION"}',
        CLEARED,
    )
    assert reply.headers == UNCACHED


async def test_what_a_server_with_a_cookie_cache_left_behind_is_taken_away(server: Server) -> None:
    token = await server.token()
    left = ["better-auth.session_data=x", "better-auth.session_data.0=x", "better-auth.session_data.x=x"]
    gone = [
        f"better-auth.{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax" for name in ("session_data", "session_data.0")
    ]
    assert (await server.get("/get-session", cookie(token, *left))).cookies == gone
    assert (await server.get("/get-session", {"cookie": left[0]})).cookies == gone[:1]
    ended = await server.get("/get-session", cookie("q" * 32, *left))
    assert ended.cookies == [*CLEARED[:2], *gone, CLEARED[2]]
