"""Every way a callback fails: told to the frontend by its code, and never with a session."""

import json
from datetime import timedelta
from typing import Any

import pytest
from starlette.responses import JSONResponse, RedirectResponse, Response

from services.gateway.auth import sessions
from shared.mail.kinds import VerifyEmail
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.oauth.browser import Browser, failed, failure, parameters
from tests.gateway.auth.oauth.conftest import oidc
from tests.gateway.auth.oauth.provider import Realm
from tests.gateway.auth.server import Server
from tests.support.mailbox import Mailbox

CLEARED = ["better-auth.state=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"]


async def remember(browser: Browser, **changed: Any) -> None:
    """Change what is remembered of the browser's visit; None takes a member away."""
    identifier = f"auth-state:{parameters(browser.back)['state']}"
    rows = await browser.server.rows("SELECT value FROM verification WHERE identifier = $1", identifier)
    kept = {name: value for name, value in (json.loads(rows[0]["value"]) | changed).items() if value is not None}
    await write(browser, json.dumps(kept))


async def write(browser: Browser, value: str) -> None:
    """Replace all that is remembered of the browser's visit."""
    identifier = f"auth-state:{parameters(browser.back)['state']}"
    statement = "UPDATE verification SET value = $2 WHERE identifier = $1 RETURNING id"
    assert len(await browser.server.rows(statement, identifier, value)) == 1


async def test_callback_without_a_state_is_state_not_found(server: Server) -> None:
    for query in ("", "?code=x", "?state=", "?error=access_denied&error_description=no+way"):
        reply = await server.get(f"/callback/realm{query}")
        assert (failure(reply), reply.cookies) == (failed("state_not_found"), [])


async def test_callback_with_an_unknown_state_is_state_mismatch(server: Server) -> None:
    for state in ("zzz", "%00", "a%25b"):
        assert failure(await server.get(f"/callback/realm?state={state}&code=x")) == failed("state_mismatch")


async def test_callback_in_another_browser_is_state_mismatch_and_takes_nothing_away(
    browser: Browser, realm: Realm, server: Server
) -> None:
    await browser.approve(await browser.start(errorCallbackURL="/oops?x=1#f"))
    thief = Browser(server, realm)
    thief.back = browser.back
    await thief.start()
    for cookies in ({}, thief.cookies, {"better-auth.state": parameters(browser.back)["state"]}):
        thief.cookies = dict(cookies)
        assert failure(await thief.return_()) == "/oops?x=1&error=state_mismatch#f"
    assert (await browser.return_()).headers["location"] == "/done"


async def test_callback_twice_is_state_mismatch(browser: Browser) -> None:
    await browser.approve(await browser.start())
    state = dict(browser.cookies)
    assert (await browser.return_()).headers["location"] == "/done"
    browser.cookies = state
    assert failure(await browser.return_()) == failed("state_mismatch")


async def test_callback_too_late_is_state_mismatch(browser: Browser) -> None:
    await browser.approve(await browser.start(errorCallbackURL="/oops"))
    browser.server.clock.offset = timedelta(minutes=10, seconds=1)
    reply = await browser.return_()
    assert (failure(reply), reply.cookies) == ("/oops?error=state_mismatch", CLEARED)


async def test_callback_tells_the_providers_own_error(browser: Browser, realm: Realm) -> None:
    realm.authorize_error = {"error": "access_denied", "error_description": "no way & more~*"}
    reply = await browser.journey()
    assert failure(reply) == f"{failed('access_denied')}&error_description=no+way+%26+more%7E*"
    assert reply.cookies == CLEARED
    reply = await browser.journey(errorCallbackURL="https://app.example.com?a#b")
    assert failure(reply).startswith("https://app.example.com/?a&error=access_denied&error_description=no")
    assert failure(reply).endswith("#b")


async def test_callback_without_a_code_is_no_code(browser: Browser) -> None:
    for code in (None, ""):
        await browser.approve(await browser.start())
        reply = await browser.return_(code=code)
        assert (failure(reply), reply.cookies) == (failed("no_code"), CLEARED)


async def test_callback_of_nobody_is_oauth_provider_not_found(browser: Browser) -> None:
    await browser.approve(await browser.start(errorCallbackURL="/oops"))
    browser.back = browser.back.replace("/callback/realm", "/callback/nobody")
    assert failure(await browser.return_()) == "/oops?error=oauth_provider_not_found"


async def test_callback_of_another_issuer_is_issuer_mismatch(browser: Browser, realm: Realm) -> None:
    for provider in ("realm", "google"):
        await browser.approve(await browser.start(provider))
        assert failure(await browser.return_(iss="https://evil.example")) == failed("issuer_mismatch")
    assert realm.forms == []


async def test_callback_without_the_promised_issuer_is_issuer_missing(browser: Browser) -> None:
    await browser.approve(await browser.start())
    assert failure(await browser.return_(iss=None)) == failed("issuer_missing")


