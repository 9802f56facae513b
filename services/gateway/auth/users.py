"""People: what can be changed about them, and that they go. Writes belong to the caller's transaction."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import repository
from services.gateway.auth.records import UserRecord
from shared.models.access import ApiKey
from shared.models.identity import Account, User
from shared.models.people import Profile


async def change(
    session: AsyncSession, user_id: str, values: Mapping[str, object], *, now: datetime
) -> UserRecord | None:
    """Set some of a person's members; the person as they are then, or None when they are gone."""
    changed = update(User).where(col(User.id) == user_id).values(**values, updated_at=now)
    row = (await session.exec(changed.returning(*repository.USER))).first()
    return UserRecord(*row) if row else None


async def remove(session: AsyncSession, user_id: str) -> bool:
    """Remove a person with their API keys; their sessions, accounts and memberships go with them. False when gone."""
    await repository.remove_borrowed_sessions(session, user_id)
    await session.exec(delete(ApiKey).where(col(ApiKey.reference_id) == user_id))
    removed = delete(User).where(col(User.id) == user_id)
    return (await session.exec(removed.returning(col(User.id)))).first() is not None


async def remove_other_ways_in(session: AsyncSession, user_id: str) -> None:
    """Remove what lets somebody act as a person besides their password and their sessions."""
    await session.exec(delete(ApiKey).where(col(ApiKey.reference_id) == user_id))
    provided = col(Account.provider_id) != repository.CREDENTIAL
    await session.exec(delete(Account).where(col(Account.user_id) == user_id, provided))


async def remove_profile(session: AsyncSession, workspace_id: UUID) -> None:
    """Remove a profile from its personal workspace, for which the transaction must have been introduced."""
    await session.exec(delete(Profile).where(col(Profile.workspace_id) == workspace_id))
