"""A forgotten password: the link, the page it leads to, the new password, once, and nothing told to a stranger."""

import asyncio
import re
import statistics
import time
from datetime import timedelta

import pytest

from shared.mail import kinds
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.mailed import below
from tests.gateway.auth.mailed import token as email_token
from tests.gateway.auth.server import ORIGIN, PASSWORD, Server, bearer
from tests.support.mailbox import Mailbox

REQUESTED = '{"status":true,"message":"If this email exists in our system, check your email for the reset link"}'
NEW = "another correct horse"
JSON = {"content-type": "application/json"}


async def asked(server: Server, mailbox: Mailbox, name: str = "ada", target: str = "/reset?a=b") -> str:
    """The token of the link mailed to a person."""
    reply = await server.post("/request-password-reset", {"email": server.email(name), "redirectTo": target})
    assert reply.body == REQUESTED
    mail = await mailbox.last(server.email(name), kinds.ResetPassword)
    return below(mail.url).partition("?")[0].removeprefix("/reset-password/")


async def waiting(server: Server, token: str) -> int:
    return len(await server.rows("SELECT 1 FROM verification WHERE identifier = $1", f"reset-password:{token}"))


async def test_request_password_reset_mails_the_link_that_betterauth_would(server: Server, mailbox: Mailbox) -> None:
    user = (await server.sign_up()).json["user"]
    body = {"email": server.email().upper(), "redirectTo": "/reset?a=b"}
    reply = await server.post("/request-password-reset", body, {"host": "evil.example", "x-forwarded-host": "evil"})
    assert (reply.status, reply.body, reply.headers, reply.cookies) == (200, REQUESTED, JSON, [])
    mail = await mailbox.last(server.email(), kinds.ResetPassword)
    assert re.fullmatch(rf"{ORIGIN}/api/auth/reset-password/[a-zA-Z0-9]{{24}}\?callbackURL=%2Freset%3Fa%3Db", mail.url)
    token = below(mail.url).partition("?")[0].rpartition("/")[2]
    (row,) = await server.rows("SELECT * FROM verification WHERE identifier = $1", f"reset-password:{token}")
    assert row["value"] == user["id"]
    assert row["expiresAt"] == mail.expires_at
    assert row["expiresAt"] - row["createdAt"] == timedelta(hours=1)


async def test_request_password_reset_needs_no_page_to_go_to(server: Server, mailbox: Mailbox) -> None:
    await server.sign_up()
    await server.post("/request-password-reset", {"email": server.email()})
    mail = await mailbox.last(server.email(), kinds.ResetPassword)
    assert mail.url.endswith("?callbackURL=")
    assert (await server.get(below(mail.url))).headers["location"] == f"{ORIGIN}/api/auth/error?error=INVALID_TOKEN"


async def test_request_password_reset_of_a_stranger_answers_the_same_and_keeps_nothing(
    server: Server, mailbox: Mailbox
) -> None:
    reply = await server.post("/request-password-reset", {"email": server.email(), "redirectTo": "/reset"})
    assert (reply.status, reply.body, reply.headers, reply.cookies) == (200, REQUESTED, JSON, [])
    assert await mailbox.mails(server.email()) == []
    assert await server.rows("SELECT 1 FROM verification WHERE value = ''") == []


async def test_request_password_reset_takes_as_long_for_a_stranger(server: Server) -> None:
    await server.sign_up()
    spent: dict[str, list[float]] = {"ada": [], "stranger": []}
    for _ in range(20):
        for name, times in spent.items():
            began = time.perf_counter()
            await server.post("/request-password-reset", {"email": server.email(name)})
            times.append(time.perf_counter() - began)
    assert 0.5 < statistics.median(spent["ada"]) / statistics.median(spent["stranger"]) < 2