async def test_callback_without_an_issuer_nobody_promised_is_taken(browser: Browser, realm: Realm) -> None:
    realm.metadata = {"authorization_response_iss_parameter_supported": None}
    await browser.approve(await browser.start())
    assert (await browser.return_(iss=None)).headers["location"] == "/done"


async def test_callback_without_a_remembered_nonce_is_nonce_binding_missing(browser: Browser) -> None:
    await browser.approve(await browser.start())
    await remember(browser, idTokenNonce=None)
    assert failure(await browser.return_()) == failed("nonce_binding_missing")


@pytest.mark.parametrize("provider", ["realm", "google", "github"])
async def test_callback_with_a_code_the_provider_refuses_is_invalid_code(browser: Browser, provider: str) -> None:
    await browser.approve(await browser.start(provider))
    assert failure(await browser.return_(code="guessed")) == failed("invalid_code")


async def test_callback_with_another_visits_verifier_is_invalid_code(browser: Browser) -> None:
    await browser.approve(await browser.start())
    await remember(browser, codeVerifier="v" * 128)
    assert failure(await browser.return_()) == failed("invalid_code")


@pytest.mark.parametrize(
    "response",
    [
        Response("<html>", media_type="text/html"),
        JSONResponse(["not", "tokens"]),
        JSONResponse({"error": "server_error"}, status_code=500),
        RedirectResponse("/elsewhere", status_code=307),
        JSONResponse({"padding": "x" * 300_000}),
    ],
    ids=["page", "list", "fault", "redirect", "huge"],
)
async def test_callback_with_a_token_endpoint_out_of_order_is_invalid_code(
    browser: Browser, realm: Realm, response: Response
) -> None:
    realm.responses["/token"] = response
    assert failure(await browser.journey()) == failed("invalid_code")


async def test_callback_does_not_wait_for_a_provider_without_end(
    browser: Browser, realm: Realm, monkeypatch: pytest.MonkeyPatch
) -> None:
    await browser.approve(await browser.start())
    monkeypatch.setattr("services.gateway.outside.TIMEOUT", 0.05)
    realm.delay = 0.5
    assert failure(await browser.return_()) == failed("invalid_code")


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"iss": "https://evil.example"},
        {"aud": "somebody-else"},
        {"aud": ["canvass-client", "somebody-else"]},
        {"azp": "somebody-else"},
        {"exp": 1},
        {"iat": None},
        {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
        {"sub": ""},
    ],
    ids=lambda claims: next(iter(claims)),
)
async def test_callback_with_an_id_token_not_for_this_visit_is_unable_to_get_user_info(
    browser: Browser, realm: Realm, claims: dict[str, Any]
) -> None:
    realm.claims = claims
    assert failure(await browser.journey()) == failed("unable_to_get_user_info")


async def test_callback_with_an_id_token_nobody_has_signed_is_unable_to_get_user_info(
    browser: Browser, realm: Realm
) -> None:
    realm.unsigned = True
    assert failure(await browser.journey()) == failed("unable_to_get_user_info")
    realm.unsigned, realm.tokens = False, {"id_token": None}
    assert failure(await browser.journey()) == failed("unable_to_get_user_info")
    assert failure(await browser.journey("google")) == failed("unable_to_get_user_info")


async def test_callback_with_userinfo_of_somebody_else_is_unable_to_get_user_info(
    browser: Browser, realm: Realm
) -> None:
    realm.thin_id_token, realm.userinfo = True, {"sub": "2002"}
    assert failure(await browser.journey()) == failed("unable_to_get_user_info")


async def test_callback_with_an_api_out_of_order_is_unable_to_get_user_info(browser: Browser, realm: Realm) -> None:
    realm.responses["/api/user"] = JSONResponse({"message": "Bad credentials"}, status_code=401)
    assert failure(await browser.journey("github")) == failed("unable_to_get_user_info")
    realm.responses["/api/user"] = JSONResponse({"id": True, "login": "ada-l"})
    assert failure(await browser.journey("github")) == failed("unable_to_get_user_info")


async def test_callback_without_an_email_address_is_email_not_found(browser: Browser, realm: Realm) -> None:
    realm.emails = []
    assert failure(await browser.journey("github")) == failed("email_not_found")
    realm.emails, realm.responses["/api/user/emails"] = None, JSONResponse({}, status_code=404)
    assert failure(await browser.journey("github")) == failed("email_not_found")
    realm.person.email = None
    assert failure(await browser.journey("google")) == failed("email_not_found")


async def test_callback_of_an_unproved_address_is_email_not_verified_where_proof_is_needed(
    serve: Serve, configured: dict[str, object], realm: Realm, mailbox: Mailbox
) -> None:
    browser = Browser(serve(**configured | {"oidc_providers": [oidc(realm, require_email_verification=True)]}), realm)
    realm.person.verified = False
    assert failure(await browser.journey()) == failed("email_not_verified")
    mail = await mailbox.last(str(realm.person.email), VerifyEmail)
    assert mail.url.endswith("&callbackURL=%2Fdone")
    realm.person.verified = True
    assert (await browser.journey()).headers["location"] == "/done"


