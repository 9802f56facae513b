"""Linking a provider's account to somebody signed in, by a visit to the provider or by its ID token."""

import asyncio
from typing import Any

import pytest

from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.oauth.browser import Browser, failed, failure
from tests.gateway.auth.oauth.conftest import oidc
from tests.gateway.auth.oauth.provider import Realm
from tests.gateway.auth.server import SIGNER, Reply, Server, bearer, cookie

LINK = "/link-social"


@pytest.fixture
async def token(server: Server, realm: Realm) -> str:
    """The session of the realm's person, who signed up with a password."""
    return str((await server.sign_up(email=realm.person.email)).json["token"])


@pytest.fixture
def signed_in(browser: Browser, token: str) -> Browser:
    """Their browser."""
    browser.cookies["better-auth.session_token"] = SIGNER.sign(token)
    return browser


async def accounts(server: Server, realm: Realm) -> list[Any]:
    """The accounts of that id at the realm."""
    return await server.rows('SELECT * FROM account WHERE "accountId" = $1', realm.person.sub)


async def vouched(server: Server, token: str, id_token: str, provider: str = "realm", **more: str) -> Reply:
    """Link by an ID token."""
    return await server.post(LINK, {"provider": provider, "idToken": {"token": id_token} | more}, bearer(token))


async def test_link_social_asks_for_a_session(server: Server) -> None:
    reply = await server.post(LINK, {"provider": "realm"})
    assert (reply.status, reply.body) == (401, '{"message":"Unauthorized","code":"UNAUTHORIZED"}')


async def test_link_social_refuses_another_sites_page(server: Server, token: str) -> None:
    headers = cookie(token) | {"origin": "https://evil.example"}
    assert (await server.post(LINK, {"provider": "realm"}, headers)).refusal == (403, "INVALID_ORIGIN")


async def test_link_social_words_its_faults_as_zod_does(server: Server, token: str) -> None:
    reply = await server.post(LINK, {"idToken": {}}, bearer(token))
    wanted = "[body.provider] Invalid input; [body.idToken.token] Invalid input: expected string, received undefined"
    assert (reply.status, reply.json) == (400, {"message": wanted, "code": "VALIDATION_ERROR"})


async def test_link_social_knows_no_other_providers(server: Server, token: str) -> None:
    assert (await server.post(LINK, {"provider": "nobody"}, bearer(token))).refusal == (404, "PROVIDER_NOT_FOUND")


@pytest.mark.parametrize("provider", ["realm", "google", "github"])
async def test_link_social_links_what_the_provider_says_of_the_same_address(
    signed_in: Browser, realm: Realm, provider: str
) -> None:
    before = await signed_in.session()
    reply = await signed_in.journey(provider, path=LINK)
    assert (reply.status, reply.headers["location"]) == (302, "/done")
    assert [line.split("=")[0] for line in reply.cookies] == ["better-auth.state"]
    assert "set-auth-token" not in reply.headers
    linked = await accounts(signed_in.server, realm)
    assert [(row["userId"], row["providerId"]) for row in linked] == [(before["user"]["id"], provider)]
    assert await signed_in.session() == before


async def test_link_social_again_renews_the_tokens_and_adds_the_scopes(signed_in: Browser, realm: Realm) -> None:
    await signed_in.journey(path=LINK)
    first = (await accounts(signed_in.server, realm))[0]
    await signed_in.journey(path=LINK, scopes=["mail", "openid"])
    second = (await accounts(signed_in.server, realm))[0]
    assert second["accessToken"] != first["accessToken"]
    assert (second["id"], second["scope"]) == (first["id"], "openid,email,profile,mail")


async def test_link_social_links_once_however_many_come_at_once(signed_in: Browser, realm: Realm) -> None:
    browsers = [Browser(signed_in.server, realm) for _ in range(5)]
    for each in browsers:
        each.cookies |= signed_in.cookies
        await each.approve(await each.start(path=LINK))
    await asyncio.gather(*(each.return_() for each in browsers))
    assert len(await accounts(signed_in.server, realm)) == 1


async def test_link_social_of_another_address_is_email_does_not_match(signed_in: Browser, realm: Realm) -> None:
    realm.person.email = f"other-{realm.person.email}"
    reply = await signed_in.journey(path=LINK, errorCallbackURL="/settings")
    assert failure(reply) == "/settings?error=email_does_not_match"
    assert await accounts(signed_in.server, realm) == []


