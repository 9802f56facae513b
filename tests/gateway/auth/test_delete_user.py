"""Deleting oneself: what proves the wish, what goes, what stays, and who may not go yet."""

import asyncio
from typing import Any

import pytest

from services.gateway.auth import tokens
from shared.contracts.principal import workspace_of
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.server import CLEARED, ORIGIN, PASSWORD, Server, bearer, cookie

DELETED = (200, '{"success":true,"message":"User deleted"}')
OWNER = "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER"
AGED = "UPDATE session SET \"createdAt\" = now() - interval '2 days' WHERE token = $1"
ORGANIZATION = 'INSERT INTO organization (id, name, slug, "createdAt") VALUES ($1, $2, $1, now())'
MEMBER = """
    INSERT INTO member (id, "organizationId", "userId", role, "createdAt")
    SELECT $1 || u.id, $1, u.id, $3, now() FROM "user" u WHERE u.email = $2
"""
PROOF = 'INSERT INTO verification (id, identifier, value, "expiresAt") VALUES ($1, $2, $3, now() + $4::interval)'
LEFT = """
    SELECT (SELECT count(*) FROM session WHERE "userId" = $1) AS sessions,
        (SELECT count(*) FROM account WHERE "userId" = $1) AS accounts,
        (SELECT count(*) FROM member WHERE "userId" = $1) AS members,
        (SELECT count(*) FROM apikey WHERE "referenceId" = $1) AS keys,
        (SELECT count(*) FROM gateway.profiles WHERE user_id = $1) AS profiles,
        (SELECT count(*) FROM "user" WHERE id = $1) AS people
"""
NOTHING = {"sessions": 0, "accounts": 0, "members": 0, "keys": 0, "profiles": 0, "people": 0}


@pytest.fixture
def server(serve: Serve) -> Server:
    """Auth that deletes people at once."""
    return serve(send_delete_account_verification=False)


async def person(server: Server, name: str = "ada") -> tuple[str, str]:
    """A new person's id and session token."""
    made = (await server.sign_up(name)).json
    return str(made["user"]["id"]), str(made["token"])


async def left(server: Server, user_id: str) -> dict[str, int]:
    """How many rows there are of a person, by kind."""
    (row,) = await server.rows(LEFT, user_id)
    return dict(row)


async def organization(server: Server, **roles: str) -> str:
    """An organization with these people of the test in these roles."""
    id_ = tokens.random_text()
    await server.rows(ORGANIZATION, id_, f"Acme {id_}")
    for name, role in roles.items():
        await server.rows(MEMBER, id_, server.email(name), role)
    return id_


async def proof(server: Server, user_id: str, *, lasting: str = "1 hour") -> str:
    """A token as it would have been mailed."""
    token = tokens.random_text()
    await server.rows(PROOF.replace("$4", f"'{lasting}'"), token, f"delete-account-{token}", user_id)
    return token


@pytest.mark.parametrize("body", [{}, {"password": PASSWORD}, {"password": "", "token": "", "callbackURL": "/bye"}])
async def test_delete_user_takes_a_fresh_session_or_the_password(server: Server, body: object) -> None:
    id_, token = await person(server)
    reply = await server.post("/delete-user", body, cookie(token) | {"origin": ORIGIN})
    assert ((reply.status, reply.body), reply.cookies) == (DELETED, CLEARED)
    assert "set-auth-token" not in reply.headers
    assert await left(server, id_) == NOTHING
    assert (await server.sign_in()).refusal == (401, "INVALID_EMAIL_OR_PASSWORD")


async def test_delete_user_takes_with_them_all_that_lets_somebody_act_as_them(server: Server) -> None:
    (id_, token), (other, _) = await person(server), await person(server, "bob")
    await organization(server, ada="member", bob="owner")
    for user in (id_, other):
        await server.rows(
            "INSERT INTO gateway.profiles (workspace_id, user_id) VALUES ($1, $2)", workspace_of(user_id=user), user
        )
        await server.rows(
            'INSERT INTO apikey (id, "configId", "referenceId", key, "createdAt", "updatedAt") '
            "VALUES ($1, 'default', $1, $1, now(), now())",
            user,
        )
    await server.sign_in()
    kept = await left(server, other)
    assert all(kept.values())
    assert (await server.post("/delete-user", {}, bearer(token))).status == 200
    assert await left(server, id_) == NOTHING
    assert await left(server, other) == kept


async def test_delete_user_wants_the_password_of_a_session_that_is_not_fresh(server: Server) -> None:
    id_, token = await person(server)
    await server.rows(AGED, token)
    for body in ({}, {"password": ""}, {"token": "", "callbackURL": "/x"}):
        reply = await server.post("/delete-user", body, bearer(token))
        message = "Session expired. Re-authenticate to perform this action."
        assert (reply.status, reply.json) == (400, {"message": message, "code": "SESSION_EXPIRED"})
    assert (await left(server, id_))["people"] == 1
    reply = await server.post("/delete-user", {"password": PASSWORD}, bearer(token))
    assert (reply.status, reply.body) == DELETED


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        ({"password": "wrong"}, (400, "INVALID_PASSWORD")),
        ({"password": "wrong", "token": "unknown"}, (400, "INVALID_PASSWORD")),
        ({"password": "x" * 129}, (400, "PASSWORD_TOO_LONG")),
        ({"token": "unknown"}, (404, "INVALID_TOKEN")),
        ({"password": PASSWORD, "token": "unknown"}, (404, "INVALID_TOKEN")),
        ({"callbackURL": "https://evil.example"}, (403, "INVALID_CALLBACK_URL")),
        ({"callbackURL": 7}, (400, None)),
        ({"token": None}, (400, "VALIDATION_ERROR")),
        ({"token": "a\0b"}, (400, "VALIDATION_ERROR")),
        (None, (400, "VALIDATION_ERROR")),
    ],
)
async def test_delete_user_refuses_and_deletes_nobody(server: Server, body: object, refusal: Any) -> None:
    id_, token = await person(server)
    assert (await server.post("/delete-user", body, bearer(token))).refusal == refusal
    assert (await left(server, id_))["people"] == 1


