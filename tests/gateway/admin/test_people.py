"""People in an admin's hands: looked up, made, changed, given a password, removed."""

import asyncio
import json
from typing import Any

import pytest

from shared.mail import kinds
from tests.gateway.admin.office import Office, person
from tests.gateway.auth.server import PASSWORD, Server, bearer
from tests.support.mailbox import Mailbox

MEMBERS = [
    "name",
    "email",
    "emailVerified",
    "image",
    "createdAt",
    "updatedAt",
    "role",
    "banned",
    "banReason",
    "banExpires",
    "id",
]


async def test_get_user_tells_of_one_person(office: Office) -> None:
    told = await office.get(f"get-user?id={office.ada.id}")
    assert list(told.json) == MEMBERS
    assert told.json["email"] == office.ada.email


@pytest.mark.parametrize(("query", "refusal"), [("", (400, "VALIDATION_ERROR")), ("?id=", (404, "USER_NOT_FOUND"))])
async def test_get_user_needs_an_id(office: Office, query: str, refusal: tuple[int, str]) -> None:
    assert (await office.get(f"get-user{query}")).refusal == refusal


async def test_create_user_makes_somebody_who_can_sign_in(office: Office) -> None:
    email = office.server.email("New").upper()
    made = await office.post("create-user", {"email": email, "name": "New", "password": PASSWORD})
    assert made.status == 200
    assert list(made.json["user"]) == MEMBERS
    assert (made.json["user"]["email"], made.json["user"]["role"]) == (email.lower(), "user")
    assert (await office.server.sign_in("new")).status == 200
    assert made.cookies == []


async def test_create_user_without_a_password_makes_somebody_who_signs_in_otherwise(office: Office) -> None:
    for password in ({}, {"password": ""}):
        body = {"email": office.server.email(f"other{len(password)}"), "name": "", **password}
        made = await office.post("create-user", body)
        assert made.status == 200
        accounts = await office.server.rows('SELECT 1 FROM account WHERE "userId" = $1', made.json["user"]["id"])
        assert accounts == []


async def test_create_user_takes_roles_and_what_is_known_of_a_person_and_no_id(office: Office) -> None:
    data = {
        "role": ["user", "tester"],
        "image": 5,
        "emailVerified": True,
        "banned": True,
        "banReason": "later",
        "banExpires": "2031-01-01",
        "id": "mine",
        "createdAt": "2001-01-01T00:00:00Z",
        "email": "another@example.com",
        "unknown": 1,
    }
    made = (await office.post("create-user", {"email": office.server.email("kim"), "name": "Kim", "data": data})).json
    user = made["user"]
    assert user["id"] != "mine"
    assert user["createdAt"] > "2026"
    assert (user["email"], user["role"], user["image"]) == (office.server.email("kim"), "user,tester", "5")
    assert (user["banned"], user["banReason"], user["banExpires"]) == (True, "later", "2031-01-01T00:00:00.000Z")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"email": "nobody"}, "INVALID_EMAIL"),
        ({"password": "short"}, "PASSWORD_TOO_SHORT"),
        ({"password": "a" * 129}, "PASSWORD_TOO_LONG"),
        ({"password": "password"}, "PASSWORD_COMPROMISED"),
        ({"data": {"role": 5}}, "INVALID_ROLE_TYPE"),
        ({"data": {"role": None}}, "INVALID_ROLE_TYPE"),
        ({"data": {"role": ["user", 5]}}, "INVALID_ROLE_TYPE"),
        ({"role": [5]}, "VALIDATION_ERROR"),
        ({"role": "a\0"}, "VALIDATION_ERROR"),
        ({"data": {"role": "a\0"}}, "VALIDATION_ERROR"),
        ({"name": "a\0"}, "VALIDATION_ERROR"),
        ({"data": {"banExpires": "tomorrow"}}, "VALIDATION_ERROR"),
        ({"data": {"banned": "no"}}, "VALIDATION_ERROR"),
        ({"data": None}, "VALIDATION_ERROR"),
    ],
)
async def test_create_user_refuses_what_is_unfit(office: Office, changed: dict[str, Any], code: str) -> None:
    body = {"email": office.server.email("unfit"), "name": "Unfit"} | changed
    assert (await office.post("create-user", body)).refusal == (400, code)


