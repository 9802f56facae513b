"""Discovery: at first use, once, and only of an issuer that names itself and nothing inside our network."""

import asyncio
from typing import Any

import pytest
from starlette.responses import JSONResponse

from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.oauth.browser import Browser, failed, failure, parameters
from tests.gateway.auth.oauth.conftest import oidc
from tests.gateway.auth.oauth.provider import Realm
from tests.gateway.auth.server import Server

DISCOVERY = "/.well-known/openid-configuration"
WAY = {"provider": "realm"}


async def test_discovery_waits_for_the_first_use_and_is_not_repeated(server: Server, realm: Realm) -> None:
    assert (await server.get("/ok")).status == 200
    assert (await server.post("/sign-in/social", {"provider": "github"})).status == 200
    assert realm.asked == []
    replies = await asyncio.gather(*(server.post("/sign-in/social", WAY) for _ in range(10)))
    assert {reply.status for reply in replies} == {200}
    assert realm.asked == [DISCOVERY]


async def test_discovery_that_fails_is_tried_again_next_time(server: Server, realm: Realm) -> None:
    realm.responses[DISCOVERY] = JSONResponse({}, status_code=503)
    assert (await server.post("/sign-in/social", WAY)).refusal == (404, "PROVIDER_NOT_FOUND")
    realm.responses.clear()
    assert (await server.post("/sign-in/social", WAY)).status == 200


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://evil.example"},
        {"issuer": None},
        {"authorization_endpoint": None},
        {"token_endpoint": None},
        {"jwks_uri": None},
        {"token_endpoint": "http://elsewhere.example/token"},
        {"token_endpoint": "https://10.0.0.1/token"},
        {"jwks_uri": "https://169.254.169.254/keys"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": 5},
    ],
    ids=lambda metadata: " ".join(f"{name}={value}" for name, value in metadata.items()),
)
async def test_discovery_of_anything_unclear_finds_nobody(
    server: Server, realm: Realm, metadata: dict[str, Any]
) -> None:
    realm.metadata = metadata
    assert (await server.post("/sign-in/social", WAY)).refusal == (404, "PROVIDER_NOT_FOUND")


async def test_discovery_pins_what_may_sign(browser: Browser, realm: Realm) -> None:
    realm.metadata = {"id_token_signing_alg_values_supported": ["RS256", "HS256", "none"]}
    assert failure(await browser.journey()) == failed("unable_to_get_user_info")


async def test_discovery_keeps_an_endpoints_own_query(server: Server, realm: Realm) -> None:
    realm.metadata = {"authorization_endpoint": f"{realm.issuer}/authorize?tenant=a+b&state=theirs"}
    asked = parameters((await server.post("/sign-in/social", WAY)).json["url"])
    assert asked["tenant"] == "a b"
    assert asked["state"] != "theirs"


async def test_discovery_takes_an_issuer_with_a_slash_as_it_is(
    serve: Serve, configured: dict[str, object], realm: Realm
) -> None:
    realm.issuer += "/"
    realm.metadata = {
        name: f"{realm.issuer}{path}"
        for name, path in (("authorization_endpoint", "authorize"), ("token_endpoint", "token"), ("jwks_uri", "jwks"))
    }
    browser = Browser(serve(**configured | {"oidc_providers": [oidc(realm)]}), realm)
    assert (await browser.journey()).headers["location"] == "/done"
