"""What core holds while it runs: the engine for commands, the pool for reads, the check of the gateway's tokens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from services.core.settings import CoreSettings
from shared.db import head
from shared.db.engine import engine, read_pool
from shared.db.read import Reader
from shared.db.session import Transactions
from shared.security.internal_token import OPERATORS, Verifier


class Resources:
    """`transactions` for commands, `reader` for queries; only usable while open."""

    transactions: Transactions
    reader: Reader
    pool: asyncpg.Pool

    def __init__(self, settings: CoreSettings) -> None:
        self.settings = settings
        secret = settings.internal_token_secret.get_secret_value()
        self.verifier, self.operators = Verifier(secret), Verifier(secret, audience=OPERATORS)

    @asynccontextmanager
    async def open(self, *, application: str = "core") -> AsyncIterator[None]:
        """Open the pools; nothing is connected before the first use."""
        writer = engine(self.settings, application=application)
        async with read_pool(self.settings, application=application) as self.pool:
            self.transactions, self.reader = Transactions(writer), Reader(self.pool)
            yield
        await writer.dispose()

    async def database_ready(self) -> bool:
        """Whether the database answers and has the schema this code expects."""
        async with self.pool.acquire() as connection:
            return await head.database_head(connection) == head.code_head()
