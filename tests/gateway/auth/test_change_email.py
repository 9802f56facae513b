"""Changing an e-mail address: agreed to from the old one if that is proved, proved from the new one, each link once."""

import asyncio
import re
import statistics
import time
from typing import Any

import pytest

from shared.mail import kinds
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.mailed import below, claims_of, parts_of, token, token_in, without_callback
from tests.gateway.auth.server import CLEARED, DONT_REMEMBER, ORIGIN, PASSWORD, Server, bearer, cookie
from tests.support.mailbox import Mailbox

DONE = '{"status":true}'
VERIFY, CONFIRM = "change-email-verification", "change-email-confirmation"


async def signed_up(server: Server, *, proved: bool) -> str:
    """The session token of a new person."""
    made = await server.token()
    await server.rows('UPDATE "user" SET "emailVerified" = $2 WHERE email = $1', server.email(), proved)
    return made


async def user_id(server: Server, name: str = "ada") -> str:
    (row,) = await server.rows('SELECT id FROM "user" WHERE email = $1', server.email(name))
    return str(row["id"])


async def exists(server: Server, name: str) -> bool:
    return bool(await server.rows('SELECT 1 FROM "user" WHERE email = $1', server.email(name)))


async def asked(server: Server, mailbox: Mailbox, *, proved: bool = False) -> tuple[str, str]:
    """A new person who asked for another address: their session token and the link that they were sent first."""
    session = await signed_up(server, proved=proved)
    await server.post("/change-email", {"newEmail": server.email("new"), "callbackURL": "/cb?q"}, bearer(session))
    if proved:
        return session, (await mailbox.last(server.email(), kinds.ConfirmEmailChange)).url
    return session, (await mailbox.last(server.email("new"), kinds.VerifyNewEmail)).url


async def test_change_email_of_an_unproved_address_mails_the_new_one(server: Server, mailbox: Mailbox) -> None:
    session = await signed_up(server, proved=False)
    body = {"newEmail": server.email("New"), "callbackURL": "/cb?q"}
    reply = await server.post("/change-email", body, cookie(session) | {"origin": ORIGIN, "host": "evil.example"})
    assert (reply.status, reply.body, reply.cookies) == (200, DONE, [])
    assert await mailbox.mails(server.email()) == []
    mail = await mailbox.last(server.email("new"), kinds.VerifyNewEmail)
    assert mail.url == f"{ORIGIN}/api/auth/verify-email?token={token_in(mail.url)}&callbackURL=%2Fcb%3Fq"
    said = (
        rf'{{"email":"{server.email()}","updateTo":"{server.email("new")}","requestType":"{VERIFY}",'
        rf'"userId":"{await user_id(server)}","iat":\d+,"exp":\d+}}'
    )
    assert re.fullmatch(said, parts_of(token_in(mail.url))[1])
    assert await exists(server, "ada")


async def test_change_email_of_a_proved_address_asks_there_first(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox, proved=True)
    assert claims_of(url)["requestType"] == CONFIRM
    assert await mailbox.mails(server.email("new")) == []
    reply = await server.get(without_callback(url), cookie(session))
    assert (reply.status, reply.body, reply.cookies) == (200, DONE, [])
    mail = await mailbox.last(server.email("new"), kinds.VerifyNewEmail)
    assert claims_of(mail.url) | {"iat": 0, "exp": 0} == claims_of(url) | {"requestType": VERIFY, "iat": 0, "exp": 0}
    assert mail.url.endswith("&callbackURL=%2F")
    assert await exists(server, "ada")
    reply = await server.get(without_callback(mail.url), cookie(session))
    assert reply.json["user"]["email"] == server.email("new")
    assert reply.json["user"]["emailVerified"] is True
    assert not await exists(server, "ada")