@pytest.mark.parametrize(
    ("body", "status", "answer"),
    [
        ({"email": "x"}, 400, '{"message":"[body.email] Invalid email address","code":"VALIDATION_ERROR"}'),
        ({"email": 5, "redirectTo": 4}, 400, '{"message":"Invalid redirectURL: expected a string"}'),
        (
            {"email": "a@b.co", "redirectTo": "https://evil.example"},
            403,
            '{"message":"Invalid redirectURL","code":"INVALID_REDIRECT_URL"}',
        ),
        (
            {"email": "a@b.co", "callbackURL": "https://evil.example"},
            403,
            '{"message":"Invalid callbackURL","code":"INVALID_CALLBACK_URL"}',
        ),
        (
            {"email": "a@b.co", "redirectTo": f"/{'ü' * 1500}"},
            403,
            '{"message":"Invalid redirectURL","code":"INVALID_REDIRECT_URL"}',
        ),
    ],
)
async def test_request_password_reset_refuses_what_is_not_as_it_should_be(
    server: Server, body: object, status: int, answer: str
) -> None:
    reply = await server.post("/request-password-reset", body)
    assert (reply.status, reply.body) == (status, answer)


@pytest.mark.parametrize(
    ("target", "location"),
    [
        ("/reset%3Fa%3Db", f"{ORIGIN}/reset?a=b&{{}}"),
        ("/x%3F{0}=1%26other=2%23f", f"{ORIGIN}/x?{{}}&other=2#f"),
        (ORIGIN, f"{ORIGIN}/?{{}}"),
        ("https://app.example.com/reset", "https://app.example.com/reset?{}"),
        ("myapp://host/cb", "myapp://host/cb?{}"),
    ],
)
async def test_reset_password_link_leads_to_the_page_with_the_token_or_the_error(
    server: Server, mailbox: Mailbox, target: str, location: str
) -> None:
    await server.sign_up()
    token = await asked(server, mailbox)
    for sent, name, value in ((token, "token", token), ("unknown", "error", "INVALID_TOKEN")):
        reply = await server.get(f"/reset-password/{sent}?callbackURL={target.format(name)}")
        assert (reply.status, reply.body, reply.cookies) == (302, "", [])
        assert reply.headers == JSON | {"location": location.format(f"{name}={value}")}
    assert await waiting(server, token) == 1


async def test_reset_password_link_leads_to_the_error_after_its_time(server: Server, mailbox: Mailbox) -> None:
    await server.sign_up()
    token = await asked(server, mailbox)
    server.clock.offset = timedelta(hours=1, seconds=1)
    reply = await server.get(f"/reset-password/{token}?callbackURL=/reset")
    assert reply.headers["location"] == f"{ORIGIN}/reset?error=INVALID_TOKEN"


async def test_reset_password_link_refuses_a_foreign_page_and_needs_one(server: Server) -> None:
    foreign = await server.get("/reset-password/x?callbackURL=https://evil.example")
    assert foreign.refusal == (403, "INVALID_CALLBACK_URL")
    missing = await server.get("/reset-password/x")
    message = "[query.callbackURL] Invalid input: expected string, received undefined"
    assert (missing.status, missing.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})
    for path in (
        "/reset-password/x/?callbackURL=/x",
        "/reset-password/?callbackURL=/x",
        "/reset-password?callbackURL=/x",
    ):
        assert ((await server.get(path)).status, (await server.get(path)).body) == (404, "")


@pytest.mark.parametrize("where", ["body", "query", "both"])
async def test_reset_password_sets_it_by_the_token_in(server: Server, mailbox: Mailbox, where: str) -> None:
    await server.sign_up()
    token = await asked(server, mailbox)
    body = {"newPassword": NEW} | ({"token": token if where == "body" else ""} if where != "query" else {})
    reply = await server.post(f"/reset-password{'' if where == 'body' else f'?token={token}'}", body)
    assert (reply.status, reply.body, reply.headers, reply.cookies) == (200, '{"status":true}', JSON, [])
    assert (await server.sign_in(password=NEW)).status == 200
    assert (await server.sign_in()).refusal == (401, "INVALID_EMAIL_OR_PASSWORD")
    again = await server.post("/reset-password", {"newPassword": NEW, "token": token})
    assert (again.status, again.body) == (400, '{"message":"Invalid token","code":"INVALID_TOKEN"}')


