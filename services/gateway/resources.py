"""What the gateway holds while it runs: its connections to Postgres, to core and to providers' servers.

Made empty, opened by the lifespan.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import asyncpg
import httpx2

from services.gateway.outside import Outside
from services.gateway.settings import GatewaySettings
from shared.contracts.principal import Principal
from shared.db import head
from shared.db.engine import engine, read_pool
from shared.db.session import Transactions
from shared.errors import Problem
from shared.http.client import AiohttpTransport
from shared.observability import context
from shared.security import internal_token

BUDGET = 15.0
"""Seconds core has for an answer to the gateway itself."""
READY_WITHIN = 2.0
STREAMS = 2_000
"""Answers without end that are open at once."""


class Resources:
    """`pool` reads identity, `transactions` writes it, `transport` reaches core, `outside` everybody else.

    `streams` reaches core too, for answers without end: they take no connection from those that end. `notices` checks
    core's own word. Only usable while open.
    """

    pool: asyncpg.Pool
    transactions: Transactions

    def __init__(self, settings: GatewaySettings, *, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self.settings = settings
        self.transport: httpx2.AsyncBaseTransport = transport or AiohttpTransport()
        self.streams: httpx2.AsyncBaseTransport = transport or AiohttpTransport(connections=STREAMS)
        self.outside = Outside(settings.provider_urls)
        secret = settings.internal_token_secret.get_secret_value()
        self.notices = internal_token.Verifier(secret, audience=internal_token.NOTICES)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[None]:
        """Open the pools; nothing is connected before the first use."""
        writer = engine(self.settings, application="gateway")
        reads = read_pool(self.settings, application="gateway")
        async with self.transport, self.streams, self.outside, reads as self.pool:
            self.transactions = Transactions(writer)
            yield
        await writer.dispose()

    async def database_ready(self) -> bool:
        """Whether the database answers and has the schema this code expects."""
        async with self.pool.acquire() as connection:
            return await head.database_head(connection) == head.code_head()

    async def core_ready(self) -> bool:
        """Whether core says, soon enough, that it is ready."""
        return (await self.ask_core("GET", "/readyz", budget=READY_WITHIN)).status_code == 200

    async def core_document(self) -> bytes:
        """Core's OpenAPI document. Raises Problem while core cannot be reached."""
        return (await self.ask_core("GET", "/internal/openapi.json")).content

    def vouch(self, principal: Principal, *, audience: str = internal_token.AUDIENCE) -> str:
        """The gateway's word to core about who is asking."""
        key = internal_token.signing_key(self.settings.internal_token_secret.get_secret_value())
        return internal_token.mint(principal, key=key, audience=audience)

    async def ask_core(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        budget: float = BUDGET,
    ) -> httpx2.Response:
        """Core's whole answer to a request of the gateway's own, whatever its status; never repeated.

        Raises Problem (timeout, unavailable) when there is none within `budget` seconds.
        """
        sent = {
            "x-request-id": context.request_id.get(),
            "x-deadline-ms": str(int((time.time() + budget) * 1000)),
            **({"content-type": "application/json"} if body else {}),
            **(headers or {}),
        }
        request = httpx2.Request(method, self.settings.core_url.rstrip("/") + path, headers=sent, content=body)
        try:
            async with asyncio.timeout(budget):
                answer = await self.transport.handle_async_request(request)
                await answer.aread()
        except TimeoutError as fault:
            raise Problem("timeout", "core_timeout", "The research service took too long.") from fault
        except httpx2.TransportError as fault:
            raise Problem("unavailable", "core_unavailable", "The research service cannot be reached.") from fault
        return answer
