"""SQL of admins: people and their sessions, found whoever asks. Writes belong to the caller's transaction."""

from datetime import datetime

import asyncpg
from sqlalchemy import bindparam, delete, select
from sqlmodel import col
from sqlmodel import select as select_models
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import repository
from services.gateway.auth.records import SessionRecord, UserRecord
from shared.db.read import Statement
from shared.models.identity import Session, User

LIVING = Statement(
    select(*repository.SESSION)
    .where(col(Session.user_id) == bindparam("user_id"), col(Session.expires_at) > bindparam("now"))
    .order_by(col(Session.created_at), col(Session.id))
)


async def living_sessions(pool: asyncpg.Pool, user_id: str, *, now: datetime) -> list[SessionRecord]:
    """A person's sessions that have not expired, the oldest first; those of an admin in their place too."""
    async with pool.acquire(timeout=repository.POOL_TIMEOUT) as connection:
        rows = await connection.fetch(LIVING.sql, *LIVING.arguments({"user_id": user_id, "now": now}))
    return [SessionRecord(*row) for row in rows]


async def lock_user(session: AsyncSession, user_id: str) -> UserRecord | None:
    """A person, whom nobody else changes until the transaction ends; None for an unknown one."""
    found = select_models(*repository.USER).where(col(User.id) == user_id).with_for_update(key_share=True)
    row = (await session.exec(found)).first()
    return UserRecord(*row) if row else None


async def remove_session(session: AsyncSession, token: str) -> str | None:
    """Remove a session; whose it was, or None when it is not there."""
    removed = delete(Session).where(col(Session.token) == token).returning(col(Session.user_id))
    user_id: str | None = (await session.exec(removed)).scalar_one_or_none()
    return user_id
