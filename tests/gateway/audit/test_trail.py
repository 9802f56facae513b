"""The audit trail: what is told, to whom, and what never is."""

from contextlib import aclosing
from typing import Any

import asyncpg
import httpx2
import pytest

from shared.contracts.principal import workspace_of
from tests.support.databases import Database
from tests.support.stack import PASSWORD, Stack

TRAIL = "/api/workspace/audit"


async def trail(client: httpx2.AsyncClient, path: str = TRAIL, **filters: Any) -> list[dict[str, Any]]:
    """The events, the newest first."""
    response = await client.get(path, params=filters)
    assert response.status_code == 200, response.text
    events: list[dict[str, Any]] = response.json()["items"]
    return events


async def run(database: Database, statement: str, *arguments: object) -> list[asyncpg.Record]:
    """SQL as the owner."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        found: list[asyncpg.Record] = await owner.fetch(statement, *arguments)
        return found
    finally:
        await owner.close()


async def fail(stack: Stack, email: str) -> None:
    """Somebody tries a wrong password."""
    async with stack.client() as stranger:
        body = {"email": email, "password": "not the right one"}
        assert (await stranger.post("/api/auth/sign-in/email", json=body)).status_code == 401


async def organization(stack: Stack, client: httpx2.AsyncClient) -> dict[str, Any]:
    """A new organization that the client works in."""
    slug = stack.email("org").partition("@")[0]
    response = await client.post("/api/auth/organization/create", json={"name": "Acme", "slug": slug})
    assert response.status_code == 200, response.text
    made: dict[str, Any] = response.json()
    return made


async def test_a_sign_in_is_told_with_who_when_and_from_where(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        body = {"email": stack.email("ada"), "password": PASSWORD}
        signed = await ada.post("/api/auth/sign-in/email", json=body, headers={"user-agent": "Browser/1"})
        (event,) = await trail(ada, action="sign_in")
    assert event["succeeded"] is True and event["reason"] is None
    assert event["actor_id"] == signed.json()["user"]["id"]
    assert event["workspace_id"] == str(workspace_of(user_id=event["actor_id"]))
    assert (event["actor_email"], event["user_agent"]) == (stack.email("ada"), "Browser/1")
    assert event["request_id"] == signed.headers["x-request-id"]


async def test_a_failed_sign_in_is_told_to_whom_it_concerns_and_names_no_culprit(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        await fail(stack, stack.email("ada"))
        (event,) = await trail(ada, action="sign_in", succeeded=False)
    assert (event["reason"], event["actor_id"]) == ("INVALID_EMAIL_OR_PASSWORD", None)
    assert event["actor_email"] == stack.email("ada")


async def test_a_failure_for_nobody_is_told_to_operators_alone(stack: Stack, database: Database) -> None:
    await fail(stack, stack.email("nobody"))
    async with aclosing(await stack.sign_up("op")) as operator:
        assert (await operator.get("/api/admin/audit")).status_code == 403
        await run(database, """UPDATE "user" SET role = 'admin' WHERE email = $1""", stack.email("op"))
        async with stack.client() as admin:
            await admin.post("/api/auth/sign-in/email", json={"email": stack.email("op"), "password": PASSWORD})
            (event,) = await trail(admin, "/api/admin/audit", actor_email=stack.email("nobody"))
            assert event["workspace_id"] == "00000000-0000-0000-0000-000000000000"


async def test_an_owner_sees_what_members_do_and_what_is_done_to_the_organization(
    stack: Stack, database: Database
) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada, aclosing(await stack.sign_up("bob")) as bob:
        made = await organization(stack, ada)
        user_id = (await bob.get("/api/auth/get-session")).json()["user"]["id"]
        await run(
            database,
            """INSERT INTO member (id, "organizationId", "userId", role, "createdAt")
            VALUES ($1, $2, $3, 'member', now())""",
            f"m-{user_id}",
            made["id"],
            user_id,
        )
        await fail(stack, stack.email("bob"))
        told = await trail(ada)
        assert [event["action"] for event in told] == ["sign_in", "create_organization"]
        assert {event["workspace_id"] for event in told} == {
            str(workspace_of(user_id="", active_organization_id=made["id"]))
        }
        await bob.post("/api/auth/organization/set-active", json={"organizationId": made["id"]})
        refused = await bob.get(TRAIL)
        assert (refused.status_code, refused.json()["code"]) == (403, "role_forbids")


async def test_a_stranger_writes_nothing_on_an_organizations_trail(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada, aclosing(await stack.sign_up("eve")) as eve:
        made = await organization(stack, ada)
        body = {"email": "x@example.com", "role": "member", "organizationId": made["id"]}
        assert (await eve.post("/api/auth/organization/invite-member", json=body)).status_code >= 400
        assert [event["action"] for event in await trail(ada)] == ["create_organization"]
        assert [event["action"] for event in await trail(eve)] == ["invite_member", "sign_up"]


async def test_an_address_typed_by_nobody_known_puts_nothing_on_a_trail(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada, stack.client() as nobody:
        acme = await organization(stack, ada)
        told = await trail(ada)
        claimed = {"email": stack.email("ada"), "organizationId": acme["id"], "userId": "x"}
        for path in ("organization/delete", "organization/leave", "admin/ban-user", "api-key/create", "update-user"):
            assert (await nobody.post(f"/api/auth/{path}", json=claimed)).status_code == 401, path
        assert await trail(ada) == told


async def test_a_new_organization_is_told_in_itself_whatever_else_is_named(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada, aclosing(await stack.sign_up("eve")) as eve:
        acme = await organization(stack, ada)
        slug = stack.email("evil").partition("@")[0]
        body = {"name": "Evil", "slug": slug, "organizationId": acme["id"]}
        made = (await eve.post("/api/auth/organization/create", json=body)).json()
        assert [event["subject_id"] for event in await trail(ada, action="create_organization")] == [acme["id"]]
        assert [event["subject_id"] for event in await trail(eve, action="create_organization")] == [made["id"]]


async def test_no_other_workspace_sees_an_event(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada, aclosing(await stack.sign_up("eve")) as eve:
        await ada.post("/api/auth/verify-password", json={"password": PASSWORD})
        assert [event["action"] for event in await trail(ada)] == ["verify_password", "sign_up"]
        assert [event["actor_email"] for event in await trail(eve)] == [stack.email("eve")]


async def test_the_trail_comes_in_pages_and_between_times(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        for _ in range(3):
            await ada.post("/api/auth/verify-password", json={"password": PASSWORD})
        first = (await ada.get(TRAIL, params={"limit": 3})).json()
        rest = (await ada.get(TRAIL, params={"limit": 3, "after": first["next"]})).json()
        assert [event["action"] for event in rest["items"]] == ["sign_up"] and rest["next"] is None
        moment = first["items"][0]["occurred_at"]
        assert len(await trail(ada, since=moment)) == 1
        assert len(await trail(ada, until=moment)) == 3
        assert (await ada.get(TRAIL, params={"since": "yesterday"})).status_code == 422
        for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"):
            assert (await ada.get(TRAIL, params={"since": moment})).status_code < 500, moment


async def test_no_password_token_or_body_is_told(stack: Stack, database: Database) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        token = (await ada.get("/api/auth/get-session")).json()["session"]["token"]
        await ada.post("/api/auth/revoke-session", json={"token": token})
    async with stack.client() as client:
        body = {"email": stack.email("ada"), "password": PASSWORD}
        await client.post("/api/auth/sign-in/email", json=body)
        rows = await run(database, "SELECT e::text AS row FROM gateway.audit_events e")
    written = "\n".join(row["row"] for row in rows)
    assert stack.email("ada") in written
    assert PASSWORD not in written and token not in written


async def test_a_trail_that_cannot_be_written_turns_no_success_into_a_failure(
    stack: Stack, database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    await run(database, "ALTER FUNCTION gateway.tell(uuid[], jsonb) RENAME TO told")
    try:
        async with aclosing(await stack.sign_up("ada")) as ada:
            assert await trail(ada) == []
    finally:
        await run(database, "ALTER FUNCTION gateway.told(uuid[], jsonb) RENAME TO tell")
    assert "audit.event.lost" in "".join(capsys.readouterr())
