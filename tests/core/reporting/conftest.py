"""A desk of Ada's, with a campaign nobody else knows."""

from collections.abc import AsyncIterator

import pytest

from tests.core.intake.desk import Desk
from tests.support.core import Core


@pytest.fixture
async def desk(core: Core) -> AsyncIterator[Desk]:
    """Ada at work."""
    async with core.as_("ada") as client:
        yield await Desk.open(core, client)
