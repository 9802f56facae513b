"""Following the link that proves an e-mail address: once, by its own token, and on to nobody else's page."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from shared.mail import kinds
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.mailed import below, token, token_in, without_callback
from tests.gateway.auth.server import CLEARED, DONT_REMEMBER, ORIGIN, SIGNER, Reply, Server, bearer, cookie
from tests.support.mailbox import Mailbox

JSON = {"content-type": "application/json"}
FOLLOWED = '{"status":true,"user":null}'


async def asked(server: Server, mailbox: Mailbox, *, target: str = "/home", name: str = "ada") -> str:
    """The link mailed to a new person."""
    signed_up = (await server.sign_up(name)).json["token"] or ""
    if signed_up:
        await server.post(
            "/send-verification-email", {"email": server.email(name), "callbackURL": target}, bearer(signed_up)
        )
    return (await mailbox.last(server.email(name), kinds.VerifyEmail)).url


async def is_proved(server: Server, name: str = "ada") -> bool:
    (row,) = await server.rows('SELECT "emailVerified" AS proved FROM "user" WHERE email = $1', server.email(name))
    return bool(row["proved"])


async def open_sessions(server: Server, name: str = "ada") -> int:
    counted = 'SELECT s.id FROM session s JOIN "user" u ON u.id = s."userId" WHERE u.email = $1'
    return len(await server.rows(counted, server.email(name)))


async def test_verify_email_proves_the_address_and_goes_on(server: Server, mailbox: Mailbox) -> None:
    url = await asked(server, mailbox)
    assert not await is_proved(server)
    reply = await server.get(below(url))
    assert (reply.status, reply.body, reply.cookies) == (302, "", [])
    assert reply.headers == JSON | {"location": "/home"}
    assert await is_proved(server)


async def test_verify_email_answers_json_where_it_goes_on_nowhere(server: Server, mailbox: Mailbox) -> None:
    url = await asked(server, mailbox)
    for path in (without_callback(url), f"{without_callback(url)}&callbackURL="):
        reply = await server.get(path)
        assert (reply.status, reply.body, reply.headers, reply.cookies) == (200, FOLLOWED, JSON, [])


async def test_verify_email_moves_the_persons_last_change(server: Server, mailbox: Mailbox) -> None:
    url = await asked(server, mailbox)
    await server.get(below(url))
    (row,) = await server.rows('SELECT "updatedAt" > "createdAt" AS moved FROM "user" WHERE email = $1', server.email())
    assert row["moved"]


REFUSED: list[tuple[str, dict[str, Any], str, str]] = [
    ("expired", {"exp": 1}, "TOKEN_EXPIRED", "Token expired"),
    ("endless", {"exp": None}, "INVALID_TOKEN", "Invalid token"),
    ("not valid yet", {"nbf": 99_999_999_999}, "INVALID_TOKEN", "Invalid token"),
    ("by nobody", {"email": None}, "INVALID_TOKEN", "Invalid token"),
    ("no address", {"email": "x"}, "INVALID_TOKEN", "Invalid token"),
    ("a stranger's", {"email": "stranger@example.com"}, "USER_NOT_FOUND", "User not found"),
    ("another id", {"userId": "another"}, "INVALID_TOKEN", "Invalid token"),
    ("an id that is no text", {"userId": 5}, "INVALID_TOKEN", "Invalid token"),
    ("for something else", {"requestType": "password-reset"}, "INVALID_TOKEN", "Invalid token"),
    ("to agree to nothing", {"requestType": "change-email-confirmation"}, "INVALID_TOKEN", "Invalid token"),
    ("another secret", {"secret": "another secret of thirty-two letters"}, "INVALID_TOKEN", "Invalid token"),
    ("another algorithm", {"algorithm": "HS512"}, "INVALID_TOKEN", "Invalid token"),
]


@pytest.mark.parametrize(
    ("claims", "code", "message"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
async def test_verify_email_refuses_a_token_that_is(
    server: Server, claims: dict[str, Any], code: str, message: str
) -> None:
    await server.sign_up()
    made = token(**{"email": server.email()} | claims)
    reply = await server.get(f"/verify-email?token={made}")
    assert (reply.status, reply.body) == (401, f'{{"message":"{message}","code":"{code}"}}')
    reply = await server.get(f"/verify-email?callbackURL=/cb&token={made}")
    assert (reply.status, reply.body, reply.headers) == (302, "", JSON | {"location": f"/cb?error={code}"})
    assert not await is_proved(server)


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "..", "%00", "é", "[" * 3000, "eyJhbGciOiJub25lIn0.e30."])
async def test_verify_email_refuses_what_is_no_token(server: Server, text: str) -> None:
    assert (await server.get(f"/verify-email?token={text}")).refusal == (401, "INVALID_TOKEN")


async def test_verify_email_refuses_what_was_signed_for_something_else(server: Server) -> None:
    """Neither a session cookie, nor the gateway's word to core, nor a cookie cache under the same secret."""
    signed_up = await server.token()
    cached = token(session={"token": signed_up}, user={"email": server.email()}, version="1")
    for other in (
        signed_up,
        SIGNER.sign(signed_up),
        SIGNER.sign("true"),
        cached,
        token(sub="x", aud="core", iss="gateway"),
    ):
        assert (await server.get(f"/verify-email?token={other}")).refusal == (401, "INVALID_TOKEN")


