"""Ada's desk with a tracker."""

import httpx2
import pytest

from tests.core.reporting.tracker.desk import Desk
from tests.support.core import Core


@pytest.fixture
async def desk(core: Core, ada: httpx2.AsyncClient) -> Desk:
    """A campaign of Ada's."""
    return await Desk(core, ada).set_up()