async def test_delete_user_takes_a_mailed_token_whatever_the_sessions_age(server: Server) -> None:
    id_, token = await person(server)
    await server.rows(AGED, token)
    reply = await server.post("/delete-user", {"token": await proof(server, id_)}, cookie(token) | {"origin": ORIGIN})
    assert ((reply.status, reply.body), reply.cookies) == (DELETED, CLEARED)
    assert await left(server, id_) == NOTHING


async def test_delete_user_takes_no_expired_token_and_nobody_elses_which_stays_good(server: Server) -> None:
    (ada, adas), (bob, bobs) = await person(server), await person(server, "bob")
    expired, mailed = await proof(server, ada, lasting="-1 second"), await proof(server, bob)
    for token in (expired, mailed):
        reply = await server.post("/delete-user", {"token": token}, bearer(adas))
        assert (reply.status, reply.body) == (404, '{"message":"Invalid token","code":"INVALID_TOKEN"}')
    assert (await server.post("/delete-user", {"token": mailed}, bearer(bobs))).status == 200
    assert (await left(server, ada))["people"] == 1


async def test_delete_user_is_not_there_when_it_is_switched_off(serve: Serve) -> None:
    server = serve(delete_user_enabled=False)
    id_, token = await person(server)
    reply = await server.post("/delete-user", {"password": PASSWORD}, bearer(token))
    assert (reply.status, reply.body, reply.headers) == (404, "", {"content-type": "application/json"})
    assert (await server.post("/delete-user", {"password": 5}, bearer(token))).refusal == (400, "VALIDATION_ERROR")
    assert (await server.post("/delete-user", {})).refusal == (401, "UNAUTHORIZED")
    assert (await left(server, id_))["people"] == 1


@pytest.mark.parametrize(("ada", "bob"), [("owner", "admin"), ("admin, owner", "member"), ("owner,member", "coowner")])
async def test_delete_user_refuses_the_only_owner_of_an_organization_that_others_are_in(
    server: Server, ada: str, bob: str
) -> None:
    id_, token = await person(server)
    await person(server, "bob")
    organization_id = await organization(server, ada=ada, bob=bob)
    mailed = await proof(server, id_)
    for body in ({}, {"password": PASSWORD}, {"token": mailed}):
        reply = await server.post("/delete-user", body, bearer(token))
        assert reply.refusal == (400, OWNER)
        assert f"Acme {organization_id}" in reply.json["message"]
        assert reply.cookies == []
    assert (await left(server, id_))["members"] == 1
    await server.rows(
        "UPDATE member SET role = 'admin, owner' WHERE role = $1 AND \"organizationId\" = $2", bob, organization_id
    )
    assert (await server.post("/delete-user", {"token": mailed}, bearer(token))).status == 200


async def test_delete_user_lets_the_only_one_in_an_organization_go_and_keeps_it(server: Server) -> None:
    _, token = await person(server)
    organization_id = await organization(server, ada="owner")
    assert (await server.post("/delete-user", {}, bearer(token))).status == 200
    assert len(await server.rows("SELECT 1 FROM organization WHERE id = $1", organization_id)) == 1


async def test_delete_user_of_all_owners_at_once_leaves_one_while_others_are_in(server: Server) -> None:
    people = {name: await person(server, name) for name in ("ada", "bob", "eve", "mia")}
    await organization(server, ada="owner", bob="owner", eve="owner", mia="member")
    going = [bearer(people[name][1]) for name in ("ada", "bob", "eve")]
    replies = await asyncio.gather(*(server.post("/delete-user", {}, headers) for headers in going))
    assert sorted(reply.status for reply in replies) == [200, 200, 400]
    assert [reply.refusal for reply in replies if reply.status == 400] == [(400, OWNER)]


async def test_delete_user_by_one_token_fifty_times_at_once_succeeds_once(server: Server) -> None:
    id_, token = await person(server)
    mailed = await proof(server, id_)
    replies = await asyncio.gather(*(server.post("/delete-user", {"token": mailed}, bearer(token)) for _ in range(50)))
    assert sum(reply.status == 200 for reply in replies) == 1
    assert {reply.refusal for reply in replies if reply.status != 200} <= {
        (503, "DATABASE_UNAVAILABLE"),
        (404, "INVALID_TOKEN"),
        (401, "UNAUTHORIZED"),
    }
    assert await left(server, id_) == NOTHING


async def test_delete_user_while_they_sign_in_leaves_no_session(server: Server) -> None:
    id_, token = await person(server)
    gone, *tried = await asyncio.gather(
        server.post("/delete-user", {}, bearer(token)), *(server.sign_in() for _ in range(4))
    )
    assert gone.status == 200
    assert {reply.status for reply in tried} <= {200, 401}
    assert await left(server, id_) == NOTHING
