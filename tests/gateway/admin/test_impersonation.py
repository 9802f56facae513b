"""Acting in somebody's place: for an hour, in a browser session, never another admin's, and the way back."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, unquote

import pytest

from tests.gateway.admin.office import Office, person
from tests.gateway.auth.server import CLEARED, DONT_REMEMBER, ORIGIN, SIGNER, Reply, bearer, cookie

ATTRIBUTES = "Path=/; HttpOnly; SameSite=Lax"
WEEK = f"Max-Age=604800; {ATTRIBUTES}"
NO_WAY_BACK = '{"message":"Failed to find admin session"}'


def signed(value: str) -> str:
    return quote(SIGNER.sign(value), safe="!'()*")


def browser(*lines: str) -> dict[str, str]:
    """A browser that has just been sent these Set-Cookie lines."""
    kept: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(";")[0].partition("=")
        kept[name] = value
    return {"cookie": "; ".join(f"{name}={value}" for name, value in kept.items() if value), "origin": ORIGIN}


async def impersonate(office: Office, *others: str) -> Reply:
    headers = cookie(office.root.token, *others) | {"origin": ORIGIN}
    return await office.server.post("/admin/impersonate-user", {"userId": office.ada.id}, headers)


async def stop(office: Office, headers: dict[str, str]) -> Reply:
    return await office.server.post("/admin/stop-impersonating", None, headers)


async def session_of(office: Office, headers: dict[str, str]) -> Any:
    return (await office.server.get("/get-session", headers)).json


async def test_impersonate_user_begins_an_hour_in_their_place_and_keeps_ones_own_session(office: Office) -> None:
    told = await impersonate(office)
    session, user = told.json["session"], told.json["user"]
    assert list(told.json) == ["session", "user"]
    assert (user["id"], session["userId"], session["impersonatedBy"]) == (office.ada.id, office.ada.id, office.root.id)
    left = datetime.fromisoformat(session["expiresAt"]) - datetime.now(UTC)
    assert timedelta(minutes=59) < left <= timedelta(hours=1)
    assert told.cookies == [
        *CLEARED,
        f"better-auth.admin_session={signed(office.root.token + ':')}; {WEEK}",
        f"better-auth.session_token={signed(session['token'])}; {ATTRIBUTES}",
        f"better-auth.dont_remember={signed('true')}; {ATTRIBUTES}",
    ]
    assert unquote(told.headers["set-auth-token"]) == SIGNER.sign(session["token"])


async def test_impersonate_user_remembers_that_the_admin_was_not_to_be_remembered(office: Office) -> None:
    told = await impersonate(office, DONT_REMEMBER)
    assert f"better-auth.admin_session={signed(office.root.token + ':true')}; {WEEK}" in told.cookies
    back = await stop(office, browser(*told.cookies))
    assert back.cookies == [
        f"better-auth.session_token={signed(office.root.token)}; {ATTRIBUTES}",
        f"better-auth.dont_remember={signed('true')}; {ATTRIBUTES}",
        f"better-auth.admin_session=; Max-Age=0; {ATTRIBUTES}",
    ]


async def test_stop_impersonating_hands_ones_own_session_back_and_closes_the_other(office: Office) -> None:
    borrowed = await impersonate(office)
    as_ada = browser(*borrowed.cookies)
    assert (await session_of(office, as_ada))["user"]["id"] == office.ada.id
    back = await stop(office, as_ada)
    assert (back.status, back.json["user"]["id"], back.json["session"]["token"]) == (
        200,
        office.root.id,
        office.root.token,
    )
    assert back.cookies == [
        f"better-auth.session_token={signed(office.root.token)}; {WEEK}",
        f"better-auth.dont_remember=; Max-Age=0; {ATTRIBUTES}",
        f"better-auth.admin_session=; Max-Age=0; {ATTRIBUTES}",
    ]
    assert await session_of(office, as_ada) is None
    assert (await session_of(office, browser(*back.cookies)))["user"]["id"] == office.root.id


async def test_stop_impersonating_works_once(office: Office) -> None:
    as_ada = browser(*(await impersonate(office)).cookies)
    assert (await stop(office, as_ada)).status == 200
    again = await stop(office, as_ada)
    assert (again.status, again.body, again.cookies) == (401, "", CLEARED)


async def test_stop_impersonating_refuses_nobody_and_whoever_impersonates_nobody(office: Office) -> None:
    nobody = await stop(office, {})
    assert (nobody.status, nobody.body) == (401, "")
    oneself = await stop(office, bearer(office.root.token))
    assert (oneself.status, oneself.body) == (400, '{"message":"You are not impersonating anyone"}')


@pytest.mark.parametrize(
    "way_back",
    ["", "better-auth.admin_session=forged", "better-auth.admin_session={other}", "better-auth.admin_session={bare}"],
)
async def test_stop_impersonating_needs_the_cookie_of_that_admin(office: Office, way_back: str) -> None:
    token = (await impersonate(office)).json["session"]["token"]
    other = await person(office.server, "bob")
    spelled = way_back.format(other=signed(f"{other.token}:"), bare=signed(office.root.token))
    refused = await stop(office, cookie(token, spelled) | {"origin": ORIGIN})
    assert (refused.status, refused.body, refused.cookies) == (500, NO_WAY_BACK, [])
    assert len(await office.server.sessions(token)) == 1


async def test_stop_impersonating_leads_to_no_session_that_is_over(office: Office) -> None:
    as_ada = browser(*(await impersonate(office)).cookies)
    over = """UPDATE session SET "expiresAt" = now() - interval '1 minute' WHERE token = $1"""
    await office.server.rows(over, office.root.token)
    refused = await stop(office, as_ada)
    assert (refused.status, refused.body) == (500, NO_WAY_BACK)


async def test_stop_impersonating_of_an_admin_who_is_gone_says_so(office: Office) -> None:
    as_ada = browser(*(await impersonate(office)).cookies)
    await office.server.rows('DELETE FROM "user" WHERE id = $1', office.root.id)
    refused = await stop(office, as_ada)
    assert (refused.status, refused.body) == (500, '{"message":"Failed to find user"}')


@pytest.mark.parametrize("role", ["admin", "user,admin", "user, admin"])
async def test_impersonate_user_takes_no_admins_place(office: Office, role: str) -> None:
    await office.set(office.ada.id, f"role = '{role}'")
    refused = await office.post("impersonate-user", {"userId": office.ada.id})
    assert refused.refusal == (403, "YOU_CANNOT_IMPERSONATE_ADMINS")
    assert await office.living(office.ada.id) == 1


async def test_impersonate_user_takes_the_place_of_nobody_banned(office: Office) -> None:
    await office.set(office.ada.id, "banned = true")
    assert (await office.post("impersonate-user", {"userId": office.ada.id})).refusal == (403, "BANNED_USER")


async def test_what_is_done_in_somebodys_place_says_who_did_it(office: Office) -> None:
    token = (await impersonate(office)).json["session"]["token"]
    assert (await office.server.post("/update-user", {"name": "Not Ada"}, bearer(token))).status == 200
    told = "SELECT DISTINCT actor_id, impersonated_by FROM gateway.audit_events WHERE action = 'update_user'"
    events = await office.server.rows(f"{told} AND actor_id = $1", office.ada.id)
    assert [tuple(event) for event in events] == [(office.ada.id, office.root.id)]


async def test_impersonate_user_gives_no_rights_of_the_admins(office: Office) -> None:
    token = (await impersonate(office)).json["session"]["token"]
    refused = await office.server.get("/admin/list-users", bearer(token))
    assert refused.refusal == (403, "YOU_ARE_NOT_ALLOWED_TO_LIST_USERS")


async def test_an_hour_in_somebodys_place_is_never_prolonged(office: Office) -> None:
    session = (await impersonate(office)).json["session"]
    office.server.clock.offset = timedelta(minutes=50)
    assert (await session_of(office, bearer(session["token"])))["session"]["expiresAt"] == session["expiresAt"]
    office.server.clock.offset = timedelta(minutes=61)
    assert await session_of(office, bearer(session["token"])) is None


async def test_list_sessions_hides_an_admin_in_ones_place_and_list_user_sessions_does_not(office: Office) -> None:
    token = (await impersonate(office)).json["session"]["token"]
    own = (await office.server.get("/list-sessions", bearer(office.ada.token))).json
    assert [session["token"] for session in own] == [office.ada.token]
    seen = (await office.post("list-user-sessions", {"userId": office.ada.id})).json["sessions"]
    assert [(each["token"], each["impersonatedBy"]) for each in seen] == [
        (office.ada.token, None),
        (token, office.root.id),
    ]


async def test_list_user_sessions_leaves_out_what_is_over_and_knows_of_no_stranger(office: Office) -> None:
    over = """UPDATE session SET "expiresAt" = now() - interval '1 minute' WHERE token = $1"""
    await office.server.rows(over, office.ada.token)
    assert (await office.post("list-user-sessions", {"userId": office.ada.id})).body == '{"sessions":[]}'
    assert (await office.post("list-user-sessions", {"userId": "x"})).body == '{"sessions":[]}'


async def test_revoke_user_session_closes_that_one(office: Office) -> None:
    await office.server.sign_in("ada")
    revoked = await office.post("revoke-user-session", {"sessionToken": office.ada.token})
    assert revoked.body == '{"success":true}'
    assert await office.living(office.ada.id) == 1
    assert (await office.post("revoke-user-session", {"sessionToken": "unknown"})).body == '{"success":true}'
    told = "SELECT DISTINCT actor_id FROM gateway.audit_events WHERE action = 'revoke_user_session' AND subject_id = $1"
    assert [row["actor_id"] for row in await office.server.rows(told, office.ada.id)] == [office.root.id]


@pytest.mark.parametrize("token", [None, 5, "a\0"])
async def test_revoke_user_session_refuses_what_is_no_token(office: Office, token: object) -> None:
    assert (await office.post("revoke-user-session", {"sessionToken": token})).refusal == (400, "VALIDATION_ERROR")


async def test_revoke_user_sessions_closes_all(office: Office) -> None:
    await office.server.sign_in("ada")
    assert (await office.post("revoke-user-sessions", {"userId": office.ada.id})).body == '{"success":true}'
    assert await office.living(office.ada.id) == 0
    assert await office.living(office.root.id) == 1


@pytest.mark.parametrize(
    ("path", "more"),
    [
        ("ban-user", {}),
        ("set-role", {"role": "user"}),
        ("update-user", {"data": {"role": "user"}}),
        ("revoke-user-sessions", {}),
        ("remove-user", {}),
    ],
)
async def test_impersonate_user_ends_with_what_makes_its_admin_one(
    office: Office, path: str, more: dict[str, object]
) -> None:
    borrowed = (await impersonate(office)).json["session"]["token"]
    boss = await person(office.server, "boss")
    await office.set(boss.id, "role = 'admin'")
    assert (await office.post(path, {"userId": office.root.id} | more, by=boss)).status == 200
    assert await session_of(office, bearer(borrowed)) is None
    assert await session_of(office, bearer(office.ada.token)) is not None


async def test_impersonate_user_leaves_no_api_key_behind(office: Office) -> None:
    borrowed = (await impersonate(office)).json["session"]["token"]
    refused = await office.server.post("/api-key/create", {}, bearer(borrowed))
    assert refused.refusal == (401, "UNAUTHORIZED_SESSION")
    assert (await office.server.post("/api-key/create", {}, bearer(office.ada.token))).status == 200


async def test_impersonate_user_lasts_while_its_admin_is_given_more_roles(office: Office) -> None:
    borrowed = (await impersonate(office)).json["session"]["token"]
    assert (await office.post("set-role", {"userId": office.root.id, "role": ["user", "admin"]})).status == 200
    assert (await session_of(office, bearer(borrowed)))["session"]["impersonatedBy"] == office.root.id