async def test_reset_password_tells_the_person(server: Server, mailbox: Mailbox) -> None:
    await server.sign_up()
    await server.post("/reset-password", {"newPassword": NEW, "token": await asked(server, mailbox)})
    await mailbox.last(server.email(), kinds.PasswordChanged)


@pytest.mark.parametrize(("revokes", "left"), [(True, 0), (False, 1)])
async def test_reset_password_ends_all_sessions_unless_told_not_to(
    serve: Serve, mailbox: Mailbox, revokes: bool, left: int
) -> None:
    server = serve(revoke_sessions_on_password_reset=revokes)
    session, bob = await server.token(), await server.token("bob")
    await server.post("/reset-password", {"newPassword": NEW, "token": await asked(server, mailbox)})
    assert len(await server.sessions(session)) == left
    assert len(await server.sessions(bob)) == 1


async def test_reset_password_ends_all_sessions_by_default(server: Server) -> None:
    assert server.settings.revoke_sessions_on_password_reset


async def test_reset_password_makes_a_password_for_who_had_none(server: Server, mailbox: Mailbox) -> None:
    user = (await server.sign_up()).json["user"]
    await server.rows('DELETE FROM account WHERE "userId" = $1', user["id"])
    await server.post("/reset-password", {"newPassword": NEW, "token": await asked(server, mailbox)})
    (account,) = await server.rows('SELECT * FROM account WHERE "userId" = $1', user["id"])
    assert (account["providerId"], account["accountId"]) == ("credential", user["id"])
    assert (await server.sign_in(password=NEW)).status == 200


@pytest.mark.parametrize("proved", [True, False])
async def test_reset_password_leaves_nothing_to_whoever_typed_an_unproved_address_first(
    server: Server, mailbox: Mailbox, proved: bool
) -> None:
    early = (await server.sign_up()).json
    assert (await server.post("/api-key/create", {}, bearer(early["token"]))).status == 200
    provided = """INSERT INTO account (id, "accountId", "providerId", "userId", "createdAt", "updatedAt")
        VALUES ($1, $1, 'github', $2, now(), now())"""
    await server.rows(provided, f"github-{early['user']['id']}", early["user"]["id"])
    await server.rows('UPDATE "user" SET "emailVerified" = $2 WHERE id = $1', early["user"]["id"], proved)
    token = await asked(server, mailbox)
    assert (await server.post("/reset-password", {"newPassword": NEW, "token": token})).status == 200
    keys = await server.rows('SELECT 1 FROM apikey WHERE "referenceId" = $1', early["user"]["id"])
    ways = await server.rows('SELECT "providerId" FROM account WHERE "userId" = $1', early["user"]["id"])
    assert (len(keys), sorted(row[0] for row in ways)) == (
        (1, ["credential", "github"]) if proved else (0, ["credential"])
    )
    assert (await server.sign_in(password=NEW)).status == 200


async def test_reset_password_ends_the_persons_other_links(server: Server, mailbox: Mailbox) -> None:
    await server.sign_up()
    await server.sign_up("bob")
    first, second, bobs = [await asked(server, mailbox, name) for name in ("ada", "ada", "bob")]
    await server.post("/reset-password", {"newPassword": NEW, "token": second})
    assert [await waiting(server, token) for token in (first, second, bobs)] == [0, 0, 1]


async def test_reset_password_is_over_once_the_password_was_changed(server: Server, mailbox: Mailbox) -> None:
    session = await server.token()
    token = await asked(server, mailbox)
    body = {"currentPassword": PASSWORD, "newPassword": NEW}
    assert (await server.post("/change-password", body, bearer(session))).status == 200
    assert await waiting(server, token) == 0


