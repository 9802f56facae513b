"""Coming with an API key: whom it stands for, what it may do, and how often."""

import asyncio
from collections import Counter
from contextlib import aclosing
from typing import Any

import asyncpg
import httpx2
import pytest

from services.gateway.proxy.areas import AREAS
from services.gateway.proxy.routes import ROUTES
from tests.support import asgi
from tests.support.databases import Database
from tests.support.stack import Stack

CAMPAIGNS = "/api/campaigns"
PROJECT = {"project_name": "Atlas"}


async def key_of(client: httpx2.AsyncClient, **body: Any) -> dict[str, Any]:
    """A new key of whoever is signed in."""
    response = await client.post("/api/auth/api-key/create", json=body)
    assert response.status_code == 200, response.text
    key: dict[str, Any] = response.json()
    return key


def by(stack: Stack, key: dict[str, Any] | str) -> httpx2.AsyncClient:
    """A program with that key and nothing else."""
    text = key if isinstance(key, str) else key["key"]
    return stack.client(headers={"x-api-key": text})


async def run(database: Database, statement: str, *arguments: object) -> list[asyncpg.Record]:
    """SQL as the owner, as a BetterAuth server on the same database would."""
    owner = await asyncpg.connect(database.owner_url)
    try:
        found: list[asyncpg.Record] = await owner.fetch(statement, *arguments)
        return found
    finally:
        await owner.close()


