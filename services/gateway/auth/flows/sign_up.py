"""Signing up with a password: the person, their password and their first session come into being together."""

import asyncpg
import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import repository, sessions, tokens, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.records import Identity, UserRecord
from services.gateway.auth.strategies import password as passwords
from services.gateway.auth.visitors import Visitor

log = structlog.get_logger()

USER = "user"
"""The role of everybody who is not made an admin."""
REFUSED = (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError, asyncpg.ProgramLimitExceededError)
"""What the database says of values it will not have: another sign-up was quicker, or the text cannot be stored."""


async def sign_up(
    auth: Auth, *, name: str, email: str, password: str, image: str | None, visitor: Visitor, remembered: bool
) -> Identity:
    """Make a person and sign them in. Raises Refusal."""
    passwords.refuse_unfit(auth, password)
    email = email.lower()
    if await repository.find_login(auth.resources.pool, email):
        raise refusal(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL")
    hashed = await auth.hasher.hash(password)
    at = wire.cut(auth.now())
    user = UserRecord(
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
    async with auth.resources.transactions.begin(None) as transaction:
        await _add(transaction, user)
        await repository.add_password(transaction, id_=tokens.random_text(), user=user, password=hashed)
        session = await sessions.begin(transaction, user_id=user.id, visitor=visitor, remembered=remembered, now=at)
    return Identity(session, user)


async def _add(transaction: AsyncSession, user: UserRecord) -> None:
    try:
        await repository.add_user(transaction, user)
    except DBAPIError as fault:
        cause = fault.orig.__cause__ if fault.orig else None
        if not isinstance(cause, REFUSED):
            raise
        log.warning("auth.user.refused", reason=type(cause).__name__)
        raise refusal(422, "FAILED_TO_CREATE_USER") from fault
