"""Changing one's password and telling it again: what proves it, what is closed by it, who is told."""

import asyncio
from datetime import timedelta

import pytest

from shared.mail import kinds
from tests.gateway.auth.server import CLEARED, DONT_REMEMBER, ORIGIN, PASSWORD, SIGNER, Server, bearer, cookie
from tests.support.mailbox import Mailbox

NEW = "another good password"
LONG = "x" * 129
ACCOUNT = 'SELECT a.* FROM account a JOIN "user" u ON u.id = a."userId" WHERE u.email = $1'
FORGET = """UPDATE account SET password = $2 FROM "user" u WHERE u.id = "userId" AND u.email = $1"""
SESSIONS = 'SELECT s.* FROM session s JOIN "user" u ON u.id = s."userId" WHERE u.email = $1'


def change(**more: object) -> dict[str, object]:
    """The body that changes the usual password to the new one."""
    return {"currentPassword": PASSWORD, "newPassword": NEW} | more


async def test_change_password_replaces_it_and_leaves_the_sessions_alone(server: Server) -> None:
    made = await server.sign_up()
    token, other = made.json["token"], (await server.sign_in()).json["token"]
    (before,) = await server.rows(ACCOUNT, server.email())
    reply = await server.post("/change-password", change(), cookie(token) | {"origin": ORIGIN})
    assert (reply.status, list(reply.json), reply.cookies) == (200, ["token", "user"], [])
    assert (reply.json["token"], reply.json["user"]) == (None, made.json["user"])
    (after,) = await server.rows(ACCOUNT, server.email())
    assert after["updatedAt"] > before["updatedAt"]
    assert (after["id"], after["createdAt"]) == (before["id"], before["createdAt"])
    assert len(await server.sessions(token)) == len(await server.sessions(other)) == 1
    assert (await server.sign_in()).refusal == (401, "INVALID_EMAIL_OR_PASSWORD")
    assert (await server.sign_in(password=NEW)).status == 200


async def test_change_password_can_close_every_session_and_begin_a_new_one(server: Server) -> None:
    token = await server.token()
    await server.sign_in()
    sent = cookie(token) | {"origin": ORIGIN, "user-agent": "Test/1.0"}
    reply = await server.post("/change-password", change(revokeOtherSessions=True), sent)
    new = reply.json["token"]
    assert new != token
    assert reply.cookies == [f"{cookie(new)['cookie']}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"]
    assert reply.headers["set-auth-token"] == SIGNER.sign(new)
    (row,) = await server.rows(SESSIONS, server.email())
    assert (row["token"], row["userAgent"], row["activeOrganizationId"]) == (new, "Test/1.0", None)
    assert row["expiresAt"] - row["createdAt"] == timedelta(days=7)
    assert (await server.get("/get-session", cookie(token))).cookies == CLEARED


async def test_change_password_keeps_an_unremembered_browser_so(server: Server) -> None:
    token = await server.token(rememberMe=False)
    sent = cookie(token, DONT_REMEMBER) | {"origin": ORIGIN}
    reply = await server.post("/change-password", change(revokeOtherSessions=True), sent)
    signed = cookie(reply.json["token"])["cookie"]
    assert reply.cookies == [f"{line}; Path=/; HttpOnly; SameSite=Lax" for line in (signed, DONT_REMEMBER)]


async def test_change_password_of_a_session_due_for_prolonging_tells_the_new_token_last(server: Server) -> None:
    token = await server.token()
    server.clock.offset = timedelta(days=2)
    reply = await server.post("/change-password", change(revokeOtherSessions=True), bearer(token))
    lines = [
        f"{cookie(one)['cookie']}; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"
        for one in (token, reply.json["token"])
    ]
    assert reply.cookies == lines
    assert reply.headers["set-auth-token"] == SIGNER.sign(reply.json["token"])


async def test_change_password_tells_its_person_by_mail(server: Server, mailbox: Mailbox) -> None:
    token = await server.token()
    await server.post("/change-password", change(currentPassword="wrong password"), bearer(token))
    assert not any(isinstance(mail, kinds.PasswordChanged) for mail in await mailbox.mails(server.email()))
    await server.post("/change-password", change(), bearer(token))
    assert (await mailbox.last(server.email(), kinds.PasswordChanged)).name == "Ada"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (change(currentPassword="wrong password"), "INVALID_PASSWORD"),
        (change(currentPassword=""), "INVALID_PASSWORD"),
        (change(currentPassword=LONG), "PASSWORD_TOO_LONG"),
        (change(newPassword="short"), "PASSWORD_TOO_SHORT"),
        (change(newPassword=LONG), "PASSWORD_TOO_LONG"),
        (change(newPassword="short", currentPassword=LONG), "PASSWORD_TOO_SHORT"),
        (change(newPassword="password123"), "PASSWORD_COMPROMISED"),
    ],
)
async def test_change_password_refuses_and_changes_nothing(server: Server, body: object, code: str) -> None:
    token = await server.token()
    assert (await server.post("/change-password", body, bearer(token))).refusal == (400, code)
    assert (await server.sign_in()).status == 200


