"""The tokens a provider has handed out: only to the person whose account it is, and fresh."""

from datetime import timedelta
from typing import Any

import pytest

from services.gateway.auth.sealing import Sealer
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.oauth.browser import Browser, signed_in
from tests.gateway.auth.oauth.provider import Realm
from tests.gateway.auth.server import Server
from tests.support.settings import BETTER_AUTH_SECRET

PATHS = ("/get-access-token", "/refresh-token", "/account-info")
NOT_FOUND = '{"message":"Account not found","code":"ACCOUNT_NOT_FOUND"}'
HOUR = timedelta(hours=1)


async def ask(server: Server, path: str, headers: Any, **selection: object) -> Any:
    """Ask one of the three for an account."""
    if path == "/account-info":
        return await server.get(f"{path}?{'&'.join(f'{name}={value}' for name, value in selection.items())}", headers)
    return await server.post(path, selection, headers)


async def account_of(server: Server, realm: Realm) -> Any:
    """The account of the realm's person."""
    return (await server.rows('SELECT * FROM account WHERE "accountId" = $1', realm.person.sub))[0]


@pytest.mark.parametrize("path", PATHS)
async def test_provider_tokens_are_for_nobody_without_a_session(server: Server, path: str) -> None:
    reply = await ask(server, path, {}, accountId="x")
    assert (reply.status, reply.body, reply.headers) == (401, "", {"content-type": "application/json"})


@pytest.mark.parametrize("path", PATHS)
async def test_provider_tokens_are_for_nobody_elses_account(browser: Browser, realm: Realm, path: str) -> None:
    await browser.journey()
    theirs = await account_of(browser.server, realm)
    mine = {"authorization": f"Bearer {await browser.server.token('eve')}"}
    for selection in ({"accountId": theirs["id"]}, {"accountId": theirs["id"], "userId": theirs["userId"]}):
        reply = await ask(browser.server, path, mine, **selection)
        assert (reply.status, reply.body) == (400, NOT_FOUND)
    assert realm.forms[1:] == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("selection", "message"),
    [
        ({}, "Invalid input"),
        ({"accountId": "x", "a": "1"}, 'Unrecognized key: "a"'),
        ({"accountId": "x", "a": "1", "b": "2"}, 'Unrecognized keys: "a", "b"'),
        ({"accountId": "x", "useAccountCookie": "true"}, None),
        ({"useAccountCookie": "true"}, "Invalid input"),
    ],
)
async def test_provider_tokens_are_asked_for_by_one_account(
    server: Server, path: str, selection: dict[str, str], message: str | None
) -> None:
    part = "query" if path == "/account-info" else "body"
    wanted = message or 'Unrecognized key: "useAccountCookie"'
    reply = await ask(server, path, {}, **selection)
    assert (reply.status, reply.json) == (400, {"message": f"[{part}] {wanted}", "code": "VALIDATION_ERROR"})


async def test_provider_tokens_take_no_account_from_a_cookie(browser: Browser) -> None:
    headers = signed_in(await browser.journey())
    for path in PATHS[:2]:
        assert (await ask(browser.server, path, headers, useAccountCookie=True)).body == NOT_FOUND
        reply = await ask(browser.server, path, headers, useAccountCookie=True, accountId="x")
        assert reply.json["message"] == "[body] Invalid input"


async def test_provider_tokens_know_no_provider_of_a_password(server: Server) -> None:
    signed_up = (await server.sign_up()).json
    headers = {"authorization": f"Bearer {signed_up['token']}"}
    rows = await server.rows('SELECT id FROM account WHERE "userId" = $1', signed_up["user"]["id"])
    for path in PATHS[:2]:
        reply = await ask(server, path, headers, accountId=rows[0]["id"])
        text = '{"message":"Provider credential is not supported.","code":"PROVIDER_NOT_SUPPORTED"}'
        assert (reply.status, reply.body) == (400, text)
    reply = await ask(server, "/account-info", headers, accountId=rows[0]["id"])
    text = "Account is not associated with a configured social provider."
    assert (reply.status, reply.json) == (400, {"message": text, "code": "PROVIDER_NOT_CONFIGURED"})


