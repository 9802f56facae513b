"""Bans: no session is begun for who is banned, by whatever way they come, and those they had are gone."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from services.gateway.auth import sessions
from services.gateway.auth.errors import Refusal
from services.gateway.auth.visitors import Visitor
from services.gateway.resources import Resources
from tests.gateway.admin.office import Office
from tests.gateway.auth.server import bearer
from tests.support.stack import Stack

BANNED = (
    '{"message":"You have been banned from this application. Please contact support if you believe this is an error.",'
    '"code":"BANNED_USER"}'
)
LOGIN = "/sign-in/email"


async def test_ban_user_signs_out_everywhere_and_lets_nobody_in_again(office: Office) -> None:
    await office.server.sign_in("ada")
    told = await office.post("ban-user", {"userId": office.ada.id, "banReason": "spam"})
    user = told.json["user"]
    assert (user["banned"], user["banReason"], user["banExpires"]) == (True, "spam", None)
    assert await office.living(office.ada.id) == 0
    assert (await office.server.get("/get-session", bearer(office.ada.token))).body == "null"
    refused = await office.server.sign_in("ada")
    assert (refused.status, refused.body, refused.cookies) == (403, BANNED, [])


async def test_sign_in_of_somebody_banned_tells_so_only_after_the_right_password(office: Office) -> None:
    await office.post("ban-user", {"userId": office.ada.id})
    wrong = await office.server.sign_in("ada", password="not the password")
    assert wrong.refusal == (401, "INVALID_EMAIL_OR_PASSWORD")


@pytest.mark.parametrize("reason", [{}, {"banReason": ""}])
async def test_ban_user_without_a_reason_says_so(office: Office, reason: dict[str, str]) -> None:
    told = await office.post("ban-user", {"userId": office.ada.id, "banExpiresIn": 0, **reason})
    assert (told.json["user"]["banReason"], told.json["user"]["banExpires"]) == ("No reason", None)


@pytest.mark.parametrize("seconds", [3_600, 0.5, -10])
async def test_ban_user_for_some_seconds_ends_then(office: Office, seconds: float) -> None:
    told = await office.post("ban-user", {"userId": office.ada.id, "banExpiresIn": seconds})
    ends = datetime.fromisoformat(told.json["user"]["banExpires"])
    assert abs(ends - datetime.now(UTC) - timedelta(seconds=seconds)) < timedelta(seconds=5)


@pytest.mark.parametrize(
    "wrong", [{"banReason": None}, {"banExpiresIn": "1"}, {"banExpiresIn": 1e300}, {"banReason": "\0"}]
)
async def test_ban_user_refuses_what_is_unfit(office: Office, wrong: dict[str, object]) -> None:
    assert (await office.post("ban-user", {"userId": office.ada.id, **wrong})).refusal == (400, "VALIDATION_ERROR")


async def test_ban_user_is_for_others(office: Office) -> None:
    refused = await office.post("ban-user", {"userId": office.root.id})
    assert refused.refusal == (400, "YOU_CANNOT_BAN_YOURSELF")
    assert await office.living(office.root.id) == 1


async def test_a_ban_that_is_over_lifts_itself_when_the_person_comes(office: Office) -> None:
    await office.post("ban-user", {"userId": office.ada.id, "banExpiresIn": 60})
    assert (await office.server.sign_in("ada")).refusal == (403, "BANNED_USER")
    office.server.clock.offset = timedelta(minutes=2)
    assert (await office.server.sign_in("ada")).status == 200
    row = await office.row(office.ada.id)
    assert (row["banned"], row["banReason"], row["banExpires"]) == (False, None, None)


async def test_unban_user_lets_the_person_in(office: Office) -> None:
    await office.post("ban-user", {"userId": office.ada.id})
    user = (await office.post("unban-user", {"userId": office.ada.id})).json["user"]
    assert (user["banned"], user["banReason"], user["banExpires"]) == (False, None, None)
    assert (await office.server.sign_in("ada")).status == 200


async def test_a_session_is_begun_for_nobody_banned_whatever_proved_who_they_are(
    office: Office, resources: Resources
) -> None:
    await office.set(office.ada.id, "banned = true")
    with pytest.raises(Refusal) as refused:
        async with resources.transactions.begin(None) as transaction:
            await sessions.begin(
                transaction, user_id=office.ada.id, visitor=Visitor("", ""), remembered=True, now=datetime.now(UTC)
            )
    assert (refused.value.status, refused.value.code) == (403, "BANNED_USER")


async def test_ban_user_leaves_no_session_that_was_being_begun_meanwhile(office: Office) -> None:
    signing_in = [office.server.sign_in("ada") for _ in range(6)]
    *replies, banned = await asyncio.gather(*signing_in, office.post("ban-user", {"userId": office.ada.id}))
    assert banned.status == 200
    assert {reply.status for reply in replies} <= {200, 403}
    assert await office.living(office.ada.id) == 0


async def test_a_ban_that_is_over_is_lifted_once_by_many_who_come_at_once(office: Office) -> None:
    await office.set(office.ada.id, """banned = true, "banExpires" = now() - interval '1 hour'""")
    replies = await asyncio.gather(*(office.server.sign_in("ada") for _ in range(6)))
    assert {reply.status for reply in replies} == {200}


async def test_the_proxy_refuses_within_a_second_who_was_banned_in_the_database(stack: Stack, office: Office) -> None:
    bob = await stack.sign_up("bob")
    assert (await bob.get("/api/projects")).status_code == 200
    banned = """UPDATE "user" SET banned = true WHERE email = $1"""
    await office.server.rows(banned, stack.email("bob"))
    await asyncio.sleep(1.05)
    assert (await bob.get("/api/projects")).status_code == 401
    over = """UPDATE "user" SET "banExpires" = now() - interval '1 second' WHERE email = $1"""
    await office.server.rows(over, stack.email("bob"))
    assert (await bob.get("/api/projects")).status_code == 200