async def test_reset_password_by_fifty_at_once_is_done_by_one(server: Server, mailbox: Mailbox) -> None:
    await server.sign_up()
    token = await asked(server, mailbox)
    passwords = [f"{NEW} {number}" for number in range(50)]
    replies = await asyncio.gather(
        *(server.post("/reset-password", {"newPassword": password, "token": token}) for password in passwords)
    )
    (winner,) = [password for password, reply in zip(passwords, replies, strict=True) if reply.status == 200]
    assert {reply.status for reply in replies} <= {200, 400, 503}
    assert (await server.sign_in(password=winner)).status == 200
    assert len([mail for mail in await mailbox.mails(server.email()) if isinstance(mail, kinds.PasswordChanged)]) == 1


@pytest.mark.parametrize("token", [None, "", "unknown", "a\0b", "%", "é"])
async def test_reset_password_refuses_an_unknown_token(server: Server, token: str | None) -> None:
    body = {"newPassword": NEW} | ({} if token is None else {"token": token})
    reply = await server.post("/reset-password", body)
    assert (reply.status, reply.body) == (400, '{"message":"Invalid token","code":"INVALID_TOKEN"}')


async def test_reset_password_refuses_tokens_of_another_kind(server: Server, mailbox: Mailbox) -> None:
    """Neither a session's token, nor one that deletes, nor an e-mail token."""
    session = await server.token()
    await server.post("/delete-user", {}, bearer(session))
    deletes = (await mailbox.last(server.email(), kinds.DeleteAccount)).url.partition("token=")[2].partition("&")[0]
    for token in (session, deletes, email_token(email=server.email())):
        reply = await server.post("/reset-password", {"newPassword": NEW, "token": token})
        assert reply.refusal == (400, "INVALID_TOKEN")


async def test_reset_password_refuses_an_expired_token(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(reset_password_token_expires_in=60)
    await server.sign_up()
    token = await asked(server, mailbox)
    server.clock.offset = timedelta(seconds=61)
    reply = await server.post("/reset-password", {"newPassword": NEW, "token": token})
    assert reply.refusal == (400, "INVALID_TOKEN")
    assert (await server.sign_in()).status == 200


async def test_reset_password_of_a_person_who_is_gone_is_refused(server: Server, mailbox: Mailbox) -> None:
    await server.sign_up()
    token = await asked(server, mailbox)
    await server.rows('DELETE FROM "user" WHERE email = $1', server.email())
    reply = await server.post("/reset-password", {"newPassword": NEW, "token": token})
    assert (reply.status, reply.body) == (400, '{"message":"User not found","code":"USER_NOT_FOUND"}')


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "PASSWORD_TOO_SHORT"), ("x" * 129, "PASSWORD_TOO_LONG"), ("password1", "PASSWORD_COMPROMISED")],
)
async def test_reset_password_refuses_an_unfit_one_and_keeps_the_link(
    server: Server, mailbox: Mailbox, password: str, code: str
) -> None:
    await server.sign_up()
    token = await asked(server, mailbox)
    reply = await server.post("/reset-password", {"newPassword": password, "token": token})
    assert reply.refusal == (400, code)
    assert await waiting(server, token) == 1
    untold = await server.post("/reset-password", {"newPassword": password})
    assert untold.refusal == (400, "INVALID_TOKEN")


async def test_reset_password_refuses_what_is_no_request(server: Server) -> None:
    reply = await server.post("/reset-password", {"newPassword": 5, "token": 5})
    message = "; ".join(
        f"[body.{name}] Invalid input: expected string, received number" for name in ("newPassword", "token")
    )
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})
    reply = await server.post("/reset-password?token=a&token=b", {"newPassword": NEW})
    message = "[query.token] Invalid input: expected string, received array"
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})


async def test_request_password_reset_clears_away_what_has_expired(server: Server, mailbox: Mailbox) -> None:
    await server.sign_up()
    token = await asked(server, mailbox)
    await server.rows(
        "UPDATE verification SET \"expiresAt\" = now() - interval '1 day' WHERE identifier = $1",
        f"reset-password:{token}",
    )
    await asked(server, mailbox)
    assert await waiting(server, token) == 0
