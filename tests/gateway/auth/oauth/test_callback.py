"""Back from a provider: who is signed in, with which account, and where they go."""

import asyncio
from typing import Any

import pytest

from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.oauth.browser import Browser, failed, failure, parameters, signed_in
from tests.gateway.auth.oauth.conftest import oidc
from tests.gateway.auth.oauth.provider import Realm
from tests.gateway.auth.server import ORIGIN, SIGNER, Server

CLEARED = "better-auth.state=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"
ATTEMPTS = 50


async def account_of(server: Server, realm: Realm) -> Any:
    """The one account of the realm's person."""
    rows = await server.rows('SELECT * FROM account WHERE "accountId" = $1', realm.person.sub)
    assert len(rows) == 1
    return rows[0]


async def prove(server: Server, email: str | None) -> None:
    """Take an address for proved."""
    await server.rows('UPDATE "user" SET "emailVerified" = true WHERE email = $1 RETURNING id', email)


@pytest.mark.parametrize(
    ("provider", "scope", "expires"),
    [
        ("realm", "openid,email,profile", True),
        ("google", "email,profile,openid", True),
        ("github", "read:user,user:email", False),
    ],
)
async def test_callback_makes_somebody_new_and_signs_them_in(
    browser: Browser, realm: Realm, provider: str, scope: str, expires: bool
) -> None:
    reply = await browser.journey(provider, newUserCallbackURL="/welcome")
    assert (reply.status, reply.body, reply.headers["location"]) == (302, "", "/welcome")
    assert reply.headers["content-type"] == "application/json"
    state, session = reply.cookies
    assert state == CLEARED
    assert session.endswith("; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax")
    user = (await browser.session())["user"]
    person = realm.person
    shown = (user["name"], user["email"], user["emailVerified"], user["image"], user["role"])
    assert shown == (person.name, person.email, True, person.picture, "user")
    account = await account_of(browser.server, realm)
    assert (account["providerId"], account["scope"], account["password"]) == (provider, scope, None)
    assert (account["accessToken"] is not None, account["accessTokenExpiresAt"] is not None) == (True, expires)


async def test_callback_knows_somebody_again_and_renews_their_tokens_but_not_the_scope(
    browser: Browser, realm: Realm
) -> None:
    await browser.journey()
    first, who = await account_of(browser.server, realm), await browser.session()
    realm.person.email, realm.person.name = f"moved-{realm.person.email}", "Renamed"
    reply = await browser.journey(newUserCallbackURL="/welcome", scopes=["more"])
    assert reply.headers["location"] == "/done"
    second = await account_of(browser.server, realm)
    assert second["accessToken"] != first["accessToken"]
    assert second["updatedAt"] > first["updatedAt"]
    assert (second["id"], second["scope"]) == (first["id"], first["scope"])
    assert (await browser.session())["user"] == who["user"]


async def test_callback_keeps_a_refresh_token_that_was_not_handed_out_anew(browser: Browser, realm: Realm) -> None:
    await browser.journey()
    kept = (await account_of(browser.server, realm))["refreshToken"]
    realm.tokens = {"refresh_token": None}
    await browser.journey()
    assert (await account_of(browser.server, realm))["refreshToken"] == kept


async def test_callback_links_an_address_that_both_sides_have_proved(browser: Browser, realm: Realm) -> None:
    await browser.server.sign_up(email=realm.person.email)
    await prove(browser.server, realm.person.email)
    realm.person.email = str(realm.person.email).upper()
    signed_in(await browser.journey(newUserCallbackURL="/welcome"))
    user = (await browser.session())["user"]
    account = await account_of(browser.server, realm)
    assert account["userId"] == user["id"]
    rows = await browser.server.rows('SELECT count(*) FROM account WHERE "userId" = $1', user["id"])
    assert rows[0]["count"] == 2


@pytest.mark.parametrize(("local", "remote"), [(False, True), (True, False), (False, False)])
async def test_callback_links_nothing_to_an_address_that_one_side_has_not_proved(
    browser: Browser, realm: Realm, local: bool, remote: bool
) -> None:
    await browser.server.sign_up(email=realm.person.email)
    if local:
        await prove(browser.server, realm.person.email)
    realm.person.verified = remote
    assert failure(await browser.journey()) == failed("account_not_linked")


async def test_callback_links_a_trusted_providers_word_to_a_proved_address(
    serve: Serve, configured: dict[str, object], realm: Realm
) -> None:
    server = serve(**configured | {"oidc_providers": [oidc(realm, trusted=True)]})
    realm.person.verified = False
    await server.sign_up(email=realm.person.email)
    assert failure(await Browser(server, realm).journey()) == failed("account_not_linked")
    await prove(server, realm.person.email)
    signed_in(await Browser(server, realm).journey())