async def test_create_user_of_a_known_address_is_refused_however_many_try_at_once(office: Office) -> None:
    body = {"email": office.server.email("twin"), "name": "Twin"}
    replies = await asyncio.gather(*(office.post("create-user", body) for _ in range(20)))
    assert sorted(reply.status for reply in replies) == [200] + [400] * 19
    refusals = {reply.refusal for reply in replies if reply.status == 400}
    assert refusals == {(400, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")}


async def test_update_user_changes_what_is_named(office: Office) -> None:
    data = {"name": "Ada Byron", "image": None, "email": office.server.email("byron").upper(), "emailVerified": True}
    told = await office.post(
        "update-user", {"userId": office.ada.id, "data": data | {"updatedAt": "2001-01-01", "x": 1}}
    )
    assert list(told.json) == MEMBERS
    assert told.json["updatedAt"] > "2026"
    row = await office.row(office.ada.id)
    assert (row["name"], row["email"], row["emailVerified"]) == ("Ada Byron", office.server.email("byron"), True)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "NO_DATA_TO_UPDATE"),
        ({"password": "x", "id": "y"}, "PASSWORD_CANNOT_BE_UPDATED_VIA_UPDATE_USER"),
        ({"id": "y"}, "USER_ID_CANNOT_BE_UPDATED"),
        ({"role": 5}, "INVALID_ROLE_TYPE"),
        ({"role": None}, "INVALID_ROLE_TYPE"),
        ({"email": 5}, "INVALID_EMAIL"),
        ({"email": "nobody"}, "INVALID_EMAIL"),
        ({"name": None}, "VALIDATION_ERROR"),
        ({"name": "a\0"}, "VALIDATION_ERROR"),
        ({"emailVerified": "yes"}, "VALIDATION_ERROR"),
        ({"banExpires": 1_900_000_000_000}, "VALIDATION_ERROR"),
    ],
)
async def test_update_user_refuses_what_is_unfit(office: Office, data: dict[str, Any], code: str) -> None:
    assert (await office.post("update-user", {"userId": office.ada.id, "data": data})).refusal == (400, code)


async def test_update_user_knows_no_stranger(office: Office) -> None:
    assert (await office.post("update-user", {"userId": "x", "data": {"name": "X"}})).refusal == (404, "USER_NOT_FOUND")


