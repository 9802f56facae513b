"""Signing out of whoever came from a provider: here at once, and there by the address that the answer tells."""

import pytest
from starlette.responses import JSONResponse

from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.oauth.browser import Browser, parameters
from tests.gateway.auth.oauth.provider import CLIENT_ID, Realm
from tests.gateway.auth.server import CLEARED, ORIGIN, Reply, Server, bearer

DISCOVERY = "/.well-known/openid-configuration"
ID_TOKEN = 'SELECT "idToken" FROM account WHERE "accountId" = $1'


@pytest.fixture
def realm(realm: Realm) -> Realm:
    """A provider that offers it."""
    realm.metadata = {"end_session_endpoint": f"{realm.issuer}/end?tenant=a"}
    return realm


async def sign_out(browser: Browser, **body: object) -> Reply:
    """Sign out with a signed-in browser's cookies."""
    reply = await browser.server.post("/sign-out", body, browser.headers)
    assert (reply.status, reply.cookies) == (200, CLEARED)
    assert "set-auth-token" not in reply.headers
    return reply


async def test_sign_out_tells_where_the_provider_signs_out_too(browser: Browser, realm: Realm) -> None:
    await browser.journey()
    (row,) = await browser.server.rows(ID_TOKEN, realm.person.sub)
    reply = await sign_out(browser, callbackURL="/bye", state="s1")
    assert list(reply.json) == ["success", "url", "redirect"]
    assert (reply.json["success"], reply.json["redirect"]) == (True, True)
    assert reply.headers["location"] == reply.json["url"]
    assert reply.json["url"].startswith(f"{realm.issuer}/end?")
    assert list(parameters(reply.json["url"]).items()) == [
        ("tenant", "a"),
        ("id_token_hint", row["idToken"]),
        ("post_logout_redirect_uri", f"{ORIGIN}/bye"),
        ("client_id", CLIENT_ID),
        ("state", "s1"),
    ]
    assert await browser.session() is None


async def test_sign_out_may_leave_going_there_to_the_client(browser: Browser) -> None:
    await browser.journey()
    reply = await sign_out(browser, disableRedirect=True, state="s1")
    assert (reply.json["redirect"], "location" in reply.headers) == (False, False)
    assert list(parameters(reply.json["url"])) == ["tenant", "id_token_hint"]


async def test_sign_out_sends_nobody_back_to_a_foreign_page(browser: Browser) -> None:
    await browser.journey()
    body = {"callbackURL": "https://evil.example"}
    assert (await browser.server.post("/sign-out", body, browser.headers)).refusal == (403, "INVALID_CALLBACK_URL")
    assert await browser.session()


@pytest.mark.parametrize("endpoint", [None, 5, "javascript:alert(1)"])
async def test_sign_out_stays_here_where_the_provider_offers_no_page(
    browser: Browser, realm: Realm, endpoint: object
) -> None:
    realm.metadata = {"end_session_endpoint": endpoint}
    await browser.journey()
    assert (await sign_out(browser)).body == '{"success":true}'


@pytest.mark.parametrize("provider", ["github", "google"])
async def test_sign_out_stays_here_for_providers_that_have_none(browser: Browser, provider: str) -> None:
    await browser.journey(provider)
    assert (await sign_out(browser)).body == '{"success":true}'


async def test_sign_out_succeeds_while_the_provider_is_away(
    browser: Browser, realm: Realm, serve: Serve, configured: dict[str, object]
) -> None:
    await browser.journey()
    realm.responses[DISCOVERY] = JSONResponse({}, status_code=503)
    restarted = serve(**configured)
    reply = await restarted.post("/sign-out", {}, browser.headers)
    assert (reply.status, reply.body, reply.cookies) == (200, '{"success":true}', CLEARED)
    assert await browser.session() is None


async def test_sign_out_asks_no_provider_for_who_came_by_password(server: Server, realm: Realm) -> None:
    reply = await server.post("/sign-out", {}, bearer(await server.token()))
    assert reply.body == '{"success":true}'
    assert realm.asked == []
