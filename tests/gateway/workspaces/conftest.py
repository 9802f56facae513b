"""Auth with core behind it in this process, and a team in it: what every test of organizations asks for."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx2
import pytest
from fastapi import FastAPI

from services.gateway.resources import Resources
from tests.gateway.auth.server import ORIGIN, Server
from tests.gateway.workspaces.team import Team
from tests.support import settings
from tests.support.databases import Database

Serve = Callable[..., Server]


@pytest.fixture(scope="session")
async def resources(database: Database, core_app: FastAPI) -> AsyncIterator[Resources]:
    """The gateway's connections, with the gateway's rights."""
    transport = httpx2.ASGITransport(app=core_app, raise_app_exceptions=False)
    opened = Resources(settings.of_gateway(database.gateway_url), transport=transport)
    async with opened.open():
        yield opened


@pytest.fixture
def serve(resources: Resources, database: Database) -> Serve:
    """Makes auth with settings of one's own."""

    def made(**changed: Any) -> Server:
        configured = settings.of_gateway(database.gateway_url, **{"better_auth_url": ORIGIN} | changed)
        return Server(configured, resources, database)

    return made


@pytest.fixture
def server(serve: Serve) -> Server:
    """Auth with the settings there are unless told otherwise."""
    return serve()


@pytest.fixture
async def team(server: Server) -> Team:
    """An organization that Ada has just made and works in."""
    return await Team.founded(server)
