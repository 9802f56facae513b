"""The ways in which a person signs in: listed without secrets, and given up but for the last."""

import asyncio

import pytest

from services.gateway.auth import tokens
from tests.gateway.auth.server import ORIGIN, Server, bearer, cookie

LINK = """
    INSERT INTO account (id, "accountId", "providerId", "userId", scope, "accessToken", "updatedAt")
    SELECT $1, '4711', 'github', id, $3, 'gho_secret', now() FROM "user" WHERE email = $2
"""
OF = 'SELECT a.id FROM account a JOIN "user" u ON u.id = a."userId" WHERE u.email = $1'


async def link(server: Server, scope: str | None = None, name: str = "ada") -> str:
    """Another account of a person; its row's id."""
    id_ = tokens.random_text()
    await server.rows(LINK, id_, server.email(name), scope)
    return id_


async def own(server: Server) -> set[str]:
    """The ids of a person's accounts."""
    return {row["id"] for row in await server.rows(OF, server.email())}


async def test_list_accounts_tells_each_without_its_secrets(server: Server) -> None:
    made = await server.sign_up()
    linked = await link(server, "read:user, user:email,,x")
    reply = await server.get("/list-accounts", cookie(made.json["token"]))
    first, second = reply.json
    keys = ["accountId", "providerId", "userId", "createdAt", "updatedAt", "id", "scopes"]
    assert list(first) == list(second) == keys
    user = made.json["user"]
    assert (first["accountId"], first["providerId"], first["userId"]) == (user["id"], "credential", user["id"])
    assert (first["createdAt"], first["scopes"]) == (user["createdAt"], [])
    assert (second["id"], second["accountId"], second["providerId"]) == (linked, "4711", "github")
    assert second["scopes"] == ["read:user", "user:email", "x"]
    assert "gho_secret" not in reply.body
    assert reply.cookies == []


@pytest.mark.parametrize("scope", [None, "", " , "])
async def test_list_accounts_knows_no_scopes_where_none_are_kept(server: Server, scope: str | None) -> None:
    token = await server.token()
    await link(server, scope)
    assert (await server.get("/list-accounts", bearer(token))).json[1]["scopes"] == []


async def test_list_accounts_of_somebody_without_any_is_empty(server: Server) -> None:
    token = await server.token()
    await server.rows('DELETE FROM account USING "user" u WHERE u.id = "userId" AND u.email = $1', server.email())
    assert (await server.get("/list-accounts", bearer(token))).body == "[]"
    reply = await server.post("/unlink-account", {"accountId": "unknown"}, bearer(token))
    assert reply.refusal == (400, "ACCOUNT_NOT_FOUND")


async def test_unlink_account_gives_up_one_of_two_by_its_rows_id(server: Server) -> None:
    token = await server.token()
    (password,) = await own(server)
    linked = await link(server)
    reply = await server.post("/unlink-account", {"accountId": password}, cookie(token) | {"origin": ORIGIN})
    assert (reply.status, reply.body, reply.cookies) == (200, '{"status":true}', [])
    assert await own(server) == {linked}
    assert (await server.sign_in()).refusal == (401, "INVALID_EMAIL_OR_PASSWORD")


async def test_unlink_account_keeps_the_last(server: Server) -> None:
    token = await server.token()
    (password,) = await own(server)
    for id_ in (password, "unknown"):
        reply = await server.post("/unlink-account", {"accountId": id_}, bearer(token))
        message = "You can't unlink your last account"
        assert (reply.status, reply.json) == (400, {"message": message, "code": "FAILED_TO_UNLINK_LAST_ACCOUNT"})
    assert await own(server) == {password}


async def test_unlink_account_knows_no_providers_number_and_nobody_elses_account(server: Server) -> None:
    token = await server.token()
    await server.sign_up("bob")
    linked, bobs = await link(server), await link(server, name="bob")
    before = await own(server)
    for id_ in ("4711", bobs, "", "a\0b"):
        reply = await server.post("/unlink-account", {"accountId": id_}, bearer(token))
        assert (reply.status, reply.body) == (400, '{"message":"Account not found","code":"ACCOUNT_NOT_FOUND"}')
    assert await own(server) == before
    assert linked in before


@pytest.mark.parametrize(("body", "received"), [({}, "undefined"), ({"accountId": 5}, "number")])
async def test_unlink_account_wants_an_id(server: Server, body: object, received: str) -> None:
    reply = await server.post("/unlink-account", body, bearer(await server.token()))
    assert reply.refusal == (400, "VALIDATION_ERROR")
    assert reply.json["message"] == f"[body.accountId] Invalid input: expected string, received {received}"


async def test_unlink_account_of_all_at_once_leaves_one(server: Server) -> None:
    token = await server.token()
    for _ in range(4):
        await link(server)
    everyone = await own(server)
    replies = await asyncio.gather(
        *(server.post("/unlink-account", {"accountId": id_}, bearer(token)) for id_ in everyone)
    )
    assert sorted(reply.status for reply in replies) == [200, 200, 200, 200, 400]
    assert len(await own(server)) == 1
