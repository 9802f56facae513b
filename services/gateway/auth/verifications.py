"""Proofs that are waited for and used once: what BetterAuth keeps in `verification`."""

from datetime import datetime
from typing import NamedTuple

import asyncpg
from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import repository, tokens
from shared.db.read import Statement
from shared.models.identity import Verification

FOUND = (col(Verification.value), col(Verification.expires_at))
BY_IDENTIFIER = Statement(select(*FOUND).where(col(Verification.identifier) == bindparam("identifier")))


class Awaited(NamedTuple):
    """What a proof stands for, and until when."""

    value: str
    expires_at: datetime


async def add(session: AsyncSession, *, identifier: str, value: str, expires_at: datetime, now: datetime) -> None:
    """Wait for a proof."""
    values = {
        "id": tokens.random_text(),
        "identifier": identifier,
        "value": value,
        "expires_at": expires_at,
        "created_at": now,
        "updated_at": now,
    }
    await session.exec(insert(Verification).values(values))


async def find(pool: asyncpg.Pool, identifier: str) -> Awaited | None:
    """What is waited for under that identifier, expired or not; it stays."""
    async with pool.acquire(timeout=repository.POOL_TIMEOUT) as connection:
        row = await connection.fetchrow(BY_IDENTIFIER.sql, *BY_IDENTIFIER.arguments({"identifier": identifier}))
    return Awaited(*row) if row else None


async def consume(session: AsyncSession, identifier: str) -> Awaited | None:
    """Take what was waited for, expired or not: of any number who try at once, one gets it."""
    taken = delete(Verification).where(col(Verification.identifier) == identifier).returning(*FOUND)
    row = (await session.exec(taken)).first()
    return Awaited(*row) if row else None
