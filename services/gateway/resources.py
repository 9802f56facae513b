"""What the gateway holds while it runs: its connections to Postgres, to core and to providers' servers.

Made empty, opened by the lifespan.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx2

from services.gateway.outside import Outside
from services.gateway.settings import GatewaySettings
from shared.db import head
from shared.db.engine import engine, read_pool
from shared.db.session import Transactions
from shared.errors import Problem
from shared.http.client import AiohttpTransport


class Resources:
    """`pool` reads identity, `transactions` writes it, `transport` reaches core, `outside` everybody else.

    Only usable while open.
    """

    pool: asyncpg.Pool
    transactions: Transactions

    def __init__(self, settings: GatewaySettings, *, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self.settings = settings
        self.transport: httpx2.AsyncBaseTransport = transport or AiohttpTransport()
        self.outside = Outside(settings.provider_urls)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Open the pools; nothing is connected before the first use."""
        writer = engine(self.settings, application="gateway")
        async with self.transport, self.outside, read_pool(self.settings, application="gateway") as self.pool:
            self.transactions = Transactions(writer)
            yield
        await writer.dispose()

    async def database_ready(self) -> bool:
        """Whether the database answers and has the schema this code expects."""
        async with self.pool.acquire() as connection:
            return await head.database_head(connection) == head.code_head()

    async def core_ready(self) -> bool:
        """Whether core says it is ready."""
        return (await self.ask_core("/readyz")).status_code == 200

    async def core_document(self) -> bytes:
        """Core's OpenAPI document. Raises Problem (unavailable) while core cannot be reached."""
        try:
            return (await self.ask_core("/internal/openapi.json")).content
        except httpx2.TransportError as fault:
            raise Problem("unavailable", "core_unavailable", "The research service cannot be reached.") from fault

    async def ask_core(self, path: str) -> httpx2.Response:
        """A request of the gateway's own, for nobody's data."""
        request = httpx2.Request("GET", self.settings.core_url.rstrip("/") + path)
        response = await self.transport.handle_async_request(request)
        await response.aread()
        return response
