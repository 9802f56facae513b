"""Reading rows the same way in two places: on the fast read path, or as an open transaction sees them."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import asyncpg
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth.repository import POOL_TIMEOUT
from shared.db.read import Statement

Source: TypeAlias = asyncpg.Pool | AsyncSession


async def all_of(source: Source, statement: Statement, **values: object) -> Sequence[Sequence[Any]]:
    """Every row."""
    if isinstance(source, AsyncSession):
        result = await (await source.connection()).execute(statement.select, values)
        return result.all()
    async with source.acquire(timeout=POOL_TIMEOUT) as connection:
        found: list[asyncpg.Record] = await connection.fetch(statement.sql, *statement.arguments(values))
        return found


async def first_of(source: Source, statement: Statement, **values: object) -> Sequence[Any] | None:
    """The first row, or None."""
    return next(iter(await all_of(source, statement, **values)), None)
