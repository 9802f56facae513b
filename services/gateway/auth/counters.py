"""All SQL of the rate limits' counters: one statement decides and counts, so that no two requests are both the last.

The table is BetterAuth's own, so a Node server beside us counts the same requests. It is not logged: counting waits for
no disk, and a crash forgets at most a minute of requests.
"""

from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import BigInteger, Integer, Text, bindparam, case, cast, delete, func, or_, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from services.gateway.auth import repository
from services.gateway.auth.records import Identity
from shared.db.read import Statement
from shared.models.access import RateLimit

NOW = cast(func.extract("epoch", func.clock_timestamp()) * 1000, BigInteger)
"""Milliseconds since 1970 by the database's clock, which all replicas share."""


def _counted() -> Any:
    window, most = bindparam("window", type_=BigInteger), bindparam("most", type_=Integer)
    first = insert(RateLimit).values(
        id=func.replace(cast(func.gen_random_uuid(), Text), "-", ""),
        key=bindparam("key"),
        count=1,
        last_request=NOW,
    )
    count, last, asked = col(RateLimit.count), col(RateLimit.last_request), first.excluded.lastRequest
    over = asked - last >= window
    counted = first.on_conflict_do_update(
        index_elements=[col(RateLimit.key)],
        set_={
            "count": case((over, 1), else_=func.least(count, most) + 1),
            "lastRequest": case((or_(over, count < most), func.greatest(last, asked)), else_=last),
        },
    )
    return counted.returning(count, (last + window - NOW).label("left")).cte("counted")


COUNTED = _counted()
READ: Any = repository.IDENTITY.select
IDENTITY = READ.subquery("identity")
STALE = (
    select(col(RateLimit.id))
    .where(col(RateLimit.last_request) < NOW - bindparam("age", type_=BigInteger))
    .limit(bindparam("most", type_=Integer))
    .with_for_update(skip_locked=True)
)

COUNT = Statement(select(COUNTED.c.count, COUNTED.c.left))
COUNT_AND_READ = Statement(
    select(COUNTED.c.count, COUNTED.c.left, *IDENTITY.c).select_from(COUNTED.outerjoin(IDENTITY, true()))
)
SWEEP = Statement(delete(RateLimit).where(col(RateLimit.id).in_(STALE.scalar_subquery())))


class Count(NamedTuple):
    """How many requests the window has had, one more than allowed standing for any refused; its milliseconds left."""

    requests: int
    left: int


async def count(pool: asyncpg.Pool, key: str, *, window: int, most: int) -> Count:
    """Count a request; `window` is in milliseconds."""
    row = await _row(pool, COUNT, key=key, window=window, most=most)
    return Count(*row)


async def count_and_read(
    pool: asyncpg.Pool, key: str, *, window: int, most: int, token: str
) -> tuple[Count, Identity | None]:
    """Count a request and read the session of a token, as `repository.find_identity` does."""
    row = await _row(pool, COUNT_AND_READ, key=key, window=window, most=most, token=token)
    found = row[len(Count._fields) :]
    return Count(*row[: len(Count._fields)]), repository.identity_of(found) if found[0] else None


async def sweep(pool: asyncpg.Pool, *, age: int, most: int) -> None:
    """Remove counters that nothing was let through under for `age` milliseconds."""
    async with pool.acquire(timeout=repository.POOL_TIMEOUT) as connection:
        await connection.execute(SWEEP.sql, *SWEEP.arguments({"age": age, "most": most}))


async def _row(pool: asyncpg.Pool, statement: Statement, **values: object) -> asyncpg.Record:
    async with pool.acquire(timeout=repository.POOL_TIMEOUT) as connection:
        return await connection.fetchrow(statement.sql, *statement.arguments(values))