async def test_verify_email_tokens_open_no_session(server: Server, mailbox: Mailbox) -> None:
    made = token_in(await asked(server, mailbox))
    for headers in (bearer(made), {"cookie": f"better-auth.session_token={made}"}, cookie(made)):
        assert (await server.get("/get-session", headers)).body == "null"


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("", "[query.token] Invalid input: expected string, received undefined"),
        ("?token=x&token=y", "[query.token] Invalid input: expected string, received array"),
        (
            "?token=x&callbackURL=/a&callbackURL=/b",
            "[query.callbackURL] Invalid input: expected string, received array",
        ),
    ],
)
async def test_verify_email_refuses_a_query_that_is_none(server: Server, query: str, message: str) -> None:
    reply = await server.get(f"/verify-email{query}")
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/a?b=c%23frag", "/a?b=c&error=INVALID_TOKEN#frag"),
        ("/a%3Fb=c%26%23frag", "/a?b=c&error=INVALID_TOKEN#frag"),
        ("/cb?q", "/cb?q&error=INVALID_TOKEN"),
        (ORIGIN, f"{ORIGIN}/?error=INVALID_TOKEN"),
        ("https://app.example.com/done", "https://app.example.com/done?error=INVALID_TOKEN"),
        ("myapp://host/cb", "myapp://host/cb?error=INVALID_TOKEN"),
        ("/%C3%BC", "/%C3%BC?error=INVALID_TOKEN"),
    ],
)
async def test_verify_email_tells_the_target_what_was_wrong(server: Server, target: str, location: str) -> None:
    assert (await server.get(f"/verify-email?token=x&callbackURL={target}")).headers["location"] == location


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/%2f/evil", "javascript:x", "x", "/%5Cevil.example"]
)
async def test_verify_email_sends_nobody_to_a_foreign_page(server: Server, mailbox: Mailbox, target: str) -> None:
    url = await asked(server, mailbox)
    reply = await server.get(f"{without_callback(url)}&callbackURL={target}")
    assert reply.refusal == (403, "INVALID_CALLBACK_URL")
    assert not await is_proved(server)


async def test_verify_email_signs_nobody_in_by_default(server: Server, mailbox: Mailbox) -> None:
    url = await asked(server, mailbox)
    await server.get(below(url))
    assert await open_sessions(server) == 1


