"""An office of Ada's, with a campaign nobody else knows."""

from collections.abc import AsyncIterator

import pytest

from tests.core.interviews.office import Office
from tests.support.core import Core


@pytest.fixture
async def office(core: Core) -> AsyncIterator[Office]:
    """Ada at work."""
    async with core.as_("ada") as client:
        yield await Office.open(core, client)
