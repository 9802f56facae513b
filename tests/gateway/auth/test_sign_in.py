"""Signing in: the answer, and what a stranger must not learn from it."""

import pytest

from services.gateway.auth import passwords
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.server import DONT_REMEMBER, ORIGIN, PASSWORD, PEER, SIGNER, Server, cookie

REFUSED = (401, "INVALID_EMAIL_OR_PASSWORD")
NODE_MADE = (
    "00112233445566778899aabbccddeeff:267a33c2ae63f1c2d542f84d50b7d87c68900c8b9475f6a47ade71cf44b234822e0a34af1d226572"
    "b5caf52809319d4c486f3d209cc2fd022fb53bb4eaeb35b1"
)
"""What Node's crypto.scryptSync makes of PASSWORD with BetterAuth's parameters."""


async def store(server: Server, password: str | None) -> None:
    """Set a person's stored hash."""
    await server.rows(
        'UPDATE account SET password = $2 FROM "user" u WHERE u.id = "userId" AND u.email = $1',
        server.email(),
        password,
    )


async def test_the_right_password_opens_a_session_and_changes_the_order_of_keys(server: Server) -> None:
    made = await server.sign_up()
    reply = await server.sign_in(email=server.email().upper())
    assert list(reply.json) == ["redirect", "token", "user"]
    assert reply.json["redirect"] is False
    assert reply.json["user"] == made.json["user"]
    assert reply.json["token"] != made.json["token"]
    assert reply.headers["set-auth-token"] == SIGNER.sign(reply.json["token"])


async def test_a_callback_address_comes_back_with_status_200(server: Server) -> None:
    await server.sign_up()
    reply = await server.sign_in(callbackURL="/welcome?to=the%20house")
    assert list(reply.json) == ["redirect", "token", "url", "user"]
    assert (reply.status, reply.json["redirect"], reply.json["url"]) == (200, True, "/welcome?to=the%20house")
    assert reply.headers["location"] == "/welcome?to=the%20house"
    empty = await server.sign_in(callbackURL="")
    assert (empty.json["redirect"], empty.json["url"], empty.headers.get("location")) == (False, "", None)


async def test_a_callback_address_beyond_latin_1_is_encoded_in_the_header_only(server: Server) -> None:
    await server.sign_up()
    reply = await server.sign_in(callbackURL="/добро")
    assert reply.json["url"] == "/добро"
    assert reply.headers["location"] == "/%D0%B4%D0%BE%D0%B1%D1%80%D0%BE"


async def test_signing_in_decides_anew_whether_to_remember(server: Server) -> None:
    await server.sign_up()
    browser = {"origin": ORIGIN, "cookie": DONT_REMEMBER}
    again = await server.sign_in(headers=browser)
    assert "Max-Age=604800" in again.cookies[0]
    assert again.cookies[1:] == ["better-auth.dont_remember=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]
    forgotten = await server.sign_in(headers=browser, rememberMe=False)
    assert forgotten.cookies[1:] == [f"{DONT_REMEMBER}; Path=/; HttpOnly; SameSite=Lax"]
    forged = await server.sign_in(headers={"origin": ORIGIN, "cookie": "better-auth.dont_remember=true.bad"})
    assert len(forged.cookies) == 1


@pytest.mark.full_cost
async def test_a_hash_made_by_the_node_server_is_understood(server: Server) -> None:
    await server.sign_up(password="something else entirely")
    await store(server, NODE_MADE)
    assert (await server.sign_in()).status == 200
    assert (await server.sign_in(password=PASSWORD + " ")).refusal == REFUSED


async def test_passwords_are_compared_after_nfkc(server: Server) -> None:
    await server.sign_up(password="ﬁancée①23")
    assert (await server.sign_in(password="fiancée123")).status == 200
    assert (await server.sign_in(password="Fiancée123")).refusal == REFUSED


async def test_strangers_and_people_without_a_password_cost_a_hash_and_get_the_same_answer(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    await server.sign_up()
    hashed: list[str] = []
    derive = passwords.derive

    def counted(password: str, salt: str) -> str:
        hashed.append(password)
        return derive(password, salt)

    monkeypatch.setattr(passwords, "derive", counted)
    replies = [await server.sign_in(password="wrong"), await server.sign_in("stranger")]
    await store(server, None)
    replies.append(await server.sign_in())
    await server.rows(
        """UPDATE account SET "providerId" = 'github' FROM "user" u WHERE u.id = "userId" AND u.email = $1""",
        server.email(),
    )
    replies.append(await server.sign_in())
    assert len({(reply.status, reply.body, str(reply.headers)) for reply in replies}) == 1
    assert replies[0].refusal == REFUSED
    assert len(hashed) == len(replies)


@pytest.mark.parametrize("stored", ["no colon at all", "salt:", ":key", "$2b$10$abcdefghijklmnopqrstuv", ":::"])
async def test_what_is_no_hash_is_our_fault_and_says_nothing(server: Server, stored: str) -> None:
    await server.sign_up()
    await store(server, stored)
    reply = await server.sign_in()
    assert (reply.status, reply.body, reply.headers) == (500, "", {})


@pytest.mark.parametrize("stored", ["abc:def", NODE_MADE.upper(), NODE_MADE + "00", "a" * 100_000 + NODE_MADE[32:]])
async def test_a_hash_nothing_can_equal_is_refused_without_hashing(
    server: Server, monkeypatch: pytest.MonkeyPatch, stored: str
) -> None:
    await server.sign_up()
    await store(server, stored)
    monkeypatch.setattr(passwords, "derive", None)
    assert (await server.sign_in()).refusal == REFUSED


async def test_a_session_remembers_where_it_was_opened(server: Server, serve: Serve) -> None:
    await server.sign_up()
    sent = {"x-forwarded-for": "2001:db8::7", "user-agent": "Test/1.0"}
    (row,) = await server.sessions((await server.sign_in(headers=sent)).json["token"])
    assert (row["ipAddress"], row["userAgent"]) == ("2001:0db8:0000:0000:0000:0000:0000:0000", "Test/1.0")
    unbelieving = serve(trusted_proxies="")
    (row,) = await server.sessions((await unbelieving.sign_up("bob", headers=sent)).json["token"])
    assert (row["ipAddress"], row["userAgent"]) == (PEER, "Test/1.0")


async def test_a_session_cookie_that_is_set_replaces_the_one_that_came(server: Server) -> None:
    old = await server.token()
    reply = await server.sign_in(headers=cookie(old) | {"origin": ORIGIN})
    assert reply.json["token"] != old
    assert len(await server.sessions(old)) == 1


async def test_sign_in_email_of_somebody_who_is_deleted_meanwhile_is_refused(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    await server.sign_up()
    matches = passwords.Hasher.matches

    async def beaten(hasher: passwords.Hasher, stored: str, password: str) -> bool:
        await server.rows('DELETE FROM "user" WHERE email = $1', server.email())
        return await matches(hasher, stored, password)

    monkeypatch.setattr(passwords.Hasher, "matches", beaten)
    assert (await server.sign_in()).refusal == (401, "FAILED_TO_CREATE_SESSION")
