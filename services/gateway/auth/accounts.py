"""The ways somebody can sign in: a password, or an account at a provider."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import repository
from services.gateway.auth.records import AccountRecord, UserRecord
from shared.db.read import Statement
from shared.models.identity import Account, User

ACCOUNT: tuple[Any, ...] = (
    col(Account.id),
    col(Account.account_id),
    col(Account.provider_id),
    col(Account.user_id),
    col(Account.access_token),
    col(Account.refresh_token),
    col(Account.id_token),
    col(Account.access_token_expires_at),
    col(Account.refresh_token_expires_at),
    col(Account.scope),
    col(Account.created_at),
    col(Account.updated_at),
)
OF_USER = Statement(
    select(*ACCOUNT).where(col(Account.user_id) == bindparam("user_id")).order_by(col(Account.created_at))
)


class Owned(NamedTuple):
    """An account at a provider, and whose it is."""

    account: AccountRecord
    user: UserRecord


async def of_user(pool: asyncpg.Pool, user_id: str) -> list[AccountRecord]:
    """All accounts of a person, the oldest first."""
    async with pool.acquire(timeout=repository.POOL_TIMEOUT) as connection:
        rows = await connection.fetch(OF_USER.sql, *OF_USER.arguments({"user_id": user_id}))
    return [AccountRecord(*row) for row in rows]


async def lock(session: AsyncSession, *, provider_id: str, account_id: str) -> None:
    """Let nobody else add this provider's account until the transaction ends: the table has no key that would."""
    await session.exec(select(func.pg_advisory_xact_lock(func.hashtextextended(f"{provider_id} {account_id}", 0))))


async def find_owned(session: AsyncSession, *, provider_id: str, account_id: str) -> Owned | None:
    """An account at a provider and its person."""
    found = (
        select(*ACCOUNT, *repository.USER)
        .join_from(Account, User, col(Account.user_id) == col(User.id))
        .where(col(Account.provider_id) == provider_id, col(Account.account_id) == account_id)
    )
    row = (await session.exec(found)).first()
    return Owned(AccountRecord(*row[: len(ACCOUNT)]), UserRecord(*row[len(ACCOUNT) :])) if row else None


async def add(session: AsyncSession, record: AccountRecord) -> None:
    """Add an account."""
    await session.exec(insert(Account).values(record._asdict()))


async def change(session: AsyncSession, id_: str, values: Mapping[str, object], *, now: datetime) -> bool:
    """Set some of an account's members; False when it is gone."""
    changed = update(Account).where(col(Account.id) == id_).values(**values, updated_at=now)
    return (await session.exec(changed.returning(col(Account.id)))).first() is not None