async def test_change_email_goes_on_from_both_links(server: Server, mailbox: Mailbox) -> None:
    _, url = await asked(server, mailbox, proved=True)
    reply = await server.get(below(url))
    assert (reply.status, reply.body, reply.headers["location"]) == (302, "", "/cb?q")
    second = (await mailbox.last(server.email("new"), kinds.VerifyNewEmail)).url
    assert second.endswith("&callbackURL=%2Fcb%3Fq")
    assert (await server.get(below(second))).headers["location"] == "/cb?q"
    assert await exists(server, "new")


async def test_change_email_confirmed_fifty_times_at_once_is_mailed_once(server: Server, mailbox: Mailbox) -> None:
    _, url = await asked(server, mailbox, proved=True)
    replies = await asyncio.gather(*(server.get(without_callback(url)) for _ in range(50)))
    assert {(reply.status, reply.body) for reply in replies if reply.status != 503} == {(200, DONE)}
    assert len(await mailbox.mails(server.email("new"))) == 1


async def test_change_email_keeps_the_session_and_hands_it_out_again(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox)
    reply = await server.get(without_callback(url), cookie(session))
    user = (await server.get("/get-session", bearer(session))).json["user"]
    assert reply.json == {"status": True, "user": user}
    assert (user["email"], user["emailVerified"]) == (server.email("new"), False)
    assert reply.cookies == [f"{cookie(session)['cookie']}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"]
    assert reply.headers["set-auth-token"].startswith(f"{session}.")


async def test_change_email_keeps_a_browser_session_one(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox)
    reply = await server.get(below(url), cookie(session, DONT_REMEMBER))
    assert reply.cookies == [
        f"{cookie(session)['cookie']}; Path=/; HttpOnly; SameSite=Lax",
        f"{DONT_REMEMBER}; Path=/; HttpOnly; SameSite=Lax",
    ]


async def test_change_email_clears_the_cookies_of_a_session_that_is_gone(server: Server, mailbox: Mailbox) -> None:
    _, url = await asked(server, mailbox)
    reply = await server.get(without_callback(url), cookie("A" * 32))
    assert (reply.json["user"]["email"], reply.cookies) == (server.email("new"), CLEARED)


async def test_change_email_tells_the_old_address(server: Server, mailbox: Mailbox) -> None:
    _, url = await asked(server, mailbox)
    await server.get(below(url))
    notice = await mailbox.last(server.email(), kinds.EmailChanged)
    assert notice.new_email == server.email("new")


async def test_change_email_is_made_once_by_one_of_fifty_at_once(server: Server, mailbox: Mailbox) -> None:
    _, url = await asked(server, mailbox)
    replies = await asyncio.gather(*(server.get(without_callback(url)) for _ in range(50)))
    assert [reply.status for reply in replies].count(200) == 1
    assert {reply.refusal for reply in replies if reply.status not in (200, 503)} == {(401, "INVALID_TOKEN")}
    assert len(await mailbox.mails(server.email())) == 1
    again = await server.get(below(url))
    assert (again.status, again.headers["location"]) == (302, "/cb?q&error=INVALID_TOKEN")


async def test_change_email_is_not_made_again_after_it_was_taken_back(server: Server, mailbox: Mailbox) -> None:
    _, url = await asked(server, mailbox)
    await server.get(below(url))
    await server.rows('UPDATE "user" SET email = $2 WHERE email = $1', server.email("new"), server.email())
    assert (await server.get(without_callback(url))).refusal == (401, "INVALID_TOKEN")
    assert await exists(server, "ada")


async def test_change_email_of_two_links_lets_the_first_win(server: Server, mailbox: Mailbox) -> None:
    session, url = await asked(server, mailbox)
    await server.post("/change-email", {"newEmail": server.email("other")}, bearer(session))
    other = (await mailbox.last(server.email("other"), kinds.VerifyNewEmail)).url
    replies = await asyncio.gather(*(server.get(without_callback(one)) for one in (url, other)))
    assert sorted(reply.status for reply in replies) == [200, 401]


