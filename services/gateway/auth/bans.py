"""Who may not sign in: for good, or until a time after which the ban lifts itself."""

from datetime import datetime
from typing import NamedTuple

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import users
from services.gateway.auth.records import UserRecord
from shared.models.identity import User

LIFTED = {"banned": False, "ban_reason": None, "ban_expires": None}


class Ban(NamedTuple):
    """A ban; without an end it is for good."""

    expires_at: datetime | None

    def is_over(self, now: datetime) -> bool:
        """Whether its end has passed."""
        return self.expires_at is not None and self.expires_at < now


def stands(user: UserRecord, *, now: datetime) -> bool:
    """Whether a person is banned at that time."""
    return bool(user.banned) and not Ban(user.ban_expires).is_over(now)


async def lock(session: AsyncSession, user_id: str) -> Ban | None:
    """A person's ban, over or not; until the transaction ends nobody else bans them or lifts it."""
    found = select(col(User.banned), col(User.ban_expires)).where(col(User.id) == user_id)
    row = (await session.exec(found.with_for_update(key_share=True))).first()
    return Ban(row[1]) if row and row[0] else None


async def lift(session: AsyncSession, user_id: str, *, now: datetime) -> UserRecord | None:
    """Lift a person's ban; None when they are gone."""
    return await users.change(session, user_id, LIFTED, now=now)