async def test_update_user_gives_nobody_anothers_address(office: Office) -> None:
    taken = {"userId": office.ada.id, "data": {"email": office.root.email.upper()}}
    assert (await office.post("update-user", taken)).refusal == (400, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
    own = {"userId": office.ada.id, "data": {"email": office.ada.email.upper()}}
    assert (await office.post("update-user", own)).status == 200


async def test_update_user_to_another_address_ends_links_mailed_to_the_old_one(office: Office) -> None:
    await office.server.post("/request-password-reset", {"email": office.ada.email})
    waiting = "SELECT 1 FROM verification WHERE identifier LIKE 'reset-password:%' AND value = $1"
    assert await office.server.rows(waiting, office.ada.id)
    data = {"email": office.server.email("lovelace")}
    assert (await office.post("update-user", {"userId": office.ada.id, "data": data})).status == 200
    assert not await office.server.rows(waiting, office.ada.id)


async def test_update_user_of_two_to_one_address_at_once_changes_one(office: Office) -> None:
    email = office.server.email("wanted")
    people = [office.ada, await person(office.server, "bob")]
    asked = [office.post("update-user", {"userId": each.id, "data": {"email": email}}) for each in people]
    assert sorted(reply.status for reply in await asyncio.gather(*asked)) == [200, 400]


async def test_update_user_that_bans_signs_the_person_out(office: Office) -> None:
    assert (await office.post("update-user", {"userId": office.ada.id, "data": {"banned": True}})).status == 200
    assert await office.living(office.ada.id) == 0


async def test_update_user_bans_nobody_themselves(office: Office) -> None:
    body = {"userId": office.root.id, "data": {"banned": True}}
    assert (await office.post("update-user", body)).refusal == (400, "YOU_CANNOT_BAN_YOURSELF")


@pytest.mark.parametrize(("role", "kept"), [("admin", "admin"), (["user", "admin"], "user,admin"), ([], "")])
async def test_set_role_keeps_one_or_several(office: Office, role: object, kept: str) -> None:
    told = await office.post("set-role", {"userId": office.ada.id, "role": role})
    assert list(told.json) == ["user"]
    assert told.json["user"]["role"] == kept
    assert (await office.row(office.ada.id))["role"] == kept


@pytest.mark.parametrize("role", [None, 5, [5], {"a": 1}, "a\0"])
async def test_set_role_refuses_what_is_no_role(office: Office, role: object) -> None:
    refused = await office.post("set-role", {"userId": office.ada.id, "role": role})
    assert refused.json == {"message": "[body.role] Invalid input", "code": "VALIDATION_ERROR"}


async def test_set_user_password_takes_the_old_ones_place_and_tells_the_person(
    office: Office, mailbox: Mailbox
) -> None:
    told = await office.post("set-user-password", {"userId": office.ada.id, "newPassword": "another good one"})
    assert told.body == '{"status":true}'
    assert (await office.server.sign_in("ada")).refusal == (401, "INVALID_EMAIL_OR_PASSWORD")
    assert (await office.server.sign_in("ada", password="another good one")).status == 200
    assert [type(mail) for mail in await mailbox.mails(office.ada.email)] == [kinds.PasswordChanged]


async def test_set_user_password_gives_one_to_somebody_without(office: Office) -> None:
    body = {"email": office.server.email("kim"), "name": "Kim"}
    kim = (await office.post("create-user", body)).json["user"]["id"]
    assert (await office.post("set-user-password", {"userId": kim, "newPassword": PASSWORD})).status == 200
    assert (await office.server.sign_in("kim")).status == 200


@pytest.mark.parametrize(
    ("password", "code"),
    [("short", "PASSWORD_TOO_SHORT"), ("a" * 129, "PASSWORD_TOO_LONG"), ("password", "PASSWORD_COMPROMISED")],
)
async def test_set_user_password_refuses_an_unfit_one_for_anybody(office: Office, password: str, code: str) -> None:
    assert (await office.post("set-user-password", {"userId": "x", "newPassword": password})).refusal == (400, code)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            {"newPassword": "", "userId": ""},
            "[body.newPassword] newPassword cannot be empty; [body.userId] userId cannot be empty",
        ),
        (
            {"newPassword": [], "userId": []},
            "[body.newPassword] Invalid input: expected string, received array; "
            "[body.newPassword] newPassword cannot be empty; [body.userId] userId cannot be empty",
        ),
    ],
)
async def test_set_user_password_words_its_faults_as_zod_does(server: Server, body: object, text: str) -> None:
    assert (await server.post("/admin/set-user-password", body)).json["message"] == text


async def test_remove_user_leaves_nothing_to_act_with(office: Office) -> None:
    assert (await office.post("remove-user", {"userId": office.ada.id})).body == '{"success":true}'
    assert await office.row(office.ada.id) == {}
    assert await office.living(office.ada.id) == 0
    assert (await office.server.get("/get-session", bearer(office.ada.token))).body == "null"


async def test_remove_user_is_for_others(office: Office) -> None:
    refused = await office.post("remove-user", {"userId": office.root.id})
    assert refused.refusal == (400, "YOU_CANNOT_REMOVE_YOURSELF")


async def test_remove_user_leaves_no_organization_without_an_owner(office: Office) -> None:
    made = await office.server.post(
        "/organization/create", {"name": "Acme", "slug": office.ada.id.lower()}, bearer(office.ada.token)
    )
    added = "INSERT INTO member VALUES ($1, $2, $3, $4, now())"
    await office.server.rows(added, office.root.id, made.json["id"], office.root.id, "member")
    refused = await office.post("remove-user", {"userId": office.ada.id})
    assert refused.refusal == (400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER")
    assert json.loads(refused.body)["message"].endswith("make another member an owner first")
    assert await office.living(office.ada.id) == 1
