"""Auth as production runs it, for every test of it; `serve` makes others."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from services.gateway.resources import Resources
from tests.gateway.auth.server import ORIGIN, PEER, Server
from tests.support import settings
from tests.support.databases import Database

Serve = Callable[..., Server]
TRUSTED = ["https://app.example.com", "https://*.wild.example", "myapp://host/cb"]


@pytest.fixture(scope="session")
async def resources(database: Database) -> AsyncIterator[Resources]:
    """The gateway's connections, with the gateway's rights."""
    opened = Resources(settings.of_gateway(database.gateway_url))
    async with opened.open():
        yield opened


@pytest.fixture
def serve(resources: Resources, database: Database) -> Serve:
    """Makes auth with settings of one's own."""

    def made(**changed: Any) -> Server:
        common = {
            "environment": "production",
            "better_auth_url": ORIGIN,
            "better_auth_trusted_origins": TRUSTED,
            "trusted_proxies": PEER,
            "smtp_url": "smtp://mail.example",
            "mail_from": "Canvass <mail@example.com>",
        }
        return Server(settings.of_gateway(database.gateway_url, **common | changed), resources, database)

    return made


@pytest.fixture
def server(serve: Serve) -> Server:
    """Auth as production runs it, but over plain http."""
    return serve()
