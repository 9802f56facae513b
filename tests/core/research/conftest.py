"""Somebody at work."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from shared.db.session import Transactions
from tests.support.core import Core


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    """Ada at work, in a workspace with nothing in it."""
    async with core.as_("ada") as client:
        yield client


@pytest.fixture
def transactions(core: Core) -> Transactions:
    """Those of the app."""
    found: Transactions = core.app.state.resources.transactions
    return found
