"""Auth with a provider's realm of its own for every test, known as `realm`, `github` and `google`."""

from collections.abc import AsyncIterator, Iterator

import pytest

from services.gateway.resources import Resources
from tests.gateway.auth.conftest import Serve
from tests.gateway.auth.oauth.browser import Browser
from tests.gateway.auth.oauth.provider import CLIENT_ID, CLIENT_SECRET, House, Person, Realm, serving
from tests.gateway.auth.server import Server
from tests.support import settings
from tests.support.databases import Database


@pytest.fixture(scope="session")
def house() -> Iterator[House]:
    """The server of all realms."""
    with serving() as served:
        yield served


@pytest.fixture
def realm(house: House) -> Realm:
    """A provider of one's own, with somebody nobody else has met."""
    made = house.realm()
    name = made.issuer.rpartition("/")[2]
    made.person = Person(email=f"ada-{name}@example.com", sub=str(int(name, 16)))
    return made


@pytest.fixture(scope="session")
async def resources(database: Database, house: House) -> AsyncIterator[Resources]:
    """The gateway's connections, allowed out to the house."""
    opened = Resources(settings.of_gateway(database.gateway_url, github_url=house.url))
    async with opened.open():
        yield opened


@pytest.fixture
def configured(realm: Realm) -> dict[str, object]:
    """The settings that make the realm known."""
    return {
        "github_client_id": CLIENT_ID,
        "github_client_secret": CLIENT_SECRET,
        "github_url": realm.issuer,
        "github_api_url": f"{realm.issuer}/api",
        "google_client_id": CLIENT_ID,
        "google_client_secret": CLIENT_SECRET,
        "google_authorization_url": f"{realm.issuer}/google/authorize",
        "google_token_url": f"{realm.issuer}/google/token",
        "google_keys_url": f"{realm.issuer}/google/certs",
        "oidc_providers": [oidc(realm)],
    }


@pytest.fixture
def server(serve: Serve, configured: dict[str, object]) -> Server:
    """Auth that knows the realm."""
    return serve(**configured)


@pytest.fixture
def browser(server: Server, realm: Realm) -> Browser:
    """A browser of somebody who is signed in nowhere."""
    return Browser(server, realm)


def oidc(realm: Realm, **changed: object) -> dict[str, object]:
    """An entry of OIDC_PROVIDERS."""
    known = {"id": "realm", "issuer": realm.issuer, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    return known | changed