async def test_verify_email_signs_in_where_that_is_wanted(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(auto_sign_in_after_verification=True)
    url = await asked(server, mailbox)
    reply = await server.get(below(url), cookie("A" * 32))
    assert (reply.status, reply.headers["location"]) == (302, "/home")
    opened = reply.headers["set-auth-token"].partition(".")[0]
    granted = f"{cookie(opened)['cookie']}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"
    assert reply.cookies == [*CLEARED, granted]
    assert (await server.get("/get-session", bearer(opened))).json["user"]["emailVerified"]
    again = await server.get(without_callback(url))
    assert (again.status, again.body, again.cookies) == (200, FOLLOWED, [])


async def test_verify_email_keeps_a_browser_session_that_it_signs_in(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(auto_sign_in_after_verification=True)
    url = await asked(server, mailbox)
    reply = await server.get(below(url), {"cookie": DONT_REMEMBER})
    opened = reply.headers["set-auth-token"].partition(".")[0]
    assert reply.cookies == [
        f"{cookie(opened)['cookie']}; Path=/; HttpOnly; SameSite=Lax",
        f"{DONT_REMEMBER}; Path=/; HttpOnly; SameSite=Lax",
    ]


async def test_verify_email_hands_the_session_that_is_there_out_again(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(auto_sign_in_after_verification=True)
    signed_up = await server.token()
    await server.post("/send-verification-email", {"email": server.email()}, bearer(signed_up))
    url = (await mailbox.last(server.email(), kinds.VerifyEmail)).url
    reply = await server.get(below(url), cookie(signed_up))
    assert reply.cookies == [f"{cookie(signed_up)['cookie']}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"]
    assert await open_sessions(server) == 1


async def test_verify_email_signs_its_person_in_in_place_of_another(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(auto_sign_in_after_verification=True)
    bob = await server.token("bob")
    reply = await server.get(below(await asked(server, mailbox)), cookie(bob))
    opened = reply.headers["set-auth-token"].partition(".")[0]
    assert (await server.get("/get-session", bearer(opened))).json["user"]["email"] == server.email()


async def test_verify_email_signs_nobody_in_who_is_banned(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(auto_sign_in_after_verification=True)
    path = without_callback(await asked(server, mailbox))
    await server.rows('UPDATE "user" SET banned = true WHERE email = $1', server.email())
    reply = await server.get(path)
    assert reply.refusal == (403, "BANNED_USER")
    assert await open_sessions(server) == 1
    assert not await is_proved(server)


async def test_verify_email_signs_in_one_of_fifty_at_once(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(auto_sign_in_after_verification=True)
    path = without_callback(await asked(server, mailbox))
    replies = await asyncio.gather(*(server.get(path) for _ in range(50)))
    assert {reply.body for reply in replies if reply.status != 503} == {FOLLOWED}
    assert sum("set-auth-token" in reply.headers for reply in replies) == 1
    assert await open_sessions(server) == 2


async def test_verify_email_works_once_however_often_the_address_is_unproved(server: Server, mailbox: Mailbox) -> None:
    path = without_callback(await asked(server, mailbox))
    await server.get(path)
    await server.rows('UPDATE "user" SET "emailVerified" = false WHERE email = $1', server.email())
    assert (await server.get(path)).refusal == (401, "INVALID_TOKEN")
    respelled = [path[:-1] + sign for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"]
    replies: list[Reply] = [await server.get(spelling) for spelling in respelled]
    assert {reply.refusal for reply in replies} == {(401, "INVALID_TOKEN")}
    assert not await is_proved(server)


async def test_verify_email_takes_no_token_after_its_time(server: Server, mailbox: Mailbox) -> None:
    path = without_callback(await asked(server, mailbox))
    server.clock.offset = timedelta(minutes=59)
    assert (await server.get(path)).status == 200
    server.clock.offset = timedelta(hours=1, seconds=1)
    assert (await server.get(path)).refusal == (401, "TOKEN_EXPIRED")


async def test_verify_email_lives_as_long_as_is_set(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(email_token_expires_in=60)
    path = without_callback(await asked(server, mailbox))
    server.clock.offset = timedelta(seconds=61)
    assert (await server.get(path)).refusal == (401, "TOKEN_EXPIRED")


async def test_verify_email_takes_tokens_signed_with_an_older_secret(serve: Serve, mailbox: Mailbox) -> None:
    older, newer = (f"{age}-better-auth-key-of-the-tests-0123456789" for age in ("older", "newer"))
    before = serve(better_auth_secret="", better_auth_secrets=f"1:{older}")
    url = await asked(before, mailbox)
    rotated = serve(better_auth_secret="", better_auth_secrets=f"2:{newer},1:{older}")
    assert (await rotated.get(without_callback(url))).body == FOLLOWED
    assert await is_proved(before)
    dropped = serve(better_auth_secret="", better_auth_secrets=f"2:{newer}")
    assert (await dropped.get(without_callback(url))).refusal == (401, "INVALID_TOKEN")


async def test_verify_email_takes_the_tokens_of_a_betterauth_that_named_no_id(server: Server) -> None:
    await server.sign_up()
    made = token(email=server.email())
    assert (await server.get(f"/verify-email?token={made}")).body == FOLLOWED
    assert await is_proved(server)
