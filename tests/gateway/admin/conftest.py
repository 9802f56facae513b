"""Auth with an admin in it."""

import pytest

from tests.gateway.admin.office import Office
from tests.gateway.auth.conftest import resources, serve, server
from tests.gateway.auth.server import Server

__all__ = ["office", "resources", "serve", "server"]


@pytest.fixture
async def office(server: Server) -> Office:
    """Root, an admin, and Ada, who is none."""
    return await Office.open(server)
