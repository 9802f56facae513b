"""Asking for the way to a provider, and signing in with its ID token at once."""

import json
import re
from typing import Any

import pytest

from services.gateway.auth.providers.authorization import challenge
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.oauth.browser import Browser, parameters
from tests.gateway.auth.oauth.conftest import oidc
from tests.gateway.auth.oauth.provider import CLIENT_ID, Realm
from tests.gateway.auth.server import ORIGIN, SESSION, Server

STATE_LINE = r"better-auth\.state=(\w{32})\.[\w%]{46,}; Max-Age=300; Path=/; HttpOnly; SameSite=Lax"
INVALID = "VALIDATION_ERROR"
RESERVED = "state, client_id, redirect_uri, response_type, code_challenge, code_challenge_method, nonce, scope"


async def state_of(server: Server, name: str) -> dict[str, Any]:
    """What is remembered under a state."""
    rows = await server.rows("SELECT * FROM verification WHERE identifier = $1", f"auth-state:{name}")
    assert len(rows) == 1
    assert (rows[0]["expiresAt"] - rows[0]["createdAt"]).total_seconds() == 600
    found: dict[str, Any] = json.loads(rows[0]["value"])
    return found


async def test_sign_in_social_leads_to_github_as_betterauth_does(server: Server, realm: Realm) -> None:
    reply = await server.post("/sign-in/social", {"provider": "github", "callbackURL": "/done"})
    name = re.fullmatch(STATE_LINE, reply.cookies[0])
    assert name, reply.cookies
    remembered = await state_of(server, name[1])
    url = (
        f"{realm.issuer}/login/oauth/authorize?response_type=code&client_id={CLIENT_ID}&state={name[1]}"
        "&scope=read%3Auser+user%3Aemail&redirect_uri=http%3A%2F%2Fgateway.test%2Fapi%2Fauth%2Fcallback%2Fgithub"
        f"&code_challenge_method=S256&code_challenge={challenge(remembered['codeVerifier'])}"
    )
    assert (reply.status, reply.body) == (200, f'{{"url":"{url}","redirect":true}}')
    assert reply.headers == {"content-type": "application/json", "location": url}
    assert list(remembered) == ["callbackURL", "codeVerifier", "expiresAt", "oauthState"]
    assert (remembered["callbackURL"], len(remembered["codeVerifier"])) == ("/done", 128)


async def test_sign_in_social_leads_to_google_without_a_nonce(browser: Browser) -> None:
    asked = parameters(await browser.start("google", scopes=["calendar"]))
    assert list(asked) == [
        "response_type",
        "client_id",
        "state",
        "scope",
        "redirect_uri",
        "code_challenge_method",
        "code_challenge",
        "include_granted_scopes",
    ]
    assert asked["scope"] == "email profile openid calendar"


async def test_sign_in_social_leads_to_a_discovered_provider_with_a_nonce(browser: Browser) -> None:
    asked = parameters(await browser.start(scopes=["extra"], loginHint="ada l"))
    assert list(asked)[4:] == ["redirect_uri", "login_hint", "nonce", "code_challenge_method", "code_challenge"]
    assert (asked["scope"], asked["login_hint"]) == ("extra openid email profile", "ada l")
    remembered = await state_of(browser.server, asked["state"])
    assert remembered["idTokenNonce"] == asked["nonce"]
    assert len(asked["nonce"]) == 32


async def test_sign_in_social_remembers_what_the_client_asks_for_and_lets_it_set_nothing_of_ours(
    browser: Browser,
) -> None:
    url = await browser.start(
        "github",
        errorCallbackURL="/oops",
        newUserCallbackURL="/new",
        requestSignUp=False,
        additionalData={"plan": 1, "link": {"userId": "x", "email": "y"}, "idTokenNonce": "z", "codeVerifier": "v"},
        additionalParams={"allow_signup": "false", "a b": "c&d~!*()"},
    )
    assert url.endswith("&allow_signup=false&a+b=c%26d%7E%21*%28%29")
    remembered = await state_of(browser.server, parameters(url)["state"])
    assert list(remembered) == [
        "plan",
        "callbackURL",
        "codeVerifier",
        "errorURL",
        "newUserURL",
        "expiresAt",
        "requestSignUp",
        "oauthState",
    ]
    assert remembered["codeVerifier"] != "v"