async def test_change_email_ends_the_reset_links_of_the_old_address(server: Server, mailbox: Mailbox) -> None:
    _, url = await asked(server, mailbox)
    await server.post("/request-password-reset", {"email": server.email()})
    reset = (await mailbox.last(server.email(), kinds.ResetPassword)).url
    await server.get(below(url))
    made = below(reset).partition("?")[0].rpartition("/")[2]
    refused = await server.post("/reset-password", {"newPassword": PASSWORD, "token": made})
    assert refused.refusal == (400, "INVALID_TOKEN")


async def test_change_email_is_for_its_person_only(server: Server, mailbox: Mailbox) -> None:
    _, url = await asked(server, mailbox)
    bob = await server.token("bob")
    reply = await server.get(without_callback(url), bearer(bob))
    assert (reply.status, reply.body) == (401, '{"message":"Invalid user","code":"INVALID_USER"}')
    assert (await server.get(below(url), bearer(bob))).headers["location"] == "/cb?q&error=INVALID_USER"
    assert await exists(server, "ada")


@pytest.mark.parametrize("request_type", [VERIFY, CONFIRM, None])
@pytest.mark.parametrize(
    ("claims", "code"),
    [
        ({"userId": None}, "INVALID_TOKEN"),
        ({"userId": "nobody"}, "USER_NOT_FOUND"),
        ({"email": "older@example.com"}, "INVALID_TOKEN"),
        ({"updateTo": 5}, "INVALID_TOKEN"),
        ({"updateTo": "no address"}, "INVALID_TOKEN"),
        ({"requestType": "change-name"}, "INVALID_TOKEN"),
        ({"exp": 1}, "TOKEN_EXPIRED"),
    ],
)
async def test_change_email_refuses_a_token_with(
    server: Server, mailbox: Mailbox, claims: dict[str, Any], code: str, request_type: str | None
) -> None:
    await server.sign_up()
    good: dict[str, Any] = {"email": server.email(), "updateTo": server.email("new"), "userId": await user_id(server)}
    made = token(**{**good, "requestType": request_type, **claims})
    assert (await server.get(f"/verify-email?token={made}")).refusal == (401, code)
    assert await exists(server, "ada")
    assert await mailbox.mails(server.email("new")) == []


async def test_change_email_is_not_granted_by_a_token_that_proves_an_address(server: Server, mailbox: Mailbox) -> None:
    session = await server.token()
    await server.post("/send-verification-email", {"email": server.email()}, bearer(session))
    url = (await mailbox.last(server.email(), kinds.VerifyEmail)).url
    reply = await server.get(f"{without_callback(url)}&updateTo={server.email('new')}", bearer(session))
    assert reply.body == '{"status":true,"user":null}'
    assert await exists(server, "ada")


async def test_change_email_by_an_older_betterauths_link_is_to_be_proved_again(
    server: Server, mailbox: Mailbox
) -> None:
    session = await signed_up(server, proved=True)
    made = token(email=server.email(), updateTo=server.email("new"), userId=await user_id(server))
    reply = await server.get(f"/verify-email?token={made}", cookie(session))
    assert (reply.json["user"]["email"], reply.json["user"]["emailVerified"]) == (server.email("new"), False)
    assert "set-auth-token" in reply.headers
    mail = await mailbox.last(server.email("new"), kinds.VerifyEmail)
    assert (await server.get(without_callback(mail.url))).body == '{"status":true,"user":null}'
    assert (await server.get(f"/verify-email?token={made}")).refusal == (401, "INVALID_TOKEN")


async def test_change_email_to_a_taken_address_looks_like_any_other(server: Server, mailbox: Mailbox) -> None:
    for proved in (False, True):
        name = "proved" if proved else "ada"
        session = await server.token(name)
        await server.rows('UPDATE "user" SET "emailVerified" = $2 WHERE email = $1', server.email(name), proved)
        taken = server.email(f"taken-{name}")
        await server.sign_up(f"taken-{name}")
        reply = await server.post("/change-email", {"newEmail": taken.upper()}, bearer(session))
        assert (reply.status, reply.body, reply.cookies) == (200, DONE, [])
        assert await mailbox.mails(taken) == await mailbox.mails(server.email(name)) == []


