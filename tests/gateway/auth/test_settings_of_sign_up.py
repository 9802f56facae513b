"""Signing up and in under each setting: closed, not at once, only with a proved address; what strangers learn of it."""

import asyncio
from typing import Any

import pytest

from services.gateway.auth import passwords
from shared.mail import kinds
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.server import PASSWORD, Reply, Server
from tests.support.mailbox import Mailbox

DISCREET: list[dict[str, Any]] = [{"auto_sign_in": False}, {"require_email_verification": True}]
PEOPLE = 'SELECT u.*, (SELECT count(*) FROM session WHERE "userId" = u.id) AS sessions FROM "user" u WHERE email = $1'


def shown(reply: Reply) -> dict[str, Any]:
    """An answer to sign-up without what differs for everybody."""
    user = {key: value for key, value in reply.json["user"].items() if key not in ("id", "createdAt", "updatedAt")}
    return {
        "status": reply.status,
        "token": reply.json["token"],
        "headers": reply.headers,
        "cookies": reply.cookies,
    } | user


@pytest.mark.parametrize("setting", DISCREET, ids=str)
async def test_sign_up_email_tells_a_taken_address_as_a_free_one(serve: Serve, setting: dict[str, Any]) -> None:
    server = serve(**setting)
    free = await server.sign_up(image="x")
    taken = await server.sign_up(image="x", password="somebody else's")
    assert shown(taken) == shown(free)
    assert (free.json["token"], free.cookies, free.headers) == (None, [], {"content-type": "application/json"})
    assert list(taken.json["user"]) == list(free.json["user"])
    assert taken.json["user"]["id"] != free.json["user"]["id"]
    (row,) = await server.rows(PEOPLE, server.email())
    assert (row["id"], row["sessions"]) == (free.json["user"]["id"], 0)
    assert (await server.sign_in(password="somebody else's")).refusal == (401, "INVALID_EMAIL_OR_PASSWORD")


@pytest.mark.parametrize("setting", DISCREET, ids=str)
async def test_sign_up_email_costs_a_hash_for_a_taken_address_too(
    serve: Serve, monkeypatch: pytest.MonkeyPatch, setting: dict[str, Any]
) -> None:
    server, hashed = serve(**setting), []
    derive = passwords.derive

    def counted(password: str, salt: str) -> str:
        hashed.append(password)
        return derive(password, salt)

    monkeypatch.setattr(passwords, "derive", counted)
    await server.sign_up()
    await server.sign_up()
    assert len(hashed) == 2


@pytest.mark.parametrize("setting", DISCREET, ids=str)
async def test_sign_up_email_refuses_a_bad_password_of_free_and_taken_alike(
    serve: Serve, setting: dict[str, Any]
) -> None:
    server = serve(**setting)
    await server.sign_up("bob")
    for name in ("ada", "bob"):
        body = {"name": "x", "email": server.email(name), "password": "short"}
        assert (await server.post("/sign-up/email", body)).refusal == (400, "PASSWORD_TOO_SHORT")


@pytest.mark.parametrize("setting", DISCREET, ids=str)
async def test_sign_up_email_with_one_address_at_once_makes_one_person_and_tells_nobody(
    serve: Serve, setting: dict[str, Any]
) -> None:
    server = serve(**setting)
    replies = await asyncio.gather(*(server.sign_up() for _ in range(6)))
    assert len({reply.json["user"]["id"] for reply in replies}) == 6
    assert all(shown(reply) == shown(replies[0]) for reply in replies)
    assert len(await server.rows(PEOPLE, server.email())) == 1


