"""A person's sessions: listed, closed one by one and together, and nobody else's ever."""

import asyncio
from datetime import timedelta

import pytest

from services.gateway.auth import tokens
from tests.gateway.auth.server import CLEARED, ORIGIN, Server, bearer, cookie

MANY = 142
OPEN_MANY = """
    INSERT INTO session (id, token, "userId", "expiresAt", "updatedAt")
    SELECT gen_random_uuid(), gen_random_uuid(), "userId", now() + interval '1 day', now()
    FROM session, generate_series(1, $2) WHERE token = $1
"""
OTHERS = 'SELECT token FROM session WHERE "userId" = (SELECT "userId" FROM session WHERE token = $1) AND token <> $1'


async def second(server: Server) -> str:
    """Another session of the same person."""
    return str((await server.sign_in()).json["token"])


async def test_list_sessions_tells_of_all_that_live_the_oldest_first(server: Server) -> None:
    first, stranger = await server.token(), await server.token("bob")
    other = await second(server)
    reply = await server.get("/list-sessions", cookie(first))
    assert [one["token"] for one in reply.json] == [first, other]
    assert stranger not in reply.body
    session = (await server.get("/get-session", cookie(first))).json["session"]
    assert list(reply.json[0].items()) == list(session.items())
    await server.rows(OPEN_MANY, first, MANY)
    assert len((await server.get("/list-sessions", cookie(first))).json) == MANY + 2


async def test_list_sessions_leaves_out_the_expired_and_an_admins_in_ones_place(server: Server) -> None:
    first, expired, admins = await server.token(), await second(server), await second(server)
    await server.rows("UPDATE session SET \"expiresAt\" = now() - interval '1 s' WHERE token = $1", expired)
    await server.rows("UPDATE session SET \"impersonatedBy\" = 'boss' WHERE token = $1", admins)
    assert [one["token"] for one in (await server.get("/list-sessions", bearer(first))).json] == [first]


async def test_revoke_session_closes_one_of_ones_own(server: Server) -> None:
    first = await server.token()
    other = await second(server)
    reply = await server.post("/revoke-session", {"token": other}, cookie(first) | {"origin": ORIGIN})
    assert (reply.status, reply.body, reply.cookies) == (200, '{"status":true}', [])
    assert (await server.sessions(other), len(await server.sessions(first))) == ([], 1)


async def test_revoke_session_of_this_one_clears_its_cookies(server: Server) -> None:
    token = await server.token()
    reply = await server.post("/revoke-session", {"token": token}, cookie(token) | {"origin": ORIGIN})
    assert (reply.status, reply.body, reply.cookies) == (200, '{"status":true}', CLEARED)
    assert await server.sessions(token) == []


@pytest.mark.parametrize("token", ["unknown", "", "é" * 40])
async def test_revoke_session_says_the_same_of_an_unknown_one(server: Server, token: str) -> None:
    reply = await server.post("/revoke-session", {"token": token}, bearer(await server.token()))
    assert (reply.status, reply.body, reply.cookies) == (200, '{"status":true}', [])


async def test_revoke_session_leaves_somebody_elses_alone(server: Server) -> None:
    ada, bob = await server.token("ada"), await server.token("bob")
    reply = await server.post("/revoke-session", {"token": bob}, bearer(ada))
    assert (reply.status, reply.body) == (200, '{"status":true}')
    assert len(await server.sessions(bob)) == 1


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (None, "[body] Invalid input: expected object, received undefined"),
        ({}, "[body.token] Invalid input: expected string, received undefined"),
        ({"token": 5}, "[body.token] Invalid input: expected string, received number"),
        ({"token": "a\0b"}, "[body.token] Invalid input: NUL is not allowed"),
    ],
)
async def test_revoke_session_wants_a_token(server: Server, body: object, fault: str) -> None:
    reply = await server.post("/revoke-session", body, bearer(await server.token()))
    assert reply.refusal == (400, "VALIDATION_ERROR")
    assert reply.json["message"] == fault