async def test_get_access_token_gives_the_one_that_is_kept(browser: Browser, realm: Realm) -> None:
    headers = signed_in(await browser.journey())
    account = await account_of(browser.server, realm)
    reply = await ask(browser.server, "/get-access-token", headers, accountId=account["id"])
    assert list(reply.json) == ["accessToken", "accessTokenExpiresAt", "scopes", "idToken"]
    assert (reply.json["accessToken"], reply.json["idToken"]) == (account["accessToken"], account["idToken"])
    assert reply.json["scopes"] == ["openid", "email", "profile"]


async def test_get_access_token_of_github_tells_no_end(browser: Browser, realm: Realm) -> None:
    headers = signed_in(await browser.journey("github"))
    account = await account_of(browser.server, realm)
    reply = await ask(browser.server, "/get-access-token", headers, accountId=account["id"])
    assert reply.json == {"accessToken": account["accessToken"], "scopes": ["read:user", "user:email"]}


async def test_get_access_token_exchanges_one_that_runs_out(browser: Browser, realm: Realm) -> None:
    headers = signed_in(await browser.journey())
    before = await account_of(browser.server, realm)
    browser.server.clock.offset = HOUR - timedelta(seconds=30)
    reply = await ask(browser.server, "/get-access-token", headers, accountId=before["id"])
    assert reply.json["accessToken"] == before["accessToken"]
    browser.server.clock.offset = HOUR
    reply = await ask(browser.server, "/get-access-token", headers, accountId=before["id"])
    after = await account_of(browser.server, realm)
    assert reply.json["accessToken"] == after["accessToken"] != before["accessToken"]
    assert reply.json["idToken"] == after["idToken"] != before["idToken"]
    assert after["refreshToken"] in realm.refresh_tokens - {before["refreshToken"]}
    assert realm.forms[-1]["refresh_token"] == before["refreshToken"]
    assert after["scope"] == before["scope"]
    assert after["accessTokenExpiresAt"] - before["accessTokenExpiresAt"] > timedelta(minutes=59)


async def test_get_access_token_says_when_it_cannot_be_exchanged(browser: Browser, realm: Realm) -> None:
    headers = signed_in(await browser.journey())
    realm.refresh_tokens.clear()
    browser.server.clock.offset = HOUR
    account = await account_of(browser.server, realm)
    reply = await ask(browser.server, "/get-access-token", headers, accountId=account["id"])
    text = '{"message":"Failed to get a valid access token","code":"FAILED_TO_GET_ACCESS_TOKEN"}'
    assert (reply.status, reply.body) == (400, text)


async def test_refresh_token_hands_out_new_tokens(browser: Browser, realm: Realm) -> None:
    headers = signed_in(await browser.journey())
    before = await account_of(browser.server, realm)
    reply = await ask(browser.server, "/refresh-token", headers, accountId=before["id"])
    after = await account_of(browser.server, realm)
    told = reply.json
    assert list(told) == [
        "accessToken",
        "refreshToken",
        "accessTokenExpiresAt",
        "refreshTokenExpiresAt",
        "scope",
        "idToken",
        "providerId",
        "accountId",
    ]
    assert [told[name] for name in ("accessToken", "refreshToken", "idToken")] == [
        after[name] for name in ("accessToken", "refreshToken", "idToken")
    ]
    assert after["refreshToken"] != before["refreshToken"]
    assert (told["refreshTokenExpiresAt"], told["scope"]) == (None, "openid,email,profile")
    assert (told["providerId"], told["accountId"]) == ("realm", before["id"])


async def test_refresh_token_keeps_one_that_is_not_replaced(browser: Browser, realm: Realm) -> None:
    headers = signed_in(await browser.journey())
    account = await account_of(browser.server, realm)
    realm.tokens = {"refresh_token": None, "refresh_token_expires_in": 60, "expires_in": None}
    told = (await ask(browser.server, "/refresh-token", headers, accountId=account["id"])).json
    assert told["refreshToken"] == account["refreshToken"]
    assert "accessTokenExpiresAt" not in told
    assert told["refreshTokenExpiresAt"].endswith("Z")


