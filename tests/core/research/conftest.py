"""Somebody at work."""

from collections.abc import AsyncIterator

import httpx2
import pytest

from tests.support.core import Core


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    """Ada at work, in a workspace with nothing in it."""
    async with core.as_("ada") as client:
        yield client
