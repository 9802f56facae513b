"""Profiles: a person's name is the one they sign in with, the rest is kept in their personal workspace."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.profile import repository
from services.gateway.profile.schemas import Notifications, ProfileOut
from shared.contracts.principal import Principal, workspace_of
from shared.models.identity import User
from shared.models.people import Profile


def personal(caller: Principal) -> Principal:
    """The caller in their own workspace, where their profile is, whatever they work in."""
    return Principal(caller.user_id, workspace_of(user_id=caller.user_id))


async def read(session: AsyncSession, caller: Principal) -> ProfileOut:
    """The profile, or its defaults."""
    user = await repository.user(session, caller.user_id)
    return _shown(user, await repository.find(session, caller.workspace_id) or _blank(caller))


async def write(session: AsyncSession, caller: Principal, fields: Mapping[str, Any], *, now: datetime) -> ProfileOut:
    """Set these fields; notification choices are merged into those that stand."""
    user = await repository.user(session, caller.user_id, lock=True)
    profile = await repository.find(session, caller.workspace_id) or _blank(caller)
    changes = dict(fields)
    name = changes.pop("name", None)
    if name is not None and name != user.name:
        user.name, user.updated_at = name, now
        session.add(user)
    if "notifications" in changes:
        changes["notifications"] = profile.notifications | changes["notifications"]
    profile.sqlmodel_update(changes)
    session.add(profile)
    await session.flush()
    await session.refresh(profile)
    return _shown(user, profile)


def _blank(caller: Principal) -> Profile:
    return Profile(workspace_id=caller.workspace_id, user_id=caller.user_id)


def _shown(user: User, profile: Profile) -> ProfileOut:
    return ProfileOut(
        user_id=user.id,
        name=user.name,
        email=user.email,
        image=user.image,
        title=profile.title,
        company=profile.company,
        time_zone=profile.time_zone,
        currency=profile.currency,
        notifications=Notifications(**profile.notifications),
        created_at=profile.created_at,
        updated_at=profile.updated_at,
    )