async def test_sign_in_social_does_not_redirect_if_told_so(server: Server) -> None:
    reply = await server.post("/sign-in/social", {"provider": "github", "disableRedirect": True})
    assert reply.json["redirect"] is False
    assert "location" not in reply.headers
    assert (await state_of(server, parameters(reply.json["url"])["state"]))["callbackURL"] == ORIGIN


async def test_sign_in_social_builds_the_way_back_from_the_settings_alone(server: Server) -> None:
    reply = await server.post(
        "/sign-in/social", {"provider": "github"}, {"host": "evil.example", "x-forwarded-host": "evil.example"}
    )
    assert parameters(reply.json["url"])["redirect_uri"] == f"{ORIGIN}/api/auth/callback/github"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "[body.provider] Invalid input"),
        (
            {
                "provider": 5,
                "disableRedirect": "x",
                "idToken": {"nonce": 4},
                "scopes": [1, "x"],
                "additionalParams": {"state": "x"},
                "additionalData": [],
            },
            "[body.provider] Invalid input; [body.disableRedirect] Invalid input: expected boolean, received string; "
            "[body.idToken.token] Invalid input: expected string, received undefined; "
            "[body.idToken.nonce] Invalid input: expected string, received number; "
            "[body.scopes.0] Invalid input: expected string, received number; "
            f"[body.additionalParams] additionalParams cannot include reserved OAuth parameters: {RESERVED}; "
            "[body.additionalData] Invalid input: expected record, received array",
        ),
        (
            {"provider": "github", "additionalParams": {"a": 1, "state": "x"}},
            "[body.additionalParams.a] Invalid input: expected string, received number",
        ),
        (
            {"provider": "github", "idToken": {"token": "x", "expiresAt": "x", "user": {"name": {"firstName": 1}}}},
            "[body.idToken.expiresAt] Invalid input: expected number, received string; "
            "[body.idToken.user.name.firstName] Invalid input: expected string, received number",
        ),
        (
            {"provider": "github", "idToken": None, "scopes": "x", "additionalParams": []},
            "[body.idToken] Invalid input: expected object, received null; "
            "[body.scopes] Invalid input: expected array, received string; "
            "[body.additionalParams] Invalid input: expected record, received array",
        ),
    ],
)
async def test_sign_in_social_words_its_faults_as_zod_does(server: Server, body: object, message: str) -> None:
    reply = await server.post("/sign-in/social", body)
    assert (reply.status, reply.json) == (400, {"message": message, "code": INVALID})


async def test_sign_in_social_knows_no_other_providers(server: Server) -> None:
    reply = await server.post("/sign-in/social", {"provider": "nobody"})
    assert (reply.status, reply.body) == (404, '{"message":"Provider not found","code":"PROVIDER_NOT_FOUND"}')


async def test_sign_in_social_leads_nobody_to_another_site(server: Server) -> None:
    for name, code in (
        ("callbackURL", "INVALID_CALLBACK_URL"),
        ("errorCallbackURL", "INVALID_ERROR_CALLBACK_URL"),
        ("newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL"),
    ):
        reply = await server.post("/sign-in/social", {"provider": "github", name: "https://evil.example"})
        assert reply.refusal == (403, code)


async def with_id_token(server: Server, token: str, provider: str = "realm", **more: object) -> Any:
    """Sign in with an ID token."""
    return await server.post("/sign-in/social", {"provider": provider, "idToken": {"token": token} | more})