async def test_link_social_of_an_address_not_vouched_for_is_unable_to_link_account(
    signed_in: Browser, realm: Realm
) -> None:
    realm.person.verified = False
    assert failure(await signed_in.journey(path=LINK)) == failed("unable_to_link_account")


async def test_link_social_believes_a_trusted_provider(
    serve: Serve, configured: dict[str, object], realm: Realm, token: str
) -> None:
    browser = Browser(serve(**configured | {"oidc_providers": [oidc(realm, trusted=True)]}), realm)
    browser.cookies["better-auth.session_token"] = SIGNER.sign(token)
    realm.person.verified = False
    assert (await browser.journey(path=LINK)).headers["location"] == "/done"


async def test_link_social_of_somebody_elses_is_account_already_linked_to_different_user(
    signed_in: Browser, realm: Realm
) -> None:
    own, realm.person.email = realm.person.email, f"other-{realm.person.email}"
    await Browser(signed_in.server, realm).journey()
    realm.person.email = own
    assert failure(await signed_in.journey(path=LINK)) == failed("account_already_linked_to_different_user")


async def test_link_social_after_signing_out_is_unable_to_link_account(
    signed_in: Browser, realm: Realm, token: str
) -> None:
    await signed_in.approve(await signed_in.start(path=LINK))
    await signed_in.server.post("/sign-out", {}, bearer(token))
    assert failure(await signed_in.return_()) == failed("unable_to_link_account")
    assert await accounts(signed_in.server, realm) == []


async def test_link_social_takes_an_id_token(server: Server, realm: Realm, token: str) -> None:
    for access in ("one", "two"):
        given = realm.id_token()
        reply = await vouched(server, token, given, accessToken=access, refreshToken="rt")
        assert (reply.status, reply.body) == (200, '{"url":"","status":true,"redirect":false}')
        rows = await accounts(server, realm)
        kept = ("accessToken", "refreshToken", "idToken", "scope")
        assert [[row[name] for name in kept] for row in rows] == [[access, "rt", given, None]]


async def test_link_social_takes_no_id_token_that_proves_nothing(server: Server, realm: Realm, token: str) -> None:
    assert (await vouched(server, token, "x.y.z", "github")).refusal == (404, "ID_TOKEN_NOT_SUPPORTED")
    assert (await vouched(server, token, realm.id_token(nonce="n"), nonce="m")).refusal == (401, "INVALID_TOKEN")
    realm.person.email = None
    assert (await vouched(server, token, realm.id_token())).refusal == (401, "FAILED_TO_GET_USER_INFO")
    google = realm.id_token(google=True)
    assert (await vouched(server, token, google, "google")).refusal == (401, "USER_EMAIL_NOT_FOUND")


async def test_link_social_by_an_id_token_follows_the_rules_of_linking(
    server: Server, realm: Realm, token: str
) -> None:
    own, realm.person.verified = realm.person.email, False
    assert (await vouched(server, token, realm.id_token())).json == {
        "message": "Account not linked - linking not allowed",
        "code": "LINKING_NOT_ALLOWED",
    }
    realm.person.verified, realm.person.email = True, f"other-{own}"
    assert (await vouched(server, token, realm.id_token())).json == {
        "message": "Account not linked - different emails not allowed",
        "code": "LINKING_DIFFERENT_EMAILS_NOT_ALLOWED",
    }
    other = await server.post("/sign-in/social", {"provider": "realm", "idToken": {"token": realm.id_token()}})
    assert other.status == 200
    realm.person.email = own
    reply = await vouched(server, token, realm.id_token())
    assert (reply.status, reply.json) == (
        409,
        {"message": "Social account already linked", "code": "SOCIAL_ACCOUNT_ALREADY_LINKED"},
    )


async def test_link_social_with_tokens_that_cannot_be_kept_is_linking_failed(
    server: Server, realm: Realm, token: str
) -> None:
    reply = await vouched(server, token, realm.id_token(), accessToken="a\x00b")
    assert (reply.status, reply.json) == (
        417,
        {"message": "Account not linked - unable to create account", "code": "LINKING_FAILED"},
    )
