"""Deleting an account by a mailed link: for its person's own session only, and once."""

import asyncio
import re
from datetime import timedelta

import pytest

from shared.mail import kinds
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.mailed import below, token_in, without_callback
from tests.gateway.auth.server import CLEARED, ORIGIN, PASSWORD, Server, bearer, cookie
from tests.support.mailbox import Mailbox

MAILED = '{"success":true,"message":"Verification email sent"}'
DELETED = '{"success":true,"message":"User deleted"}'
INVALID = '{"message":"Invalid token","code":"INVALID_TOKEN"}'


async def asked(server: Server, mailbox: Mailbox, name: str = "ada", **body: str) -> tuple[str, str]:
    """A new person who asked to be deleted: their session token, and the link mailed to them."""
    session = await server.token(name)
    reply = await server.post("/delete-user", body, bearer(session))
    assert (reply.status, reply.body, reply.cookies) == (200, MAILED, [])
    return session, (await mailbox.last(server.email(name), kinds.DeleteAccount)).url


async def exists(server: Server, name: str = "ada") -> bool:
    return bool(await server.rows('SELECT 1 FROM "user" WHERE email = $1', server.email(name)))


async def test_delete_user_mails_the_link_that_betterauth_would(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox, callbackURL="/bye?x")
    assert re.fullmatch(rf"{ORIGIN}/api/auth/delete-user/callback\?token=[a-z0-9]{{32}}&callbackURL=%2Fbye%3Fx", url)
    identifier = f"delete-account-{token_in(url)}"
    (row,) = await server.rows("SELECT * FROM verification WHERE identifier = $1", identifier)
    (user,) = await server.rows('SELECT "userId" FROM session WHERE token = $1', session)
    assert row["value"] == user["userId"]
    assert row["expiresAt"] - row["createdAt"] == timedelta(days=1)
    assert await exists(server)


async def test_delete_user_by_mail_goes_on_to_the_root_unless_told_where(server: Server, mailbox: Mailbox) -> None:
    assert (await asked(server, mailbox))[1].endswith("&callbackURL=%2F")


async def test_delete_user_with_the_password_still_asks_by_mail(server: Server, mailbox: Mailbox) -> None:
    await asked(server, mailbox, password=PASSWORD)
    assert await exists(server)


async def test_delete_user_with_a_session_of_old_still_asks_by_mail(server: Server, mailbox: Mailbox) -> None:
    session = await server.token()
    await server.rows("UPDATE session SET \"createdAt\" = now() - interval '3 days' WHERE token = $1", session)
    assert (await server.post("/delete-user", {}, bearer(session))).body == MAILED


async def test_delete_user_callback_deletes_and_goes_on(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox, callbackURL="/bye?x")
    reply = await server.get(below(url), cookie(session))
    assert (reply.status, reply.body, reply.cookies) == (302, "", CLEARED)
    assert reply.headers == {"content-type": "application/json", "location": "/bye?x"}
    assert not await exists(server)
    assert await server.sessions(session) == []


async def test_delete_user_callback_answers_json_where_it_goes_on_nowhere(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox)
    reply = await server.get(without_callback(url), bearer(session))
    assert (reply.status, reply.body, reply.cookies) == (200, DELETED, CLEARED)


async def test_delete_user_takes_the_token_of_the_link_too(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox)
    reply = await server.post("/delete-user", {"token": token_in(url)}, cookie(session) | {"origin": ORIGIN})
    assert (reply.status, reply.body, reply.cookies) == (200, DELETED, CLEARED)
    assert not await exists(server)


async def test_delete_user_callback_is_for_its_person_only(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox)
    bob = await server.token("bob")
    for reply in (
        await server.get(below(url), bearer(bob)),
        await server.post("/delete-user", {"token": token_in(url)}, bearer(bob)),
    ):
        assert (reply.status, reply.body) == (404, INVALID)
    assert await exists(server, "bob")
    assert (await server.get(without_callback(url), bearer(session))).body == DELETED


async def test_delete_user_callback_needs_a_session(server: Server, mailbox: Mailbox) -> None:
    _, url = await asked(server, mailbox)
    told = '{"message":"Failed to get user info","code":"FAILED_TO_GET_USER_INFO"}'
    for headers, cookies in (({}, []), (cookie("A" * 32), CLEARED)):
        reply = await server.get(below(url), headers)
        assert (reply.status, reply.body, reply.cookies) == (404, told, cookies)
    assert await exists(server)


async def test_delete_user_callback_refuses_a_token_after_its_time(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(delete_token_expires_in=60)
    session, url = await asked(server, mailbox)
    server.clock.offset = timedelta(seconds=61)
    assert (await server.get(below(url), bearer(session))).refusal == (404, "INVALID_TOKEN")
    assert await exists(server)


@pytest.mark.parametrize("token", ["", "unknown", "%00", "é"])
async def test_delete_user_callback_refuses_an_unknown_token(server: Server, token: str) -> None:
    reply = await server.get(f"/delete-user/callback?token={token}", bearer(await server.token()))
    assert (reply.status, reply.body) == (404, INVALID)


async def test_delete_user_callback_refuses_tokens_of_another_kind(server: Server, mailbox: Mailbox) -> None:
    session = await server.token()
    await server.post("/request-password-reset", {"email": server.email()})
    resets = below((await mailbox.last(server.email(), kinds.ResetPassword)).url).partition("?")[0].rpartition("/")[2]
    for token in (session, resets):
        reply = await server.get(f"/delete-user/callback?token={token}", bearer(session))
        assert reply.refusal == (404, "INVALID_TOKEN")
    assert await exists(server)


async def test_delete_user_callback_sends_nobody_to_a_foreign_page(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox)
    reply = await server.get(f"{without_callback(url)}&callbackURL=https://evil.example", bearer(session))
    assert reply.refusal == (403, "INVALID_CALLBACK_URL")
    assert await exists(server)


async def test_delete_user_callback_needs_a_token(server: Server) -> None:
    reply = await server.get("/delete-user/callback")
    message = "[query.token] Invalid input: expected string, received undefined"
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})


async def test_delete_user_callback_is_not_there_where_nobody_may_go(serve: Serve, mailbox: Mailbox) -> None:
    server, closed = serve(), serve(delete_user_enabled=False)
    session, url = await asked(server, mailbox)
    reply = await closed.get(below(url), bearer(session))
    assert (reply.status, reply.body) == (404, '{"message":"Not found","code":"NOT_FOUND"}')
    assert await exists(server)


async def test_delete_user_callback_followed_fifty_times_at_once_deletes_once(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox)
    replies = await asyncio.gather(*(server.get(without_callback(url), bearer(session)) for _ in range(50)))
    assert sum(reply.body == DELETED for reply in replies) == 1
    assert {reply.status for reply in replies} <= {200, 404, 503}
    assert not await exists(server)


async def test_delete_user_refuses_a_target_too_long_for_a_link(server: Server, mailbox: Mailbox) -> None:
    session = await server.token()
    reply = await server.post("/delete-user", {"callbackURL": f"/{'ü' * 1500}"}, bearer(session))
    assert reply.refusal == (403, "INVALID_CALLBACK_URL")
    assert await mailbox.mails(server.email()) == []