async def test_refresh_token_says_what_fails(browser: Browser, realm: Realm) -> None:
    headers = signed_in(await browser.journey())
    account = await account_of(browser.server, realm)
    realm.refresh_tokens.clear()
    reply = await ask(browser.server, "/refresh-token", headers, accountId=account["id"])
    text = '{"message":"Failed to refresh access token","code":"FAILED_TO_REFRESH_ACCESS_TOKEN"}'
    assert (reply.status, reply.body) == (400, text)
    await browser.server.rows('UPDATE account SET "refreshToken" = NULL WHERE id = $1', account["id"])
    reply = await ask(browser.server, "/refresh-token", headers, accountId=account["id"])
    assert (reply.status, reply.body) == (400, '{"message":"Refresh token not found","code":"REFRESH_TOKEN_NOT_FOUND"}')


@pytest.mark.parametrize("provider", ["realm", "google", "github"])
async def test_account_info_tells_who_somebody_is_at_the_provider(
    browser: Browser, realm: Realm, provider: str
) -> None:
    headers = signed_in(await browser.journey(provider))
    account = await account_of(browser.server, realm)
    reply = await ask(browser.server, "/account-info", headers, accountId=account["id"])
    person, order = realm.person, ["email", "emailVerified", "image", "name"]
    assert list(reply.json) == ["user", "data", "account"]
    assert list(reply.json["user"]) == (order if provider == "realm" else ["name", "email", "image", "emailVerified"])
    assert [reply.json["user"][name] for name in order] == [person.email, True, person.picture, person.name]
    assert str(reply.json["data"]["id" if provider != "google" else "sub"]) == person.sub
    assert reply.json["account"] == {"id": account["id"], "providerId": provider, "accountId": person.sub}


async def test_account_info_still_tells_when_the_id_token_has_run_out(browser: Browser, realm: Realm) -> None:
    headers = signed_in(await browser.journey())
    account = await account_of(browser.server, realm)
    browser.server.clock.offset = timedelta(minutes=30)
    reply = await ask(browser.server, "/account-info", headers, accountId=account["id"])
    assert reply.json["user"]["email"] == realm.person.email


async def test_account_info_says_what_fails(browser: Browser, realm: Realm) -> None:
    headers = signed_in(await browser.journey())
    account = await account_of(browser.server, realm)
    clear = 'UPDATE account SET "idToken" = NULL WHERE id = $1'
    await browser.server.rows(clear, account["id"])
    reply = await ask(browser.server, "/account-info", headers, accountId=account["id"])
    text = '{"message":"Failed to get user info","code":"FAILED_TO_GET_USER_INFO"}'
    assert (reply.status, reply.body) == (401, text)
    await browser.server.rows('UPDATE account SET "accessToken" = NULL WHERE id = $1', account["id"])
    reply = await ask(browser.server, "/account-info", headers, accountId=account["id"])
    assert (reply.status, reply.body) == (400, '{"message":"Access token not found","code":"ACCESS_TOKEN_NOT_FOUND"}')


async def test_get_access_token_opens_what_is_kept_sealed(
    serve: Serve, configured: dict[str, object], server: Server, realm: Realm
) -> None:
    sealing = serve(**configured, encrypt_oauth_tokens=True)
    headers = signed_in(await Browser(sealing, realm).journey())
    account = await account_of(server, realm)
    sealer = Sealer({}, BETTER_AUTH_SECRET)
    wanted = sealer.open(account["accessToken"])
    assert realm.refresh_tokens == {sealer.open(account["refreshToken"])}
    assert account["idToken"].count(".") == 2
    reply = await ask(sealing, "/get-access-token", headers, accountId=account["id"])
    assert reply.json["accessToken"] == wanted
    assert (await ask(sealing, "/refresh-token", headers, accountId=account["id"])).status == 200
    await server.rows('UPDATE account SET "accessToken" = $2 WHERE id = $1', account["id"], "from before: plain")
    reply = await ask(sealing, "/get-access-token", headers, accountId=account["id"])
    assert reply.json["accessToken"] == "from before: plain"
    await server.rows('UPDATE account SET "accessToken" = $2 WHERE id = $1', account["id"], "ab" * 40)
    reply = await ask(sealing, "/get-access-token", headers, accountId=account["id"])
    assert reply.refusal == (400, "FAILED_TO_GET_ACCESS_TOKEN")
