"""Making, changing, showing and removing API keys, as BetterAuth's api-key plugin answers."""

import hashlib
from base64 import urlsafe_b64encode
from datetime import timedelta
from typing import Any

import pytest

from tests.gateway.auth.server import Server, bearer

MEMBERS = (
    *("configId", "name", "start", "referenceId", "prefix", "key", "refillInterval", "refillAmount", "lastRefillAt"),
    *("enabled", "rateLimitEnabled", "rateLimitTimeWindow", "rateLimitMax", "requestCount", "remaining"),
    *("lastRequest", "expiresAt", "createdAt", "updatedAt", "permissions", "metadata", "id"),
)


async def made(server: Server, headers: dict[str, str], **body: Any) -> dict[str, Any]:
    """A new key."""
    reply = await server.post("/api-key/create", body, headers)
    assert reply.status == 200, reply
    key: dict[str, Any] = reply.json
    return key


async def test_create_shows_the_key_once_and_keeps_its_hash(server: Server) -> None:
    ada = bearer(await server.token())
    key = await made(server, ada, name="ci", prefix="cv_")
    assert tuple(key) == MEMBERS
    assert key["key"].startswith("cv_") and len(key["key"]) == 67 and key["start"] == key["key"][:6]
    (row,) = await server.rows("SELECT * FROM apikey WHERE id = $1", key["id"])
    digest = hashlib.sha256(key["key"].encode()).digest()
    assert row["key"] == urlsafe_b64encode(digest).rstrip(b"=").decode()
    shown = await server.get(f"/api-key/get?id={key['id']}", ada)
    assert shown.json == {name: value for name, value in key.items() if name != "key"}


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"name": "x" * 33}, (400, "INVALID_NAME_LENGTH")),
        ({"name": 5}, (400, "VALIDATION_ERROR")),
        ({"prefix": "no spaces"}, (400, "VALIDATION_ERROR")),
        ({"prefix": "x" * 33}, (400, "INVALID_PREFIX_LENGTH")),
        ({"expiresIn": 86_399}, (400, "EXPIRES_IN_IS_TOO_SMALL")),
        ({"expiresIn": 366 * 86_400}, (400, "EXPIRES_IN_IS_TOO_LARGE")),
        ({"expiresIn": 0}, (400, "VALIDATION_ERROR")),
        ({"remaining": 5}, (400, "SERVER_ONLY_PROPERTY")),
        ({"rateLimitMax": 5}, (400, "SERVER_ONLY_PROPERTY")),
        ({"rateLimitEnabled": False}, (400, "SERVER_ONLY_PROPERTY")),
        ({"refillAmount": 1}, (400, "SERVER_ONLY_PROPERTY")),
        ({"permissions": {"projects": ["write"]}}, (400, "SERVER_ONLY_PROPERTY")),
        ({"userId": "somebody"}, (401, "UNAUTHORIZED_SESSION")),
        ({"metadata": {"a": 1}}, (400, "METADATA_DISABLED")),
        ({"scopes": {"nonsense": ["read"]}}, (400, "SCOPES_UNKNOWN")),
        ({"scopes": {"projects": ["own"]}}, (400, "SCOPES_UNKNOWN")),
        ({"scopes": ["projects"]}, (400, "VALIDATION_ERROR")),
    ],
)
async def test_create_refuses(server: Server, body: dict[str, Any], refusal: tuple[int, str]) -> None:
    reply = await server.post("/api-key/create", body, bearer(await server.token()))
    assert reply.refusal == refusal


async def test_create_refuses_nobody(server: Server) -> None:
    assert (await server.post("/api-key/create", {})).refusal == (401, "UNAUTHORIZED_SESSION")


async def test_create_stops_at_a_hundred_keys(server: Server) -> None:
    ada = bearer(await server.token())
    first = await made(server, ada)
    await server.rows(
        """INSERT INTO apikey (id, "configId", "referenceId", key, "createdAt", "updatedAt")
        SELECT $1 || n, 'default', $2, $1 || n, now(), now() FROM generate_series(1, 99) n""",
        first["id"],
        first["referenceId"],
    )
    assert (await server.post("/api-key/create", {}, ada)).refusal == (403, "TOO_MANY_KEYS")


async def test_create_clears_keys_that_have_expired(server: Server) -> None:
    ada = bearer(await server.token())
    old = await made(server, ada, expiresIn=86_400)
    server.clock.offset = timedelta(days=2)
    await made(server, ada)
    assert (await server.get(f"/api-key/get?id={old['id']}", ada)).refusal == (404, "KEY_NOT_FOUND")


