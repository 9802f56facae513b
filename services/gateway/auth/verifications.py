"""Proofs that are waited for and used once: what BetterAuth keeps in `verification`."""

import hashlib
from datetime import datetime
from typing import NamedTuple

import asyncpg
from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.dialects import postgresql
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import repository, tokens
from shared.db.read import Statement
from shared.models.identity import Verification

SWEPT = 1_000
"""Expired rows removed at most when one is added."""
SPENT = "spent:"
"""Before the digest of a token that has no row of its own until it is used."""
FOUND = (col(Verification.value), col(Verification.expires_at))
BY_IDENTIFIER = Statement(select(*FOUND).where(col(Verification.identifier) == bindparam("identifier")))


class Awaited(NamedTuple):
    """What a proof stands for, and until when."""

    value: str
    expires_at: datetime


async def add(session: AsyncSession, *, identifier: str, value: str, expires_at: datetime, now: datetime) -> None:
    """Wait for a proof. What others waited for in vain goes with it."""
    await _sweep(session, now)
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
    if "\x00" in identifier:
        return None
    async with pool.acquire(timeout=repository.POOL_TIMEOUT) as connection:
        row = await connection.fetchrow(BY_IDENTIFIER.sql, *BY_IDENTIFIER.arguments({"identifier": identifier}))
    return Awaited(*row) if row else None


async def consume(session: AsyncSession, identifier: str) -> Awaited | None:
    """Take what was waited for, expired or not: of any number who try at once, one gets it."""
    if "\x00" in identifier:
        return None
    taken = delete(Verification).where(col(Verification.identifier) == identifier).returning(*FOUND)
    row = (await session.exec(taken)).first()
    return Awaited(*row) if row else None


async def spend(session: AsyncSession, token: str, *, user_id: str, until: datetime, now: datetime) -> bool:
    """Mark a token that has no row as used; False if it was: of any number who try at once, one gets True.

    Given without its signature, which can be spelled in several ways.
    """
    digest = hashlib.sha256(token.encode()).hexdigest()
    values = {
        "id": digest[:32],
        "identifier": SPENT + digest,
        "value": user_id,
        "expires_at": until,
        "created_at": now,
        "updated_at": now,
    }
    marked = postgresql.insert(Verification).values(values).on_conflict_do_nothing(index_elements=["id"])
    return (await session.exec(marked.returning(col(Verification.id)))).first() is not None


async def forget(session: AsyncSession, prefix: str, *, value: str) -> None:
    """Wait no longer for anything that begins with the prefix and stands for the value."""
    waited = delete(Verification).where(
        col(Verification.identifier).startswith(prefix, autoescape=True), col(Verification.value) == value
    )
    await session.exec(waited)


async def _sweep(session: AsyncSession, now: datetime) -> None:
    expired = select(col(Verification.id)).where(col(Verification.expires_at) < now).limit(SWEPT)
    await session.exec(delete(Verification).where(col(Verification.id).in_(expired.with_for_update(skip_locked=True))))
