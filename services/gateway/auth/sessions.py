"""The life of a session: begun, read, prolonged once a day, closed. Knows no cookie and no header."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import bans, repository, tokens, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.records import Identity, SessionRecord, Stored
from services.gateway.auth.visitors import Visitor

LIFETIME = timedelta(days=7)
UNREMEMBERED_LIFETIME = timedelta(days=1)
IMPERSONATION = timedelta(hours=1)
"""How long an admin may act in somebody's place; never prolonged."""
UPDATE_AGE = timedelta(days=1)
"""A session that was prolonged longer ago than this is prolonged when it is read."""


class Vanished(Exception):
    """The session was closed by somebody else while it was being prolonged."""


class Reading(NamedTuple):
    """A living session as read, and whether the reading prolonged it."""

    identity: Identity
    prolonged: bool


async def begin(
    transaction: AsyncSession,
    *,
    user_id: str,
    visitor: Visitor,
    remembered: bool,
    now: datetime,
    impersonated_by: str | None = None,
) -> SessionRecord:
    """Begin a session: of a week, of a day for a browser that is not to be remembered, of an hour for an admin.

    A ban that is over is lifted. Raises Refusal for somebody banned.
    """
    at = wire.cut(now)
    await _refuse_banned(transaction, user_id, now=at)
    lifetime = LIFETIME if remembered else UNREMEMBERED_LIFETIME
    record = SessionRecord(
        expires_at=at + (IMPERSONATION if impersonated_by else lifetime),
        token=tokens.random_text(),
        created_at=at,
        updated_at=at,
        ip_address=visitor.ip_address,
        user_agent=visitor.user_agent,
        user_id=user_id,
        active_organization_id=None,
        impersonated_by=impersonated_by,
        id=tokens.random_text(),
    )
    await repository.add_session(transaction, record)
    return record


async def read(auth: Auth, token: str, *, prolong: bool, stored: Stored | None = None) -> Reading | None:
    """The living session of a token, prolonged if due and wanted; an expired one is removed.

    `stored` spares the database where the request has had it read already. Raises Vanished.
    """
    identity = (
        stored.identity
        if stored and stored.token == token
        else await repository.find_identity(auth.resources.pool, token)
    )
    if identity is None:
        return None
    now = wire.cut(auth.now())
    if identity.session.expires_at < now:
        await close(auth, token)
        return None
    borrowed = identity.session.impersonated_by is not None
    if not prolong or borrowed or identity.session.expires_at - LIFETIME + UPDATE_AGE > now:
        return Reading(identity, prolonged=False)
    return Reading(await _prolong(auth, identity, now=now), prolonged=True)


async def close(auth: Auth, token: str) -> None:
    """Close a session, if it is there."""
    async with auth.resources.transactions.begin(None) as transaction:
        await repository.remove_session(transaction, token)


async def living(auth: Auth, user_id: str) -> list[SessionRecord]:
    """All sessions of a person that have not expired."""
    return await repository.living_sessions(auth.resources.pool, user_id, now=wire.cut(auth.now()))


async def close_own(auth: Auth, user_id: str, token: str) -> str | None:
    """Close a session if it is that person's; its id, or None."""
    async with auth.resources.transactions.begin(None) as transaction:
        return await repository.remove_own_session(transaction, user_id, token)


async def close_others(auth: Auth, session: SessionRecord) -> None:
    """Close all sessions of a person but this one."""
    async with auth.resources.transactions.begin(None) as transaction:
        await repository.remove_other_sessions(transaction, session.user_id, session.token)


async def close_all(auth: Auth, user_id: str) -> None:
    """Close all sessions of a person."""
    async with auth.resources.transactions.begin(None) as transaction:
        await repository.remove_sessions_of(transaction, user_id)


async def _refuse_banned(transaction: AsyncSession, user_id: str, *, now: datetime) -> None:
    ban = await bans.lock(transaction, user_id)
    if ban is None:
        return
    if not ban.is_over(now):
        raise refusal(403, "BANNED_USER")
    await bans.lift(transaction, user_id, now=now)


async def _prolong(auth: Auth, identity: Identity, *, now: datetime) -> Identity:
    session = identity.session._replace(expires_at=now + LIFETIME, updated_at=now)
    async with auth.resources.transactions.begin(None) as transaction:
        if not await repository.prolong_session(transaction, session.token, until=session.expires_at, now=now):
            raise Vanished
    return identity._replace(session=session)
