"""The data plane in front of a real socket."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from shared.http.client import AiohttpTransport
from tests.gateway.proxy import plane
from tests.gateway.proxy.plane import Gateway

Make = Callable[..., Awaitable[Gateway]]


@pytest.fixture
async def gateway_to() -> AsyncIterator[Make]:
    """Makes a gateway in front of an address, over the real pooled transport."""
    async with AsyncExitStack() as opened:

        async def make(core_url: str, *, connections: int = 20) -> Gateway:
            transport = await opened.enter_async_context(AiohttpTransport(connections=connections))
            streams = await opened.enter_async_context(AiohttpTransport())
            return plane.build(transport, core_url, streams=streams)

        yield make