async def test_sign_up_email_says_by_default_that_an_address_is_taken(server: Server) -> None:
    await server.sign_up()
    body = {"name": "x", "email": server.email(), "password": PASSWORD}
    assert (await server.post("/sign-up/email", body)).refusal == (422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")


async def test_sign_in_email_works_at_once_where_only_signing_up_does_not_sign_in(serve: Serve) -> None:
    server = serve(auto_sign_in=False)
    await server.sign_up()
    assert (await server.sign_in()).status == 200


async def test_sign_in_email_wants_a_proved_address_where_the_settings_do(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(require_email_verification=True, send_on_sign_up=False)
    await server.sign_up()
    assert (await server.sign_in(password="a wrong one")).refusal == (401, "INVALID_EMAIL_OR_PASSWORD")
    reply = await server.sign_in(callbackURL="/home")
    assert (reply.status, reply.body) == (403, '{"message":"Email not verified","code":"EMAIL_NOT_VERIFIED"}')
    assert reply.cookies == []
    assert await mailbox.mails(server.email()) == []
    await server.rows('UPDATE "user" SET "emailVerified" = true WHERE email = $1', server.email())
    assert (await server.sign_in()).status == 200


async def test_sign_in_email_mails_the_link_again_where_it_may(serve: Serve, mailbox: Mailbox) -> None:
    server = serve(require_email_verification=True, send_on_sign_up=False, send_on_sign_in=True)
    await server.sign_up()
    await server.sign_in(password="a wrong one")
    assert await mailbox.mails(server.email()) == []
    assert (await server.sign_in(callbackURL="/home")).status == 403
    mail = await mailbox.last(server.email(), kinds.VerifyEmail)
    assert mail.url.endswith("callbackURL=%2Fhome")
    assert (await server.get(mail.url.partition("/api/auth")[2])).status == 302
    assert (await server.sign_in()).status == 200


@pytest.mark.parametrize("setting", [{"send_on_sign_up": True}, {"require_email_verification": True}], ids=str)
async def test_sign_up_email_mails_the_link_once_where_it_may(
    serve: Serve, mailbox: Mailbox, setting: dict[str, Any]
) -> None:
    server = serve(**setting)
    await server.sign_up(callbackURL="/home")
    mail = await mailbox.last(server.email(), kinds.VerifyEmail)
    assert mail.url.endswith("callbackURL=%2Fhome")
    again = {"name": "x", "email": server.email(), "password": PASSWORD}
    await server.post("/sign-up/email", again)
    assert len(await mailbox.mails(server.email())) == 1
    assert (await server.get(mail.url.partition("/api/auth")[2])).status == 302
    (row,) = await server.rows(PEOPLE, server.email())
    assert row["emailVerified"] is True


async def test_sign_up_email_mails_nothing_by_default(server: Server, mailbox: Mailbox) -> None:
    await server.sign_up()
    assert await mailbox.mails(server.email()) == []


@pytest.mark.parametrize("setting", [{"disable_sign_up": True}, {"email_and_password_enabled": False}], ids=str)
async def test_sign_up_email_can_be_closed(serve: Serve, setting: dict[str, Any]) -> None:
    server = serve(**setting)
    body = {"name": "Ada", "email": server.email(), "password": "c", "role": "admin"}
    reply = await server.post("/sign-up/email", body)
    message = "Email and password sign up is not enabled"
    assert (reply.status, reply.json) == (400, {"message": message, "code": "EMAIL_PASSWORD_SIGN_UP_DISABLED"})
    assert (await server.post("/sign-up/email", body | {"email": "x"})).refusal == (400, "VALIDATION_ERROR")
    assert await server.rows(PEOPLE, server.email()) == []


async def test_sign_in_email_can_be_closed_and_stays_open_when_only_sign_up_is(server: Server, serve: Serve) -> None:
    made = (await server.sign_up()).json["user"]
    body = {"email": made["email"], "password": PASSWORD}
    assert (await serve(disable_sign_up=True).post("/sign-in/email", body)).status == 200
    reply = await serve(email_and_password_enabled=False).post("/sign-in/email", body)
    message = "Email and password is not enabled"
    assert (reply.status, reply.json) == (400, {"message": message, "code": "EMAIL_PASSWORD_DISABLED"})