async def test_callback_of_somebody_new_is_signup_disabled_where_nobody_may_join(
    serve: Serve, configured: dict[str, object], realm: Realm
) -> None:
    closed = Browser(serve(**configured | {"oidc_providers": [oidc(realm, disable_sign_up=True)]}), realm)
    assert failure(await closed.journey(requestSignUp=True)) == failed("signup_disabled")
    asked = Browser(serve(**configured | {"oidc_providers": [oidc(realm, disable_implicit_sign_up=True)]}), realm)
    assert failure(await asked.journey()) == failed("signup_disabled")
    assert (await asked.journey(requestSignUp=True)).headers["location"] == "/done"


async def test_callback_with_a_name_that_cannot_be_kept_is_unable_to_create_user(
    browser: Browser, realm: Realm
) -> None:
    realm.person.name = "A\x00da"
    assert failure(await browser.journey()) == failed("unable_to_create_user")
    rows = await browser.server.rows('SELECT id FROM "user" WHERE email = $1', realm.person.email)
    assert rows == []


@pytest.mark.parametrize("text", ["a\x00b", "a\ud800b"], ids=["NUL", "half a pair"])
async def test_callback_with_what_no_database_keeps_is_told_as_any_failure(
    browser: Browser, realm: Realm, text: str
) -> None:
    own, realm.person.name = realm.person.name, text
    assert failure(await browser.journey()) == failed("unable_to_create_user")
    realm.person.name, realm.claims = own, {"sub": text}
    assert failure(await browser.journey()) == failed("unable_to_get_user_info")
    realm.claims = {"email": f"{text}@example.com"}
    assert failure(await browser.journey()) == failed("email_not_found")


@pytest.mark.parametrize("text", ["a\nb", "ä", "a\x00b"])
async def test_callback_with_an_access_token_no_header_carries_is_unable_to_get_user_info(
    browser: Browser, realm: Realm, text: str
) -> None:
    realm.tokens = {"access_token": text}
    assert failure(await browser.journey("github")) == failed("unable_to_get_user_info")


async def test_callback_with_tokens_that_cannot_be_kept_is_unable_to_link_account(
    browser: Browser, realm: Realm
) -> None:
    await browser.server.sign_up(email=realm.person.email)
    await browser.server.rows('UPDATE "user" SET "emailVerified" = true WHERE email = $1', realm.person.email)
    realm.tokens = {"refresh_token": "a\x00b"}
    assert failure(await browser.journey()) == failed("unable_to_link_account")


async def test_callback_with_a_session_that_cannot_be_kept_is_unable_to_create_session(browser: Browser) -> None:
    await browser.approve(await browser.start())
    reply = await browser.server.get(browser.back, browser.headers | {"user-agent": "a\x00b"})
    assert failure(reply) == failed("unable_to_create_session")


async def test_callback_of_somebody_deleted_meanwhile_is_unable_to_create_session(
    browser: Browser, realm: Realm, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = sessions.begin

    async def late(*arguments: Any, **named: Any) -> Any:
        await browser.server.rows('DELETE FROM "user" WHERE email = $1', realm.person.email)
        return await begin(*arguments, **named)

    monkeypatch.setattr(sessions, "begin", late)
    assert failure(await browser.journey()) == failed("unable_to_create_session")


async def test_callback_without_anywhere_to_go_is_no_callback_url(browser: Browser) -> None:
    await browser.approve(await browser.start())
    await remember(browser, callbackURL="")
    assert failure(await browser.return_()) == failed("no_callback_url")


async def test_callback_with_a_state_that_cannot_be_read_is_internal_server_error(browser: Browser) -> None:
    for value in ("{", "[]", '{"callbackURL":1}'):
        await browser.approve(await browser.start())
        await write(browser, value)
        assert failure(await browser.return_()) == failed("internal_server_error")


async def test_callback_of_somebody_banned_says_so(browser: Browser, realm: Realm) -> None:
    await browser.journey()
    await browser.server.rows('UPDATE "user" SET banned = true WHERE email = $1', realm.person.email)
    assert failure(await browser.journey()).startswith(
        f"{failed('BANNED_USER')}&error_description=You+have+been+banned"
    )


async def test_callback_puts_what_a_provider_says_on_the_audit_trail_cut_short(browser: Browser, realm: Realm) -> None:
    name = realm.issuer.rpartition("/")[2]
    realm.authorize_error = {"error": f"\x00{name}{'x' * 3000}"}
    assert failure(await browser.journey()).startswith(failed(f"%00{name}xxx"))
    found = "SELECT reason, succeeded FROM gateway.audit_events WHERE action = 'oauth_callback' AND reason LIKE $1"
    (row,) = await browser.server.rows(found, f"{name}%")
    assert (len(row["reason"]) < 1000, row["succeeded"]) == (True, False)
