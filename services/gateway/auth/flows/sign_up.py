"""Signing up with a password: the person, their password, their mail and first session come into being together."""

from typing import NamedTuple

import asyncpg
import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import repository, sessions, tokens, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.flows import verify_email
from services.gateway.auth.records import SessionRecord, UserRecord
from services.gateway.auth.strategies import password as passwords
from services.gateway.auth.visitors import Visitor

log = structlog.get_logger()

USER = "user"
"""The role of everybody who is not made an admin."""
REFUSED = (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, asyncpg.ProgramLimitExceededError)
"""What the database says of values it will not have."""


class Taken(Exception):
    """Another sign-up with that address was quicker."""


class SignedUp(NamedTuple):
    """A new person and their first session; None where they have to sign in themselves."""

    user: UserRecord
    session: SessionRecord | None


async def sign_up(
    auth: Auth,
    *,
    name: str,
    email: str,
    password: str,
    image: str | None,
    target: str | None,
    visitor: Visitor,
    remembered: bool,
) -> SignedUp:
    """Make a person and, unless the settings say otherwise, sign them in. Raises Refusal.

    Who is not signed in at once is not told either whether the address was free: a person is made up for them.
    """
    passwords.refuse_unfit(auth, password)
    user = _person(auth, name=name, email=email.lower(), image=image)
    if auth.settings.verifies_on_sign_up:
        verify_email.link(auth, email=user.email, user_id=user.id, target=target)
    discreet = auth.settings.require_email_verification or not auth.settings.auto_sign_in
    known = await repository.find_login(auth.resources.pool, user.email)
    if known and not discreet:
        raise refusal(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
    hashed = await auth.hasher.hash(password)
    if known:
        return SignedUp(user, None)
    try:
        async with auth.resources.transactions.begin(None) as transaction:
            await _add(transaction, user)
            await repository.add_password(transaction, id_=tokens.random_text(), user=user, password=hashed)
            if auth.settings.verifies_on_sign_up:
                await verify_email.send(auth, transaction, user, target=target)
            return SignedUp(user, None if discreet else await _begin(transaction, user, visitor, remembered=remembered))
    except Taken as fault:
        if discreet:
            return SignedUp(user, None)
        raise refusal(422, "FAILED_TO_CREATE_USER") from fault


def _person(auth: Auth, *, name: str, email: str, image: str | None) -> UserRecord:
    at = wire.cut(auth.now())
    return UserRecord(
        name=name,
        email=email,
        email_verified=False,
        image=image,
        created_at=at,
        updated_at=at,
        role=USER,
        banned=False,
        ban_reason=None,
        ban_expires=None,
        id=tokens.random_text(),
    )


async def _add(transaction: AsyncSession, user: UserRecord) -> None:
    try:
        await repository.add_user(transaction, user)
    except DBAPIError as fault:
        cause = fault.orig.__cause__ if fault.orig else None
        if isinstance(cause, asyncpg.UniqueViolationError):
            raise Taken from fault
        if not isinstance(cause, REFUSED):
            raise
        log.warning("auth.user.refused", reason=type(cause).__name__)
        raise refusal(422, "FAILED_TO_CREATE_USER") from fault


async def _begin(transaction: AsyncSession, user: UserRecord, visitor: Visitor, *, remembered: bool) -> SessionRecord:
    return await sessions.begin(
        transaction, user_id=user.id, visitor=visitor, remembered=remembered, now=user.created_at
    )
