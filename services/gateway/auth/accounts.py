"""The ways somebody can sign in: a password, or an account at a provider."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

import asyncpg
import sqlmodel
from sqlalchemy import bindparam, delete, func, insert, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import repository, tokens
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
PASSWORD = Statement(
    select(col(Account.id), col(Account.password)).where(
        col(Account.user_id) == bindparam("user_id"),
        col(Account.account_id) == bindparam("user_id"),
        col(Account.provider_id) == repository.CREDENTIAL,
        col(Account.password).is_not(None),
    )
)


class Password(NamedTuple):
    """A password as it is stored: the account's id and the hash."""

    id: str
    hashed: str


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
    key = func.hashtextextended(f"{provider_id} {account_id}", 0)
    await session.exec(sqlmodel.select(func.pg_advisory_xact_lock(key)))


async def find_owned(session: AsyncSession, *, provider_id: str, account_id: str) -> Owned | None:
    """An account at a provider and its person."""
    found = (
        select(*ACCOUNT, *repository.USER)
        .join_from(Account, User, col(Account.user_id) == col(User.id))
        .where(col(Account.provider_id) == provider_id, col(Account.account_id) == account_id)
    )
    row = (await (await session.connection()).execute(found)).first()
    return Owned(AccountRecord(*row[: len(ACCOUNT)]), UserRecord(*row[len(ACCOUNT) :])) if row else None


async def add(session: AsyncSession, record: AccountRecord) -> None:
    """Add an account."""
    await session.exec(insert(Account).values(record._asdict()))


async def change(session: AsyncSession, id_: str, values: Mapping[str, object], *, now: datetime) -> bool:
    """Set some of an account's members; False when it is gone."""
    changed = update(Account).where(col(Account.id) == id_).values(**values, updated_at=now)
    return (await session.exec(changed.returning(col(Account.id)))).first() is not None


async def set_password(session: AsyncSession, user_id: str, hashed: str, *, now: datetime) -> None:
    """Let a person sign in with this password, given as its hash, and with no other."""
    await lock(session, provider_id=repository.CREDENTIAL, account_id=user_id)
    own = (col(Account.user_id) == user_id, col(Account.account_id) == user_id)
    set_ = update(Account).where(*own, col(Account.provider_id) == repository.CREDENTIAL)
    changed = set_.values(password=hashed, updated_at=now).returning(col(Account.id))
    if (await session.exec(changed)).first() is None:
        values = {"id": tokens.random_text(), "account_id": user_id, "provider_id": repository.CREDENTIAL}
        stamps = {"created_at": now, "updated_at": now}
        await session.exec(insert(Account).values(**values, **stamps, user_id=user_id, password=hashed))


async def find_password(pool: asyncpg.Pool, user_id: str) -> Password | None:
    """The password a person signs in with, if they have one."""
    async with pool.acquire(timeout=repository.POOL_TIMEOUT) as connection:
        row = await connection.fetchrow(PASSWORD.sql, *PASSWORD.arguments({"user_id": user_id}))
    return Password(*row) if row and row["password"] else None


async def replace_password(session: AsyncSession, known: Password, hashed: str, *, now: datetime) -> bool:
    """Store another hash in place of the known one; False when that is no longer what is stored."""
    same = update(Account).where(col(Account.id) == known.id, col(Account.password) == known.hashed)
    changed = same.values(password=hashed, updated_at=now).returning(col(Account.id))
    return (await session.exec(changed)).first() is not None


async def lock_of_user(session: AsyncSession, user_id: str) -> list[str]:
    """The ids of a person's accounts, which nobody else changes or locks until the transaction ends."""
    own = sqlmodel.select(col(Account.id)).where(col(Account.user_id) == user_id)
    return list((await session.exec(own.order_by(col(Account.id)).with_for_update())).all())


async def remove(session: AsyncSession, id_: str) -> None:
    """Remove an account, if it is there."""
    await session.exec(delete(Account).where(col(Account.id) == id_))
