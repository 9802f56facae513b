"""A person's e-mail address: proved, and replaced. A change asks for the state that it was granted for."""

from datetime import datetime

import asyncpg
from sqlalchemy import Update, bindparam, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import repository
from services.gateway.auth.records import UserRecord
from shared.db.read import Statement
from shared.models.identity import User

BY_ID = Statement(select(*repository.USER).where(col(User.id) == bindparam("id")))


async def find_person(pool: asyncpg.Pool, id_: str) -> UserRecord | None:
    """The person of an id."""
    async with pool.acquire(timeout=repository.POOL_TIMEOUT) as connection:
        row = await connection.fetchrow(BY_ID.sql, *BY_ID.arguments({"id": id_}))
    return UserRecord(*row) if row else None


async def prove(session: AsyncSession, user: UserRecord, *, now: datetime) -> UserRecord | None:
    """The person, their address proved by this call; None if it was before, or is no longer theirs."""
    unproved = update(User).where(
        col(User.id) == user.id, col(User.email) == user.email, col(User.email_verified).is_(False)
    )
    return await _changed(session, unproved.values(email_verified=True, updated_at=now))


async def replace(
    session: AsyncSession, user: UserRecord, *, email: str, verified: bool, now: datetime
) -> UserRecord | None:
    """The person with a new address; None if theirs has changed meanwhile. Raises IntegrityError for a taken one."""
    unchanged = update(User).where(col(User.id) == user.id, col(User.email) == user.email)
    return await _changed(session, unchanged.values(email=email, email_verified=verified, updated_at=now))


async def _changed(session: AsyncSession, change: Update) -> UserRecord | None:
    row = (await session.exec(change.returning(*repository.USER))).first()
    return UserRecord(*row) if row else None