async def test_revoke_sessions_closes_all_of_them_and_clears_the_cookies(server: Server) -> None:
    token, bob = await server.token(), await server.token("bob")
    await server.rows(OPEN_MANY, token, MANY)
    (row,) = await server.sessions(token)
    reply = await server.post("/revoke-sessions", {}, cookie(token) | {"origin": ORIGIN})
    assert (reply.status, reply.body, reply.cookies) == (200, '{"status":true}', CLEARED)
    assert await server.rows('SELECT 1 FROM session WHERE "userId" = $1', row["userId"]) == []
    assert len(await server.sessions(bob)) == 1


async def test_revoke_other_sessions_closes_every_other_one_however_many(server: Server) -> None:
    token, bob = await server.token(), await server.token("bob")
    await server.rows(OPEN_MANY, token, MANY)
    reply = await server.post("/revoke-other-sessions", None, cookie(token) | {"origin": ORIGIN})
    assert (reply.status, reply.body, reply.cookies) == (200, '{"status":true}', [])
    assert await server.rows(OTHERS, token) == []
    assert len(await server.sessions(token)) == len(await server.sessions(bob)) == 1


@pytest.mark.parametrize("path", ["/revoke-sessions", "/revoke-other-sessions"])
async def test_revoke_sessions_and_others_read_a_body_they_have_no_use_for(server: Server, path: str) -> None:
    sent = bearer(await server.token())
    as_json = sent | {"content-type": "application/json"}
    assert (await server.send("POST", path, as_json, "{bad")).refusal == (400, "BAD_REQUEST")
    plain = await server.send("POST", path, sent | {"content-type": "text/plain"}, "x")
    assert plain.refusal == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert (await server.send("POST", path, as_json, "[1]")).status == 200


async def test_revoke_session_against_prolonging_it_never_brings_it_back(server: Server) -> None:
    keeper = await server.token()
    for _ in range(10):
        token = tokens.random_text()
        await server.rows(
            """
            INSERT INTO session (id, token, "userId", "expiresAt", "updatedAt")
            SELECT $2, $2, "userId", now() + interval '5 days', now() FROM session WHERE token = $1
            """,
            keeper,
            token,
        )
        reads = [server.get("/list-accounts", cookie(token)) for _ in range(4)]
        revoked, *read = await asyncio.gather(server.post("/revoke-session", {"token": token}, bearer(keeper)), *reads)
        assert revoked.status == 200
        assert {reply.status for reply in read} <= {200, 401}
        assert await server.sessions(token) == []
        assert (await server.get("/list-accounts", cookie(token))).status == 401


async def test_update_session_has_nothing_to_update(server: Server) -> None:
    token = await server.token()
    reserved = [{"activeOrganizationId": None, "impersonatedBy": ""}, {"token": "x"}, {"expiresAt": "2099-01-01"}]
    for body in ({}, *reserved):
        reply = await server.post("/update-session", body, bearer(token))
        assert (reply.status, reply.body) == (400, '{"message":"No fields to update"}')
    (row,) = await server.sessions(token)
    assert row["expiresAt"] - row["createdAt"] == timedelta(days=7)


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"impersonatedBy": "x", "activeOrganizationId": "y"}, "activeOrganizationId"),
        ({"impersonatedBy": [], "activeOrganizationId": 0}, "impersonatedBy"),
    ],
)
async def test_update_session_lets_nobody_choose_an_organization_or_an_admin(
    server: Server, body: object, name: str
) -> None:
    token = await server.token()
    reply = await server.post("/update-session", body, bearer(token))
    assert reply.body == f'{{"message":"{name} is not allowed to be set","code":"FIELD_NOT_ALLOWED"}}'
    (row,) = await server.sessions(token)
    assert (row["activeOrganizationId"], row["impersonatedBy"]) == (None, None)


@pytest.mark.parametrize(("body", "kind"), [([], "array"), ("x", "string"), (5, "number"), (None, "undefined")])
async def test_update_session_wants_a_record(server: Server, body: object, kind: str) -> None:
    reply = await server.post("/update-session", body, bearer(await server.token()))
    assert reply.refusal == (400, "VALIDATION_ERROR")
    assert reply.json["message"] == f"[body] Invalid input: expected record, received {kind}"
