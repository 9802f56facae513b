"""Connections to Postgres: one SQLAlchemy engine for commands, one asyncpg pool for the fast reads."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import orjson
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from shared.db.urls import plain_url, sqlalchemy_url
from shared.settings import Settings

CONNECT_TIMEOUT = 2.0
STATEMENT_TIMEOUT_MS = 10_000
LOCK_TIMEOUT_MS = 2_000
IDLE_IN_TRANSACTION_MS = 15_000

SERVER_SETTINGS = {
    "timezone": "UTC",
    "statement_timeout": str(STATEMENT_TIMEOUT_MS),
    "lock_timeout": str(LOCK_TIMEOUT_MS),
    "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MS),
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
}
"""Many ask at once: a statement takes one core, and no time to start processes for more."""


def engine(settings: Settings, *, application: str) -> AsyncEngine:
    """The engine for commands. Nothing is connected before the first use."""
    return create_async_engine(
        sqlalchemy_url(settings.database_url),
        pool_size=settings.database_pool_size,
        max_overflow=0,
        pool_timeout=settings.database_pool_timeout,
        pool_pre_ping=True,
        hide_parameters=True,
        json_serializer=lambda value: orjson.dumps(value).decode(),
        json_deserializer=orjson.loads,
        connect_args={
            "timeout": CONNECT_TIMEOUT,
            "statement_cache_size": settings.database_statement_cache,
            "prepared_statement_cache_size": settings.database_statement_cache,
            "server_settings": SERVER_SETTINGS | {"application_name": application},
        },
    )


@asynccontextmanager
async def read_pool(settings: Settings, *, application: str) -> AsyncIterator[asyncpg.Pool]:
    """The pool of the fast read path. Whatever a read sets ends with its transaction, so no reset is sent."""
    async with asyncpg.create_pool(
        plain_url(settings.database_url),
        min_size=0,
        max_size=settings.database_pool_size,
        timeout=CONNECT_TIMEOUT,
        statement_cache_size=settings.database_statement_cache,
        server_settings=SERVER_SETTINGS | {"application_name": f"{application} reads"},
        reset=_leave_as_is,
    ) as pool:
        yield pool


async def _leave_as_is(connection: asyncpg.Connection) -> None:
    """Reads leave nothing behind on a connection."""
