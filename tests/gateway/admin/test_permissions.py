"""Who may do what as an admin: nobody is answered without a body, everybody else with the right they lack."""

import pytest

from tests.gateway.admin.office import Office
from tests.gateway.auth.server import CLEARED, Server, bearer, cookie

CALLS: dict[str, tuple[dict[str, object], str]] = {
    "set-role": ({"userId": "x", "role": "user"}, "YOU_ARE_NOT_ALLOWED_TO_CHANGE_USERS_ROLE"),
    "create-user": ({"email": "x@example.com", "name": "X"}, "YOU_ARE_NOT_ALLOWED_TO_CREATE_USERS"),
    "update-user": ({"userId": "x", "data": {}}, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_USERS"),
    "list-user-sessions": ({"userId": "x"}, "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS_SESSIONS"),
    "ban-user": ({"userId": "x"}, "YOU_ARE_NOT_ALLOWED_TO_BAN_USERS"),
    "unban-user": ({"userId": "x"}, "YOU_ARE_NOT_ALLOWED_TO_BAN_USERS"),
    "impersonate-user": ({"userId": "x"}, "YOU_ARE_NOT_ALLOWED_TO_IMPERSONATE_USERS"),
    "revoke-user-session": ({"sessionToken": "x"}, "YOU_ARE_NOT_ALLOWED_TO_REVOKE_USERS_SESSIONS"),
    "revoke-user-sessions": ({"userId": "x"}, "YOU_ARE_NOT_ALLOWED_TO_REVOKE_USERS_SESSIONS"),
    "remove-user": ({"userId": "x"}, "YOU_ARE_NOT_ALLOWED_TO_DELETE_USERS"),
    "set-user-password": (
        {"userId": "x", "newPassword": "long enough"},
        "YOU_ARE_NOT_ALLOWED_TO_SET_USERS_PASSWORD",
    ),
}
READS = {
    "get-user?id=x": "YOU_ARE_NOT_ALLOWED_TO_GET_USER",
    "list-users": "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS",
}
UNKNOWN = ("set-role", "ban-user", "unban-user", "impersonate-user", "remove-user", "set-user-password")
MISSING = "[body.userId] Invalid input: expected nonoptional, received undefined"


@pytest.mark.parametrize("path", CALLS)
async def test_admin_endpoints_refuse_nobody_without_a_body(server: Server, path: str) -> None:
    nobody = await server.post(f"/admin/{path}", CALLS[path][0])
    assert (nobody.status, nobody.body, nobody.cookies) == (401, "", [])
    assert nobody.headers == {"content-type": "application/json"}


@pytest.mark.parametrize("path", CALLS)
async def test_admin_endpoints_clear_the_cookies_of_a_session_that_is_gone(server: Server, path: str) -> None:
    gone = await server.post(f"/admin/{path}", CALLS[path][0], cookie("x" * 32) | {"origin": "http://gateway.test"})
    assert (gone.status, gone.body, gone.cookies) == (401, "", CLEARED)


@pytest.mark.parametrize("path", CALLS)
async def test_admin_endpoints_refuse_whoever_is_no_admin(office: Office, path: str) -> None:
    body, code = CALLS[path]
    assert (await office.post(path, body, by=office.ada)).refusal == (403, code)


@pytest.mark.parametrize("path", READS)
async def test_admin_reads_refuse_nobody_and_whoever_is_no_admin(office: Office, path: str) -> None:
    nobody = await office.server.get(f"/admin/{path}")
    assert (nobody.status, nobody.body) == (401, "")
    assert (await office.get(path, by=office.ada)).refusal == (403, READS[path])


@pytest.mark.parametrize("path", UNKNOWN)
async def test_admin_endpoints_know_no_stranger(office: Office, path: str) -> None:
    assert (await office.post(path, CALLS[path][0])).refusal == (404, "USER_NOT_FOUND")


@pytest.mark.parametrize("path", [path for path, (body, _) in CALLS.items() if "userId" in body])
async def test_admin_endpoints_ask_for_a_person_before_anything_else(server: Server, path: str) -> None:
    refused = await server.post(f"/admin/{path}", {})
    assert refused.refusal == (400, "VALIDATION_ERROR")
    assert MISSING in refused.json["message"]


@pytest.mark.parametrize("user_id", [None, 5, True, 1.5, [], ["a", 2], {"a": 1}])
async def test_ban_user_takes_an_id_of_any_type_as_its_text(office: Office, user_id: object) -> None:
    assert (await office.post("ban-user", {"userId": user_id})).refusal == (404, "USER_NOT_FOUND")


async def test_ban_user_refuses_an_id_that_no_database_holds(office: Office) -> None:
    assert (await office.post("ban-user", {"userId": "a\0"})).refusal == (400, "VALIDATION_ERROR")


@pytest.mark.parametrize("role", ["user", "", None, "Admin", "user, admin", "administrator", "admin;user"])
async def test_list_users_is_for_the_role_admin_exactly(office: Office, role: str | None) -> None:
    quoted = "NULL" if role is None else f"'{role}'"
    await office.set(office.ada.id, f"role = {quoted}")
    assert (await office.get("list-users", by=office.ada)).refusal == (403, "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS")


async def test_list_users_is_for_whoever_is_admin_among_other_things(office: Office) -> None:
    await office.set(office.ada.id, "role = 'user,admin'")
    assert (await office.get("list-users?limit=1", by=office.ada)).status == 200


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        ({"user": ["ban"]}, True),
        ({"user": ["ban", "get"], "session": ["list", "revoke", "delete"]}, True),
        ({"user": ["ban", "impersonate-admins"]}, False),
        ({"user": ["ban"], "session": ["fly"]}, False),
        ({"user": ["ban"], "vendors": ["read"]}, False),
        ({"user": []}, False),
        ({}, False),
        ({"constructor": ["x"]}, False),
    ],
)
async def test_has_permission_is_every_right_asked_for(office: Office, asked: object, allowed: bool) -> None:
    told = await office.post("has-permission", {"permissions": asked})
    assert told.body == f'{{"error":null,"success":{str(allowed).lower()}}}'


