"""Signing up: the answer, the rows, the cookies, and two at once."""

import asyncio
import re

import pytest

from services.gateway.auth.passwords import Hasher
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.server import DONT_REMEMBER, ORIGIN, PASSWORD, PEER, SESSION, SIGNER, Server, cookie

INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
HASH = re.compile("[0-9a-f]{32}:[0-9a-f]{128}")


async def test_a_new_person_is_signed_in_with_body_cookie_and_bearer(server: Server) -> None:
    reply = await server.sign_up(image="http://x.io/a.png")
    token = reply.json["token"]
    body = (
        rf'\{{"token":"[a-zA-Z0-9]{{32}}","user":\{{"name":"Ada","email":"{re.escape(server.email())}",'
        rf'"emailVerified":false,"image":"http://x.io/a.png","createdAt":"({INSTANT})","updatedAt":"({INSTANT})",'
        r'"role":"user","banned":false,"banReason":null,"banExpires":null,"id":"[a-zA-Z0-9]{32}"\}\}'
    )
    assert re.fullmatch(body, reply.body)
    signed = cookie(token)["cookie"]
    assert reply.cookies == [f"{signed}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"]
    assert reply.headers == {
        "content-type": "application/json",
        "set-auth-token": SIGNER.sign(token),
        "access-control-expose-headers": "set-auth-token",
    }


async def test_rows_are_as_the_node_server_writes_them(server: Server) -> None:
    token = await server.token()
    (session,) = await server.sessions(token)
    (account,) = await server.rows('SELECT * FROM account WHERE "userId" = $1', session["userId"])
    assert account["providerId"] == "credential"
    assert account["accountId"] == account["userId"] == session["userId"]
    assert HASH.fullmatch(account["password"])
    assert session["id"] != session["token"]
    assert (session["expiresAt"] - session["createdAt"]).total_seconds() == 604_800
    assert all(session[name].microsecond % 1000 == 0 for name in ("createdAt", "updatedAt", "expiresAt"))
    assert (session["ipAddress"], session["userAgent"]) == (PEER, "")


async def test_the_address_is_kept_in_lower_case_and_unknown_keys_are_ignored(server: Server) -> None:
    reply = await server.sign_up(email=server.email().upper(), emailVerified=True, id="mine", banned=True)
    user = reply.json["user"]
    assert (user["email"], user["emailVerified"], user["banned"]) == (server.email(), False, False)
    assert user["id"] != "mine"


@pytest.mark.parametrize("name", ["role", "banReason", "banExpires"])
async def test_nobody_gives_themselves_powers(server: Server, name: str) -> None:
    body = {"name": "Ada", "email": server.email(), "password": PASSWORD, name: "admin"}
    reply = await server.post("/sign-up/email", body)
    assert reply.body == f'{{"message":"{name} is not allowed to be set","code":"FIELD_NOT_ALLOWED"}}'
    assert (await server.sign_in()).refusal == (401, "INVALID_EMAIL_OR_PASSWORD")


async def test_not_to_be_remembered_is_a_day_in_the_database_and_a_browser_session_in_the_cookie(
    server: Server,
) -> None:
    reply = await server.sign_up(rememberMe=False)
    token = reply.json["token"]
    assert reply.cookies == [
        f"{cookie(token)['cookie']}; Path=/; HttpOnly; SameSite=Lax",
        f"{DONT_REMEMBER}; Path=/; HttpOnly; SameSite=Lax",
    ]
    (session,) = await server.sessions(token)
    assert (session["expiresAt"] - session["createdAt"]).total_seconds() == 86_400


async def test_over_https_the_cookie_is_prefixed_and_secure(serve: Serve) -> None:
    server = serve(better_auth_url="https://gateway.test")
    reply = await server.sign_up(rememberMe=False)
    for line in reply.cookies:
        assert line.startswith("__Secure-better-auth.")
        assert line.endswith("; Path=/; HttpOnly; Secure; SameSite=Lax")
    plain = f"{SESSION}={SIGNER.sign(reply.json['token'])}"
    assert (await server.get("/get-session", {"cookie": plain})).body == "null"
    assert (await server.get("/get-session", {"cookie": f"__Secure-{plain}"})).json["user"]["name"] == "Ada"


async def test_a_known_address_is_refused_in_any_case(server: Server) -> None:
    await server.sign_up()
    reply = await server.post("/sign-up/email", {"name": "x", "email": server.email().upper(), "password": PASSWORD})
    assert reply.body == (
        '{"message":"User already exists. Use another email.","code":"USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL"}'
    )
    assert (reply.status, reply.cookies) == (422, [])


async def test_of_two_at_once_one_wins_and_the_other_is_told(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    both_read = asyncio.Barrier(2)

    async def hash_together(self: Hasher, password: str) -> str:
        await both_read.wait()
        return "00:00"

    monkeypatch.setattr(Hasher, "hash", hash_together)
    body = {"name": "x", "email": server.email(), "password": PASSWORD}
    replies = await asyncio.gather(*(server.post("/sign-up/email", body) for _ in range(2)))
    won, lost = sorted(replies, key=lambda reply: reply.status)
    assert won.status == 200
    assert (lost.status, lost.body) == (422, '{"message":"Failed to create user","code":"FAILED_TO_CREATE_USER"}')
    (counted,) = await server.rows(
        'SELECT count(*) FROM account JOIN "user" u ON u.id = "userId" WHERE email = $1', server.email()
    )
    assert counted["count"] == 1


async def test_text_that_postgres_cannot_hold_is_refused(server: Server) -> None:
    reply = await server.post("/sign-up/email", {"name": "a\0b", "email": server.email(), "password": PASSWORD})
    assert reply.refusal == (422, "FAILED_TO_CREATE_USER")


async def test_a_form_is_taken_too(server: Server) -> None:
    form = f"name=Ada+L&email={server.email().replace('@', '%40')}&password=correct+horse+battery"
    sent = {"content-type": "application/x-www-form-urlencoded"}
    reply = await server.post("/sign-up/email", None, sent | {"content-length": "0"})
    assert reply.refusal == (400, "VALIDATION_ERROR")
    reply = await server.send("POST", "/sign-up/email", sent, form)
    assert reply.json["user"]["name"] == "Ada L"


@pytest.mark.parametrize(("password", "code"), [("😀" * 3, "PASSWORD_TOO_SHORT"), ("😀" * 65, "PASSWORD_TOO_LONG")])
async def test_a_password_is_measured_in_utf_16(server: Server, password: str, code: str) -> None:
    body = {"name": "x", "email": server.email(), "password": password}
    assert (await server.post("/sign-up/email", body)).refusal == (400, code)
    assert (await server.sign_up("four", password="😀" * 4)).status == 200


async def test_the_callback_address_must_be_trusted(server: Server) -> None:
    body = {"name": "x", "email": server.email(), "password": PASSWORD, "callbackURL": "//evil.example"}
    assert (await server.post("/sign-up/email", body)).refusal == (403, "INVALID_CALLBACK_URL")
    assert "location" not in (await server.sign_up(callbackURL="/welcome")).headers


async def test_signing_up_clears_a_leftover_wish_not_to_be_remembered(server: Server) -> None:
    reply = await server.sign_up(headers={"origin": ORIGIN, "cookie": DONT_REMEMBER})
    assert reply.cookies[1:] == ["better-auth.dont_remember=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]