async def test_update_changes_name_life_and_switch(server: Server) -> None:
    ada = bearer(await server.token())
    key = await made(server, ada)
    body = {"keyId": key["id"], "name": "other", "enabled": False, "expiresIn": 86_400}
    changed = (await server.post("/api-key/update", body, ada)).json
    assert (changed["name"], changed["enabled"]) == ("other", False)
    assert changed["expiresAt"] is not None and "key" not in changed
    assert (await server.post("/api-key/update", {"keyId": key["id"], "expiresIn": None}, ada)).json[
        "expiresAt"
    ] is None


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({}, (400, "NO_VALUES_TO_UPDATE")),
        ({"metadata": {"a": 1}}, (400, "NO_VALUES_TO_UPDATE")),
        ({"name": ""}, (400, "INVALID_NAME_LENGTH")),
        ({"name": None}, (400, "VALIDATION_ERROR")),
        ({"expiresIn": 1}, (400, "EXPIRES_IN_IS_TOO_SMALL")),
        ({"remaining": 3}, (400, "SERVER_ONLY_PROPERTY")),
        ({"permissions": None}, (400, "SERVER_ONLY_PROPERTY")),
        ({"userId": "somebody"}, (401, "UNAUTHORIZED_SESSION")),
        ({"keyId": "nothing", "name": "x"}, (404, "KEY_NOT_FOUND")),
    ],
)
async def test_update_refuses(server: Server, body: dict[str, Any], refusal: tuple[int, str]) -> None:
    ada = bearer(await server.token())
    key = await made(server, ada)
    reply = await server.post("/api-key/update", {"keyId": key["id"]} | body, ada)
    assert reply.refusal == refusal


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [("POST", "update", {"name": "x"}), ("POST", "delete", {}), ("GET", "get", None)],
)
async def test_somebody_elses_key_is_not_found(server: Server, method: str, path: str, body: Any) -> None:
    key = await made(server, bearer(await server.token("ada")))
    bob = bearer(await server.token("bob"))
    if method == "GET":
        reply = await server.get(f"/api-key/{path}?id={key['id']}", bob)
    else:
        reply = await server.post(f"/api-key/{path}", {"keyId": key["id"]} | body, bob)
    assert reply.refusal == (404, "KEY_NOT_FOUND")


async def test_delete_removes_the_key_once(server: Server) -> None:
    ada = bearer(await server.token())
    key = await made(server, ada)
    assert (await server.post("/api-key/delete", {"keyId": key["id"]}, ada)).body == '{"success":true}'
    assert (await server.post("/api-key/delete", {"keyId": key["id"]}, ada)).refusal == (404, "KEY_NOT_FOUND")


async def test_delete_refuses_somebody_whose_ban_is_over_and_not_yet_lifted(server: Server) -> None:
    ada = bearer(await server.token())
    key = await made(server, ada)
    ban = """UPDATE "user" SET banned = true, "banExpires" = now() - interval '1 day' WHERE email = $1"""
    await server.rows(ban, server.email())
    assert (await server.post("/api-key/delete", {"keyId": key["id"]}, ada)).refusal == (401, "USER_BANNED")


async def test_list_pages_and_sorts_ones_own(server: Server) -> None:
    ada = bearer(await server.token("ada"))
    await made(server, bearer(await server.token("bob")), name="bob's")
    for name in ("b", "c", "a"):
        await made(server, ada, name=name)
    everything = (await server.get("/api-key/list", ada)).json
    assert [key["name"] for key in everything["apiKeys"]] == ["b", "c", "a"]
    assert set(everything) == {"apiKeys", "total"}
    page = (await server.get("/api-key/list?sortBy=name&sortDirection=desc&limit=1&offset=1", ada)).json
    assert ([key["name"] for key in page["apiKeys"]], page["total"], page["limit"], page["offset"]) == (["b"], 3, 1, 1)


@pytest.mark.parametrize(
    ("query", "refusal"),
    [
        ("limit=x", (400, "VALIDATION_ERROR")),
        ("limit=-1", (400, "VALIDATION_ERROR")),
        ("limit=1.5", (400, "VALIDATION_ERROR")),
        ("limit=1e400", (400, "VALIDATION_ERROR")),
        ("sortBy=key", (400, "VALIDATION_ERROR")),
        ("sortDirection=up", (400, "VALIDATION_ERROR")),
        ("organizationId=o", (403, "USER_NOT_MEMBER_OF_ORGANIZATION")),
    ],
)
async def test_list_refuses(server: Server, query: str, refusal: tuple[int, str]) -> None:
    assert (await server.get(f"/api-key/list?{query}", bearer(await server.token()))).refusal == refusal


@pytest.mark.parametrize("path", ["/api-key/list", "/api-key/get?id=x"])
async def test_reading_keys_refuses_nobody(server: Server, path: str) -> None:
    assert (await server.get(path)).refusal == (401, "UNAUTHORIZED")
