"""All SQL of API keys but their use."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import asyncpg
import sqlmodel
from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.api_keys.records import KeyRecord
from services.gateway.auth.repository import POOL_TIMEOUT
from shared.db.read import Statement
from shared.models.access import ApiKey

COLUMNS: tuple[Any, ...] = tuple(
    col(getattr(ApiKey, "key" if name == "hashed" else name)) for name in KeyRecord._fields
)
SORTS = {
    "createdAt": ApiKey.created_at,
    "updatedAt": ApiKey.updated_at,
    "name": ApiKey.name,
    "expiresAt": ApiKey.expires_at,
    "lastRequest": ApiKey.last_request,
}
BY_ID = Statement(select(*COLUMNS).where(col(ApiKey.id) == bindparam("id")))
OF = {
    (name, descending): Statement(
        select(*COLUMNS)
        .where(col(ApiKey.reference_id) == bindparam("reference_id"))
        .order_by(col(column).desc() if descending else col(column).asc(), col(ApiKey.id))
    )
    for name, column in SORTS.items()
    for descending in (False, True)
}


async def find(pool: asyncpg.Pool, id_: str) -> KeyRecord | None:
    """A key by its id."""
    async with pool.acquire(timeout=POOL_TIMEOUT) as connection:
        row = await connection.fetchrow(BY_ID.sql, *BY_ID.arguments({"id": id_}))
    return KeyRecord(*row) if row else None


async def of(pool: asyncpg.Pool, reference_id: str, *, sort: str, descending: bool) -> list[KeyRecord]:
    """All keys of a person."""
    statement = OF[sort, descending]
    async with pool.acquire(timeout=POOL_TIMEOUT) as connection:
        rows = await connection.fetch(statement.sql, *statement.arguments({"reference_id": reference_id}))
    return [KeyRecord(*row) for row in rows]


async def count(session: AsyncSession, reference_id: str) -> int:
    """How many keys a person has; nobody else adds one of theirs until the transaction ends."""
    await session.exec(sqlmodel.select(func.pg_advisory_xact_lock(func.hashtextextended(f"apikey {reference_id}", 0))))
    counted = sqlmodel.select(func.count()).where(col(ApiKey.reference_id) == reference_id)
    return int((await session.exec(counted)).one())


async def add(session: AsyncSession, record: KeyRecord) -> None:
    """Add a key."""
    values = record._asdict()
    values["key"] = values.pop("hashed")
    await session.exec(insert(ApiKey).values(values))


async def change(session: AsyncSession, id_: str, values: Mapping[str, object]) -> KeyRecord | None:
    """Set some of a key's members; the key as it is then, None when it is gone."""
    changed = update(ApiKey).where(col(ApiKey.id) == id_).values(**values)
    row = (await session.exec(changed.returning(*COLUMNS))).first()
    return KeyRecord(*row) if row else None


async def remove(session: AsyncSession, id_: str) -> bool:
    """Remove a key; False when it was gone already."""
    removed = delete(ApiKey).where(col(ApiKey.id) == id_)
    return (await session.exec(removed.returning(col(ApiKey.id)))).first() is not None


async def remove_expired(session: AsyncSession, reference_id: str, *, now: datetime) -> None:
    """Remove a person's keys that have run out."""
    await session.exec(delete(ApiKey).where(col(ApiKey.reference_id) == reference_id, col(ApiKey.expires_at) < now))
