"""A bureau of its own for each test."""

from collections.abc import AsyncIterator

import pytest

from tests.core.compliance.bureau import Bureau
from tests.support.core import Core


@pytest.fixture
async def bureau(core: Core) -> AsyncIterator[Bureau]:
    """Bob and Olga at work."""
    async with Bureau.open(core) as opened:
        yield opened