async def test_has_permission_is_of_the_caller_whomever_the_body_names(office: Office) -> None:
    body = {"permissions": {"user": ["ban"]}, "role": "admin", "userId": office.root.id}
    assert (await office.post("has-permission", body, by=office.ada)).json == {"error": None, "success": False}


async def test_has_permission_refuses_nobody_without_a_body(server: Server) -> None:
    nobody = await server.post("/admin/has-permission", {"permissions": {"user": ["ban"]}})
    assert (nobody.status, nobody.body) == (401, "")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (None, "[body] Invalid input: expected object, received undefined; [body] Invalid input"),
        ([], "[body] Invalid input: expected object, received array; [body] Invalid input"),
        ({}, "[body] Invalid input"),
        ({"permissions": {"user": "ban"}}, "[body] Invalid input"),
        ({"permissions": {"user": [1]}}, "[body] Invalid input"),
        ({"role": 4}, "[body.role] Invalid input: expected string, received number; [body] Invalid input"),
        (
            {"permission": {"user": ["ban"]}, "permissions": {"user": ["ban"]}},
            "[body] Invalid input: more than one option matched",
        ),
    ],
)
async def test_has_permission_words_its_faults_as_zod_does(server: Server, body: object, text: str) -> None:
    refused = await server.post("/admin/has-permission", body, bearer("nobody"))
    assert (refused.status, refused.json) == (400, {"message": text, "code": "VALIDATION_ERROR"})


async def test_has_permission_knows_the_old_name_and_answers_it_no_more(server: Server) -> None:
    refused = await server.post("/admin/has-permission", {"permission": {"user": ["ban"]}})
    assert (refused.status, refused.body) == (
        400,
        '{"message":"invalid permission check. no permission(s) were passed."}',
    )
