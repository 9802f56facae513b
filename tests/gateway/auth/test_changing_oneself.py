"""What people change about themselves: their name and picture, never their address or their powers."""

import asyncio
from typing import Any

import pytest

from services.gateway.auth import users
from tests.gateway.auth.server import CLEARED, ORIGIN, SIGNER, Server, bearer, cookie

LINE = "; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax"
STORED = 'SELECT u.* FROM "user" u JOIN session s ON s."userId" = u.id WHERE token = $1'


async def stored(server: Server, token: str) -> Any:
    """The person of a session, as the database has them."""
    (row,) = await server.rows(STORED, token)
    return row


async def test_update_user_changes_name_and_picture_and_hands_the_cookie_out_again(server: Server) -> None:
    token = await server.token()
    before = await stored(server, token)
    body = {"name": "Ada Lovelace", "image": "https://example.com/a.png", "unknown": 1}
    reply = await server.post("/update-user", body, cookie(token) | {"origin": ORIGIN})
    assert (reply.status, reply.body) == (200, '{"status":true}')
    assert reply.cookies == [cookie(token)["cookie"] + LINE]
    assert reply.headers["set-auth-token"] == SIGNER.sign(token)
    user = (await server.get("/get-session", cookie(token))).json["user"]
    assert (user["name"], user["image"]) == ("Ada Lovelace", "https://example.com/a.png")
    after = await stored(server, token)
    assert after["updatedAt"] > before["updatedAt"]
    assert after["updatedAt"].microsecond % 1000 == 0
    assert {key for key, value in before.items() if value != after[key]} == {"name", "image", "updatedAt"}
    await server.post("/update-user", {"image": None}, bearer(token))
    assert (await stored(server, token))["image"] is None


@pytest.mark.parametrize(
    ("sent", "kept"),
    [(5, "5"), (5.0, "5"), (1.5, "1.5"), (True, "true"), (False, "false"), ("", ""), ("Zoë 🦊", "Zoë 🦊")],
)
async def test_update_user_keeps_numbers_as_javascript_writes_them(server: Server, sent: object, kept: str) -> None:
    token = await server.token()
    assert (await server.post("/update-user", {"name": sent, "image": sent}, bearer(token))).status == 200
    row = await stored(server, token)
    assert (row["name"], row["image"]) == (kept, kept)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"name": None}, "[body.name] Invalid input: expected string, received null"),
        ({"name": ["a"]}, "[body.name] Invalid input: expected string, received array"),
        ({"image": {"a": 1}}, "[body.image] Invalid input: expected string, received object"),
        ({"name": "a\0b"}, "[body.name] Invalid input: NUL is not allowed"),
        (None, "[body] Invalid input: expected record, received undefined"),
        ([], "[body] Invalid input: expected record, received array"),
        ("x", "[body] Invalid input: expected record, received string"),
    ],
)
async def test_update_user_refuses_what_is_no_name(server: Server, body: object, fault: str) -> None:
    reply = await server.post("/update-user", body, bearer(await server.token()))
    assert reply.refusal == (400, "VALIDATION_ERROR")
    assert reply.json["message"] == fault


@pytest.mark.parametrize(
    "body", [{}, {"id": "x"}, {"emailVerified": True}, {"role": "", "banned": False}, {"email": ""}]
)
async def test_update_user_refuses_to_change_nothing(server: Server, body: object) -> None:
    reply = await server.post("/update-user", body, bearer(await server.token()))
    assert (reply.status, reply.body) == (400, '{"message":"No fields to update"}')


async def test_update_user_does_not_change_the_address(server: Server) -> None:
    token = await server.token()
    reply = await server.post("/update-user", {"email": "other@example.com", "name": "x"}, bearer(token))
    assert reply.body == '{"message":"Email can not be updated","code":"EMAIL_CAN_NOT_BE_UPDATED"}'
    assert ((await stored(server, token))["email"], (await stored(server, token))["name"]) == (server.email(), "Ada")


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ({"role": "admin", "name": "x"}, "role"),
        ({"banReason": "y", "banExpires": "x", "banned": []}, "banned"),
        ({"banExpires": "2020-01-01"}, "banExpires"),
    ],
)
async def test_update_user_gives_nobody_powers(server: Server, body: object, name: str) -> None:
    token = await server.token()
    before = await stored(server, token)
    reply = await server.post("/update-user", body, bearer(token))
    assert reply.body == f'{{"message":"{name} is not allowed to be set","code":"FIELD_NOT_ALLOWED"}}'
    assert await stored(server, token) == before


async def test_update_user_of_somebody_deleted_meanwhile_is_unauthorized(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    token, change = await server.token(), users.change

    async def late(session: Any, user_id: str, values: Any, **more: Any) -> Any:
        await server.rows('DELETE FROM "user" WHERE id = $1', user_id)
        return await change(session, user_id, values, **more)

    monkeypatch.setattr(users, "change", late)
    reply = await server.post("/update-user", {"name": "x"}, bearer(token))
    assert (reply.refusal, reply.cookies) == ((401, "UNAUTHORIZED"), CLEARED)


async def test_update_user_at_once_leaves_one_of_the_names(server: Server) -> None:
    token = await server.token()
    names = [f"Ada {number}" for number in range(20)]
    replies = await asyncio.gather(*(server.post("/update-user", {"name": one}, bearer(token)) for one in names))
    assert {reply.status for reply in replies} == {200}
    assert (await stored(server, token))["name"] in names
