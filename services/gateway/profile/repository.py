"""All SQL of profiles; the transaction must have been introduced for the personal workspace."""

from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.errors import missing
from shared.models.identity import User
from shared.models.people import Profile


async def user(session: AsyncSession, user_id: str, *, lock: bool = False) -> User:
    """The person. Raises Problem (missing) when they are gone."""
    wanted = select(User).where(col(User.id) == user_id)
    found = (await session.exec(wanted.with_for_update() if lock else wanted)).first()
    if found is None:
        raise missing("user")
    return found


async def find(session: AsyncSession, workspace_id: UUID) -> Profile | None:
    """The profile, if there is one."""
    return (await session.exec(select(Profile).where(col(Profile.workspace_id) == workspace_id))).first()
