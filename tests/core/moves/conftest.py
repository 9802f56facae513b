"""Ada with a campaign of her own, and a place at Acme."""

from collections.abc import AsyncIterator

import pytest

from tests.core.moves.van import Van
from tests.support.core import Core


@pytest.fixture
async def van(core: Core) -> AsyncIterator[Van]:
    """Between Ada's own workspace and Acme's."""
    async with Van.parked(core) as parked:
        yield parked