async def test_change_email_to_an_address_taken_meanwhile_is_refused(server: Server, mailbox: Mailbox) -> None:
    _, url = await asked(server, mailbox)
    await server.sign_up("new")
    refused = await server.get(without_callback(url))
    assert refused.refusal == (422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
    told = (await server.get(below(url))).headers["location"]
    assert told == "/cb?q&error=USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL"
    assert await exists(server, "ada")


@pytest.mark.parametrize("proved", [False, True])
async def test_change_email_to_the_same_is_refused(server: Server, proved: bool) -> None:
    session = await signed_up(server, proved=proved)
    reply = await server.post("/change-email", {"newEmail": server.email().upper()}, bearer(session))
    assert (reply.status, reply.body) == (400, '{"message":"Email is the same"}')


async def test_change_email_can_be_switched_off(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(change_email_enabled=False)
    reply = await server.post("/change-email", {"newEmail": server.email("new")}, bearer(await server.token()))
    assert (reply.status, reply.body) == (400, '{"message":"Change email is disabled","code":"CHANGE_EMAIL_DISABLED"}')


async def test_change_email_needs_a_session(server: Server) -> None:
    reply = await server.post("/change-email", {"newEmail": server.email("new")})
    assert (reply.status, reply.body) == (401, '{"message":"Unauthorized","code":"UNAUTHORIZED"}')
    gone = await server.post("/change-email", {"newEmail": server.email("new")}, cookie("A" * 32) | {"origin": ORIGIN})
    assert (gone.status, gone.cookies) == (401, CLEARED)


async def test_change_email_refuses_what_is_no_address(server: Server) -> None:
    for body, message in (
        ({}, "[body.newEmail] Invalid input: expected string, received undefined"),
        ({"newEmail": "x"}, "[body.newEmail] Invalid email address"),
    ):
        reply = await server.post("/change-email", body)
        assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})
    foreign = await server.post("/change-email", {"newEmail": "a@b.co", "callbackURL": "https://evil.example"})
    assert foreign.refusal == (403, "INVALID_CALLBACK_URL")


async def test_change_email_of_an_unproved_address_may_be_made_at_once(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(update_email_without_verification=True)
    session = await signed_up(server, proved=False)
    reply = await server.post("/change-email", {"newEmail": server.email("New")}, bearer(session))
    assert (reply.status, reply.body) == (200, DONE)
    assert reply.cookies == [f"{cookie(session)['cookie']}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"]
    assert await exists(server, "new")
    await mailbox.last(server.email(), kinds.EmailChanged)
    mail = await mailbox.last(server.email("new"), kinds.VerifyEmail)
    assert (await server.get(below(mail.url))).headers["location"] == "/"
    await server.sign_up("taken")
    await server.rows('UPDATE "user" SET "emailVerified" = false WHERE email = $1', server.email("new"))
    reply = await server.post("/change-email", {"newEmail": server.email("taken")}, bearer(session))
    assert (reply.status, reply.body, reply.cookies) == (200, DONE, [])
    assert await exists(server, "new")


async def test_change_email_of_a_proved_address_is_never_made_at_once(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(update_email_without_verification=True)
    _, url = await asked(server, mailbox, proved=True)
    assert claims_of(url)["requestType"] == CONFIRM
    assert await exists(server, "ada")


async def test_change_email_takes_as_long_for_a_taken_address(server: Server) -> None:
    session = await signed_up(server, proved=False)
    await server.sign_up("taken")
    spent: dict[str, list[float]] = {"taken": [], "free": []}
    for _ in range(20):
        for name, times in spent.items():
            began = time.perf_counter()
            await server.post("/change-email", {"newEmail": server.email(name)}, bearer(session))
            times.append(time.perf_counter() - began)
    assert 0.5 < statistics.median(spent["taken"]) / statistics.median(spent["free"]) < 2