async def test_change_password_and_others_refuse_where_there_is_none(server: Server) -> None:
    token = await server.token()
    for none in (None, ""):
        await server.rows(FORGET, server.email(), none)
        missing = (400, "CREDENTIAL_ACCOUNT_NOT_FOUND")
        assert (await server.post("/change-password", change(), bearer(token))).refusal == missing
        assert (await server.post("/delete-user", {"password": PASSWORD}, bearer(token))).refusal == missing
        told = await server.post("/verify-password", {"password": PASSWORD}, bearer(token))
        assert told.refusal == (400, "INVALID_PASSWORD")


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        (
            {},
            "[body.newPassword] Invalid input: expected string, received undefined; "
            "[body.currentPassword] Invalid input: expected string, received undefined",
        ),
        (
            {"newPassword": 5, "currentPassword": None, "revokeOtherSessions": "x"},
            "[body.newPassword] Invalid input: expected string, received number; "
            "[body.currentPassword] Invalid input: expected string, received null; "
            "[body.revokeOtherSessions] Invalid input: expected boolean, received string",
        ),
    ],
)
async def test_change_password_names_every_fault(server: Server, body: object, faults: str) -> None:
    reply = await server.post("/change-password", body, bearer(await server.token()))
    assert (reply.refusal, reply.json["message"]) == ((400, "VALIDATION_ERROR"), faults)


async def test_change_password_succeeds_once_of_all_who_know_the_old_one_at_once(
    server: Server, mailbox: Mailbox
) -> None:
    token = await server.token()
    wanted = [f"{NEW} {number}" for number in range(6)]
    replies = await asyncio.gather(
        *(server.post("/change-password", change(newPassword=one), bearer(token)) for one in wanted)
    )
    (won,) = [one for one, reply in zip(wanted, replies, strict=True) if reply.status == 200]
    lost = {reply.refusal for reply in replies if reply.status != 200}
    assert lost == {(400, "INVALID_PASSWORD")}
    assert (await server.sign_in(password=won)).status == 200
    told = [mail for mail in await mailbox.mails(server.email()) if isinstance(mail, kinds.PasswordChanged)]
    assert len(told) == 1


async def test_change_password_twice_at_once_with_revoking_leaves_one_session(server: Server) -> None:
    token = await server.token()
    bodies = [change(newPassword=f"{NEW} {number}", revokeOtherSessions=True) for number in range(4)]
    replies = await asyncio.gather(*(server.post("/change-password", body, bearer(token)) for body in bodies))
    (won,) = [reply for reply in replies if reply.status == 200]
    assert [row["token"] for row in await server.rows(SESSIONS, server.email())] == [won.json["token"]]


async def test_verify_password_says_whether_it_is_the_persons_own(server: Server) -> None:
    token = await server.token()
    right = await server.post("/verify-password", {"password": PASSWORD}, cookie(token) | {"origin": ORIGIN})
    assert (right.status, right.body, right.cookies) == (200, '{"status":true}', [])
    for wrong, code in (("wrong", "INVALID_PASSWORD"), ("", "INVALID_PASSWORD"), (LONG, "PASSWORD_TOO_LONG")):
        assert (await server.post("/verify-password", {"password": wrong}, bearer(token))).refusal == (400, code)


@pytest.mark.parametrize(("body", "received"), [({}, "undefined"), ({"password": 5}, "number")])
async def test_verify_password_wants_a_text(server: Server, body: object, received: str) -> None:
    reply = await server.post("/verify-password", body, bearer(await server.token()))
    assert reply.refusal == (400, "VALIDATION_ERROR")
    assert reply.json["message"] == f"[body.password] Invalid input: expected string, received {received}"


async def test_verify_password_of_what_is_no_hash_is_our_fault_and_says_nothing(server: Server) -> None:
    token = await server.token()
    await server.rows(FORGET, server.email(), "garbage")
    reply = await server.post("/verify-password", {"password": PASSWORD}, bearer(token))
    assert (reply.status, reply.body) == (500, "")


async def test_set_password_is_not_routed(server: Server) -> None:
    reply = await server.post("/set-password", {"newPassword": NEW}, bearer(await server.token()))
    assert (reply.status, reply.body) == (404, "")
