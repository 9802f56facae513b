"""A desk of Ada's, with a campaign nobody else knows; and ground to state facts on."""

from collections.abc import AsyncIterator

import asyncpg
import httpx2
import pytest

from tests.core.intake.desk import Desk
from tests.core.reporting.ground import Ground
from tests.support.core import Core


@pytest.fixture
async def desk(core: Core) -> AsyncIterator[Desk]:
    """Ada at work."""
    async with core.as_("ada") as client:
        yield await Desk.open(core, client)


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    """Ada at work, in a workspace with nothing in it."""
    async with core.as_("ada") as client:
        yield client


@pytest.fixture
async def ground(core: Core) -> AsyncIterator[Ground]:
    """Rows of Ada's workspace."""
    connection = await asyncpg.connect(core.database.owner_url)
    try:
        await connection.execute("SET session_replication_role = replica")
        yield Ground(core, connection)
    finally:
        await connection.close()