async def test_callback_takes_an_address_for_proved_once_the_provider_says_so(browser: Browser, realm: Realm) -> None:
    realm.person.verified = False
    await browser.journey()
    assert (await browser.session())["user"]["emailVerified"] is False
    realm.person.verified = "true"
    await browser.journey()
    assert (await browser.session())["user"]["emailVerified"] is True


async def test_callback_asks_the_userinfo_endpoint_where_the_id_token_has_no_address(
    browser: Browser, realm: Realm
) -> None:
    realm.thin_id_token = True
    signed_in(await browser.journey())
    assert (await browser.session())["user"]["email"] == realm.person.email
    assert "/userinfo" in realm.asked


async def test_callback_takes_githubs_primary_address_unless_one_is_public(browser: Browser, realm: Realm) -> None:
    realm.github = {"email": f"public-{realm.person.email}", "name": None}
    signed_in(await browser.journey("github"))
    user = (await browser.session())["user"]
    assert (user["email"], user["name"], user["emailVerified"]) == (realm.github["email"], "ada-l", False)


async def test_callback_keeps_a_browser_forgotten_that_asked_for_it(browser: Browser) -> None:
    browser.cookies["better-auth.dont_remember"] = SIGNER.sign("true")
    reply = await browser.journey()
    lines = [line.split(";")[0].split("=")[0] for line in reply.cookies if "Max-Age" not in line]
    assert lines == ["better-auth.session_token", "better-auth.dont_remember"]


async def test_callback_of_a_secure_server_knows_only_prefixed_cookies(
    serve: Serve, configured: dict[str, object], realm: Realm
) -> None:
    server = serve(**configured, better_auth_url="https://gateway.test")
    reply = await server.post("/sign-in/social", {"provider": "realm"})
    assert reply.cookies[0].startswith("__Secure-better-auth.state=")
    assert reply.cookies[0].endswith("; Max-Age=300; Path=/; HttpOnly; Secure; SameSite=Lax")
    assert parameters(reply.json["url"])["redirect_uri"] == "https://gateway.test/api/auth/callback/realm"


async def test_callback_opens_one_session_however_many_come_at_once(browser: Browser, realm: Realm) -> None:
    await browser.approve(await browser.start())
    replies = await asyncio.gather(*(browser.server.get(browser.back, browser.headers) for _ in range(ATTEMPTS)))
    won = [reply for reply in replies if "set-auth-token" in reply.headers]
    lost = [reply for reply in replies if "set-auth-token" not in reply.headers]
    assert (len(won), len(lost)) == (1, ATTEMPTS - 1)
    assert {failure(reply) for reply in lost} == {failed("state_mismatch")}
    account = await account_of(browser.server, realm)
    rows = await browser.server.rows('SELECT id FROM session WHERE "userId" = $1', account["userId"])
    assert len(rows) == 1
    assert realm.asked.count("/token") == 1


async def test_callback_makes_one_person_however_many_first_visits_come_at_once(
    browser: Browser, realm: Realm, server: Server
) -> None:
    browsers = [Browser(server, realm) for _ in range(5)]
    for each in browsers:
        await each.approve(await each.start())
    for reply in await asyncio.gather(*(each.return_() for each in browsers)):
        signed_in(reply)
    await account_of(server, realm)


async def test_callback_as_a_form_is_sent_on_as_a_get(server: Server) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    reply = await server.send("POST", "/callback/realm", form, "code=c+d&state=b&foo=1&error_description=a%26b")
    at = f"{ORIGIN}/api/auth/callback/realm"
    assert (reply.status, reply.body, reply.cookies) == (302, "", [])
    assert reply.headers["location"] == f"{at}?code=c+d&error_description=a%26b&state=b"
    reply = await server.post("/callback/realm?state=a&iss=i", {"code": "c d", "state": "b", "user": "{}", "x": "z"})
    assert reply.headers["location"] == f"{at}?code=c+d&state=a&user=%7B%7D&iss=i"
    assert (await server.post("/callback/realm")).headers["location"] == f"{at}?"


@pytest.mark.parametrize(
    ("method", "path", "body", "message"),
    [
        ("POST", "/callback/realm", {"code": 5}, "[body.code] Invalid input: expected string, received number"),
        ("POST", "/callback/realm", [], "[body] Invalid input: expected object, received array"),
        (
            "GET",
            "/callback/realm?state=a&state=b",
            None,
            "[query.state] Invalid input: expected string, received array",
        ),
    ],
)
async def test_callback_words_its_faults_as_zod_does(
    server: Server, method: str, path: str, body: object, message: str
) -> None:
    reply = await (server.get(path) if method == "GET" else server.post(path, body))
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})