@pytest.mark.parametrize("provider", ["realm", "google"])
async def test_sign_in_social_takes_an_id_token_for_a_session(server: Server, realm: Realm, provider: str) -> None:
    token = realm.id_token(nonce="n", google=provider == "google")
    reply = await with_id_token(server, token, provider, nonce="n", accessToken="at", refreshToken="rt")
    assert list(reply.json) == ["redirect", "token", "user"]
    assert reply.json["redirect"] is False
    assert reply.cookies[0].startswith(f"{SESSION}={reply.json['token']}.")
    assert (reply.json["user"]["email"], reply.json["user"]["emailVerified"]) == (realm.person.email, True)
    rows = await server.rows('SELECT * FROM account WHERE "userId" = $1', reply.json["user"]["id"])
    assert len(rows) == 1
    kept = ("providerId", "accountId", "accessToken", "refreshToken", "idToken", "scope")
    assert [rows[0][name] for name in kept] == [provider, realm.person.sub, "at", None, token, None]


async def test_sign_in_social_takes_no_id_token_of_github(server: Server) -> None:
    reply = await with_id_token(server, "x.y.z", "github")
    assert (reply.status, reply.body) == (404, '{"message":"id_token not supported","code":"ID_TOKEN_NOT_SUPPORTED"}')


@pytest.mark.parametrize(
    ("claims", "provider"),
    [
        ({"iss": "https://evil.example"}, "realm"),
        ({"aud": "somebody-else"}, "realm"),
        ({"exp": 1}, "realm"),
        ({"exp": None}, "realm"),
        ({"iat": None}, "realm"),
        ({"iat": 4_000_000_000}, "realm"),
        ({"sub": None}, "realm"),
        ({"nonce": "another"}, "realm"),
        ({"nonce": None}, "realm"),
        ({"iss": "https://evil.example"}, "google"),
        ({"iat": 1_700_000_000}, "google"),
    ],
)
async def test_sign_in_social_refuses_an_id_token_that_is_not_for_us(
    server: Server, realm: Realm, claims: dict[str, Any], provider: str
) -> None:
    realm.claims = claims
    reply = await with_id_token(server, realm.id_token(nonce="n", google=provider == "google"), provider, nonce="n")
    assert (reply.status, reply.body) == (401, '{"message":"Invalid token","code":"INVALID_TOKEN"}')


async def test_sign_in_social_refuses_what_the_provider_has_not_signed(server: Server, realm: Realm) -> None:
    good = realm.id_token()
    realm.rotate()
    forged = realm.id_token()
    realm.unsigned = True
    unsigned = realm.id_token()
    realm.rotate()
    for token in (good[:-4] + "AAAA", forged, unsigned, "x", "a.b.c", ""):
        assert (await with_id_token(server, token)).refusal == (401, "INVALID_TOKEN"), token


async def test_sign_in_social_needs_an_email_address_in_the_id_token(server: Server, realm: Realm) -> None:
    realm.person.email = None
    reply = await with_id_token(server, realm.id_token())
    assert reply.refusal == (401, "FAILED_TO_GET_USER_INFO")
    reply = await with_id_token(server, realm.id_token(google=True), "google")
    assert reply.json == {"message": "User email not found", "code": "USER_EMAIL_NOT_FOUND"}


async def test_sign_in_social_links_no_id_token_to_an_unproved_address(server: Server, realm: Realm) -> None:
    await server.sign_up(email=realm.person.email)
    reply = await with_id_token(server, realm.id_token())
    assert (reply.status, reply.body) == (401, '{"message":"account not linked","code":"OAUTH_LINK_ERROR"}')


async def test_sign_in_social_asks_for_a_proved_address_where_the_provider_must(
    serve: Serve, configured: dict[str, object], realm: Realm
) -> None:
    realm.person.verified = False
    strict = configured | {"oidc_providers": [oidc(realm, require_email_verification=True)]}
    reply = await with_id_token(serve(**strict), realm.id_token())
    assert (reply.status, reply.body) == (403, '{"message":"Email not verified","code":"EMAIL_NOT_VERIFIED"}')
