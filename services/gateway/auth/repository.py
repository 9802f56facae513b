"""All SQL of identity. Reads go straight to asyncpg, one round trip each; writes belong to the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import and_, bindparam, delete, insert, or_, select, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import tokens
from services.gateway.auth.records import Identity, SessionRecord, UserRecord
from shared.db.read import Statement
from shared.models.identity import Account, Session, User
from shared.models.workspaces import Member

CREDENTIAL = "credential"
POOL_TIMEOUT = 1.0
"""Seconds to wait for a connection."""

USER: tuple[Any, ...] = (
    col(User.name),
    col(User.email),
    col(User.email_verified),
    col(User.image),
    col(User.created_at),
    col(User.updated_at),
    col(User.role),
    col(User.banned),
    col(User.ban_reason),
    col(User.ban_expires),
    col(User.id),
)
SESSION: tuple[Any, ...] = (
    col(Session.expires_at),
    col(Session.token),
    col(Session.created_at),
    col(Session.updated_at),
    col(Session.ip_address),
    col(Session.user_agent),
    col(Session.user_id),
    col(Session.active_organization_id),
    col(Session.impersonated_by),
    col(Session.id),
)
MEMBER_ROLE = (
    select(col(Member.role))
    .where(
        col(Member.organization_id) == col(Session.active_organization_id), col(Member.user_id) == col(Session.user_id)
    )
    .limit(1)
    .correlate(Session)
    .scalar_subquery()
)
IDENTITY = Statement(
    select(*SESSION, *USER, MEMBER_ROLE)
    .join_from(Session, User, col(Session.user_id) == col(User.id))
    .where(col(Session.token) == bindparam("token"))
)
LIVING = Statement(
    select(*SESSION)
    .where(
        col(Session.user_id) == bindparam("user_id"),
        col(Session.expires_at) > bindparam("now"),
        col(Session.impersonated_by).is_(None),
    )
    .order_by(col(Session.created_at), col(Session.id))
)
LOGIN = Statement(
    select(*USER, col(Account.password))
    .join_from(
        User,
        Account,
        and_(
            col(Account.user_id) == col(User.id),
            col(Account.account_id) == col(User.id),
            col(Account.provider_id) == CREDENTIAL,
        ),
        isouter=True,
    )
    .where(col(User.email) == bindparam("email"))
)

BELONGING = Statement(
    select(col(Member.organization_id))
    .join_from(User, Member, col(Member.user_id) == col(User.id), isouter=True)
    .where(
        col(User.id) == bindparam("user_id"),
        or_(col(User.banned).is_not(True), col(User.ban_expires) < bindparam("now")),
    )
)


class Login(NamedTuple):
    """A person and the password hash stored for them, if they have one."""

    user: UserRecord
    password: str | None


async def find_identity(pool: asyncpg.Pool, token: str) -> Identity | None:
    """The session of a token and its person, expired or not; what was signed for another purpose is not looked up."""
    if not tokens.may_be_session(token):
        return None
    row = await _row(pool, IDENTITY, token=token)
    return identity_of(row) if row else None


def identity_of(row: Sequence[Any]) -> Identity:
    """A row of the columns that IDENTITY selects."""
    session, user = len(SESSION), len(SESSION) + len(USER)
    return Identity(SessionRecord(*row[:session]), UserRecord(*row[session:user]), row[user])


async def living_sessions(pool: asyncpg.Pool, user_id: str, *, now: datetime) -> list[SessionRecord]:
    """A person's sessions that have not expired, the oldest first; not those of an admin in their place."""
    async with pool.acquire(timeout=POOL_TIMEOUT) as connection:
        rows = await connection.fetch(LIVING.sql, *LIVING.arguments({"user_id": user_id, "now": now}))
    return [SessionRecord(*row) for row in rows]


async def memberships(pool: asyncpg.Pool, user_id: str, *, now: datetime) -> list[str | None]:
    """The organizations a person is a member of, or one None if of none; nothing for who is gone or banned."""
    async with pool.acquire(timeout=POOL_TIMEOUT) as connection:
        rows = await connection.fetch(BELONGING.sql, *BELONGING.arguments({"user_id": user_id, "now": now}))
    return [row[0] for row in rows]


async def find_login(pool: asyncpg.Pool, email: str) -> Login | None:
    """The person of an e-mail address (in lower case) with their password hash."""
    row = await _row(pool, LOGIN, email=email)
    return Login(UserRecord(*row[: len(USER)]), row[len(USER)]) if row else None


async def _row(pool: asyncpg.Pool, statement: Statement, **values: object) -> asyncpg.Record | None:
    async with pool.acquire(timeout=POOL_TIMEOUT) as connection:
        return await connection.fetchrow(statement.sql, *statement.arguments(values))


async def add_user(session: AsyncSession, record: UserRecord) -> None:
    """Add a person. Raises IntegrityError when the e-mail address is taken."""
    await session.exec(insert(User).values(record._asdict()))


async def add_password(session: AsyncSession, *, id_: str, user: UserRecord, password: str) -> None:
    """Let a person sign in with a password, given as its hash."""
    values = {
        "id": id_,
        "account_id": user.id,
        "provider_id": CREDENTIAL,
        "user_id": user.id,
        "password": password,
        "created_at": user.created_at,
        "updated_at": user.updated_at,
    }
    await session.exec(insert(Account).values(values))


async def add_session(session: AsyncSession, record: SessionRecord) -> None:
    """Add a session."""
    await session.exec(insert(Session).values(record._asdict()))


async def prolong_session(session: AsyncSession, token: str, *, until: datetime, now: datetime) -> bool:
    """Move a session's end; False when it is gone."""
    moved = update(Session).where(col(Session.token) == token).values(expires_at=until, updated_at=now)
    return (await session.exec(moved.returning(col(Session.id)))).first() is not None


async def remove_session(session: AsyncSession, token: str) -> None:
    """Remove a session, if it is there."""
    await session.exec(delete(Session).where(col(Session.token) == token))


async def remove_sessions_of(session: AsyncSession, user_id: str) -> None:
    """Remove all of a person's sessions, and those they have in others' places."""
    await session.exec(delete(Session).where(col(Session.user_id) == user_id))
    await remove_borrowed_sessions(session, user_id)


async def remove_borrowed_sessions(session: AsyncSession, admin_id: str) -> None:
    """Remove the sessions that an admin has in others' places."""
    await session.exec(delete(Session).where(col(Session.impersonated_by) == admin_id))


async def remove_own_session(session: AsyncSession, user_id: str, token: str) -> str | None:
    """Remove a session if it is that person's; its id, or None."""
    own = delete(Session).where(col(Session.user_id) == user_id, col(Session.token) == token)
    row = (await session.exec(own.returning(col(Session.id)))).first()
    return row[0] if row else None


async def remove_other_sessions(session: AsyncSession, user_id: str, token: str) -> None:
    """Remove all of a person's sessions but one."""
    await session.exec(delete(Session).where(col(Session.user_id) == user_id, col(Session.token) != token))
