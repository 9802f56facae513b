"""An office of Ada's that spends money."""

from collections.abc import AsyncIterator

import pytest

from tests.core.spend.till import Till
from tests.support.core import Core


@pytest.fixture
async def till(core: Core) -> AsyncIterator[Till]:
    """Ada at work."""
    async with core.as_("ada") as client:
        yield await Till.open(core, client)