async def test_a_key_works_on_its_owners_research(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada, by(stack, await key_of(ada)) as program:
        made = await program.post("/api/projects", json=PROJECT)
        assert made.status_code == 201, made.text
        assert (await ada.get(made.headers["location"])).status_code == 200


async def test_another_persons_key_finds_nothing_of_it(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada, aclosing(await stack.sign_up("eve")) as eve:
        made = await ada.post("/api/projects", json=PROJECT)
        async with by(stack, await key_of(eve)) as program:
            assert (await program.get(made.headers["location"])).status_code == 404


async def test_a_key_goes_before_the_cookie_it_comes_with(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada, aclosing(await stack.sign_up("eve")) as eve:
        made = await ada.post("/api/projects", json=PROJECT)
        key = (await key_of(eve))["key"]
        assert (await ada.get(made.headers["location"], headers={"x-api-key": key})).status_code == 404
        assert (await ada.get(made.headers["location"], headers={"x-api-key": "x"})).status_code == 401


async def test_scopes_bound_what_a_key_may_do(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        key = await key_of(ada, scopes={"projects": ["read"], "campaigns": ["read", "write"]})
        assert key["permissions"] == {"projects": ["read"], "campaigns": ["read", "write"]}
        async with by(stack, key) as program:
            assert (await program.get("/api/projects")).status_code == 200
            refused = await program.post("/api/projects", json=PROJECT)
            assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
            assert "projects:write" in refused.json()["detail"]
            assert (await program.get("/api/experts")).status_code == 403
            assert (await program.get("/api/users/profile")).status_code == 403


@pytest.mark.parametrize(
    "permissions",
    ["", "{", "5", "[]", '{"campaigns":5}', '{"campaigns":"read"}', '{"campaigns":[["read"]]}', '{"a":["read"]}'],
)
async def test_permissions_that_are_no_scopes_allow_nothing(stack: Stack, database: Database, permissions: str) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        key = await key_of(ada)
    await run(database, "UPDATE apikey SET permissions = $2 WHERE id = $1", key["id"], permissions)
    async with by(stack, key) as program:
        refused = await program.get(CAMPAIGNS)
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")


def test_every_route_lies_in_an_area() -> None:
    assert {route.area for route in ROUTES} | {"profile"} == AREAS


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("enabled = false", "api_key_disabled"),
        ("\"expiresAt\" = now() - interval '1 second'", "api_key_expired"),
        ("\"organizationId\" = 'elsewhere'", "api_key_unknown"),
    ],
)
async def test_a_key_that_is_off_over_or_without_its_owner_is_refused_at_once(
    stack: Stack, database: Database, change: str, code: str
) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        key = await key_of(ada)
        async with by(stack, key) as program:
            assert (await program.get(CAMPAIGNS)).status_code == 200
            await run(database, f"UPDATE apikey SET {change} WHERE id = $1", key["id"])
            refused = await program.get(CAMPAIGNS)
    assert (refused.status_code, refused.json()["code"]) == (401, code)
    assert "www-authenticate" in refused.headers


async def test_a_deleted_key_and_a_banned_owner_are_refused_at_once(stack: Stack, database: Database) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        gone, kept = await key_of(ada), await key_of(ada)
        await ada.post("/api/auth/api-key/delete", json={"keyId": gone["id"]})
        async with by(stack, gone) as program:
            assert (await program.get(CAMPAIGNS)).status_code == 401
        await run(database, 'UPDATE "user" SET banned = true WHERE id = $1', kept["referenceId"])
        async with by(stack, kept) as program:
            assert (await program.get(CAMPAIGNS)).status_code == 401


@pytest.mark.parametrize("key", ["", "x" * 64, "x" * 5_000, "é", "a.b.c"])
async def test_what_is_no_key_is_nobodys(stack: Stack, key: str) -> None:
    async with stack.client(headers={"x-api-key": key.encode()}) as program:
        assert (await program.get(CAMPAIGNS)).status_code == 401


async def test_the_limit_holds_exactly_under_fifty_at_once(stack: Stack, database: Database) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        key = await key_of(ada)
    limit = 'UPDATE apikey SET "rateLimitMax" = 7, "rateLimitTimeWindow" = 3600000 WHERE id = $1'
    await run(database, limit, key["id"])
    async with by(stack, key) as program:
        answers = await asyncio.gather(*(program.get(CAMPAIGNS) for _ in range(50)))
    assert Counter(answer.status_code for answer in answers) == {200: 7, 429: 43}
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["code"] == "api_key_limited"
    assert 500 <= int(refused.headers["retry-after"]) <= 520


async def test_what_remains_is_used_up_exactly_under_fifty_at_once(stack: Stack, database: Database) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        key = await key_of(ada)
    await run(database, "UPDATE apikey SET remaining = 5 WHERE id = $1", key["id"])
    async with by(stack, key) as program:
        answers = await asyncio.gather(*(program.get(CAMPAIGNS) for _ in range(50)))
        assert Counter(answer.status_code for answer in answers) == {200: 5, 429: 45}
        assert (await program.get(CAMPAIGNS)).json()["code"] == "api_key_used_up"
    (row,) = await run(database, 'SELECT remaining, "requestCount" FROM apikey WHERE id = $1', key["id"])
    assert (row["remaining"], row["requestCount"]) == (0, 5)


async def test_what_remains_is_refilled_when_its_interval_has_passed(stack: Stack, database: Database) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        key = await key_of(ada)
    refill = """UPDATE apikey SET remaining = 0, "refillAmount" = 2, "refillInterval" = 1000,
        "lastRefillAt" = now() - interval '2 seconds' WHERE id = $1"""
    await run(database, refill, key["id"])
    async with by(stack, key) as program:
        assert [(await program.get(CAMPAIGNS)).status_code for _ in range(2)] == [200, 200]


async def test_a_steady_caller_below_the_limit_is_never_shut_out(stack: Stack, database: Database) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        key = await key_of(ada)
    full = """UPDATE apikey SET "rateLimitMax" = 10, "rateLimitTimeWindow" = 10000, "requestCount" = 10,
        "lastRequest" = now() - interval '1100 milliseconds' WHERE id = $1"""
    async with by(stack, key) as program:
        for _ in range(3):
            await run(database, full, key["id"])
            assert (await program.get(CAMPAIGNS)).status_code == 200


async def test_a_key_of_another_server_without_a_workspace_works_in_the_personal_one(
    stack: Stack, database: Database
) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        made = await ada.post("/api/projects", json=PROJECT)
        key = await key_of(ada)
        theirs = (
            """UPDATE apikey SET "organizationId" = NULL, permissions = NULL, "rateLimitMax" = NULL WHERE id = $1"""
        )
        await run(database, theirs, key["id"])
        async with by(stack, key) as program:
            assert (await program.get(made.headers["location"])).status_code == 200


async def test_a_key_works_in_the_organization_it_was_made_in_with_its_owners_role_there(
    stack: Stack, database: Database
) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        slug = stack.email("ada").partition("@")[0]
        made = await ada.post("/api/auth/organization/create", json={"name": "Acme", "slug": slug})
        project = await ada.post("/api/projects", json=PROJECT)
        key = await key_of(ada)
        await ada.post("/api/auth/organization/set-active", json={"organizationId": None})
        async with by(stack, key) as program:
            assert (await program.get(project.headers["location"])).status_code == 200
            members = """UPDATE member SET role = 'viewer' WHERE "organizationId" = $1"""
            await run(database, members, made.json()["id"])
            assert (await program.post("/api/projects", json=PROJECT)).status_code == 403
            await run(database, 'DELETE FROM member WHERE "organizationId" = $1', made.json()["id"])
            assert (await program.get(project.headers["location"])).status_code == 401


async def test_a_key_never_reaches_auth_nor_the_moving_of_a_campaign(stack: Stack) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada, by(stack, await key_of(ada)) as program:
        assert (await program.get("/api/auth/get-session")).json() is None
        assert (await program.get("/api/auth/api-key/list")).status_code == 401
        moved = await program.post(
            "/api/campaigns/00000000-0000-4000-8000-000000000000/move", json={"organization_id": "x"}
        )
        assert (moved.status_code, moved.json()["code"]) == (403, "session_needed")


async def test_nothing_of_a_key_is_written_to_the_log(stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        key = await key_of(ada)
        async with by(stack, key) as program:
            await program.get(CAMPAIGNS)
    assert key["key"] not in "".join(capsys.readouterr())


async def test_an_open_streams_key_is_reviewed_without_being_counted(stack: Stack, database: Database) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        key = await key_of(ada)
    used = 'SELECT "requestCount", "lastRequest" FROM apikey WHERE id = $1'
    identifier = stack.app.state.identifier
    asked = asgi.scope("GET", CAMPAIGNS, [(b"x-api-key", key["key"].encode())])
    identified = await identifier.identified(asked)
    before = await run(database, used, key["id"])
    assert await identifier.stands(asked, identified)
    assert await run(database, used, key["id"]) == before
    await run(database, "UPDATE apikey SET enabled = false WHERE id = $1", key["id"])
    assert not await identifier.stands(asked, identified)


async def test_the_audit_trail_hears_of_a_key_once_an_hour_and_of_its_refusals(
    stack: Stack, database: Database
) -> None:
    async with aclosing(await stack.sign_up("ada")) as ada:
        key = await key_of(ada)
        async with by(stack, key) as program:
            for _ in range(3):
                await program.get(CAMPAIGNS)
            await run(database, "UPDATE apikey SET enabled = false WHERE id = $1", key["id"])
            for _ in range(3):
                await program.get(CAMPAIGNS)
        told = (await ada.get("/api/workspace/audit", params={"action": "use_api_key"})).json()["items"]
    assert [(event["succeeded"], event["reason"]) for event in told] == [(False, "api_key_disabled"), (True, None)]
    assert {event["api_key_id"] for event in told} == {key["id"]}
