"""What happens to blackouts: days are closed for calls, changed, opened again. What is booked stays booked."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.interviews.blackouts import repository
from services.core.research.campaigns import repository as campaigns
from services.core.research.people import repository as people
from services.core.research.team import repository as team
from shared.contracts.principal import Principal
from shared.errors import invalid
from shared.models.interviews import Blackout


async def add(
    session: AsyncSession,
    *,
    caller: Principal,
    campaign_id: UUID | None = None,
    team_member_id: UUID | None = None,
    person_id: UUID | None = None,
    **fields: Any,
) -> Blackout:
    """Close some days. Raises Problem (missing) for an unknown campaign, member or person, (invalid) for no days."""
    if campaign_id is not None:
        await campaigns.get(session, campaign_id)
    if team_member_id is not None:
        await team.get(session, team_member_id)
    if person_id is not None:
        await people.get(session, person_id)
    blackout = Blackout(
        workspace_id=caller.workspace_id,
        campaign_id=campaign_id,
        team_member_id=team_member_id,
        person_id=person_id,
        **fields,
    )
    return await _store(session, blackout)


async def update(session: AsyncSession, *, blackout_id: UUID, **fields: Any) -> Blackout:
    """Change the given fields; None clears. Raises Problem (missing), (invalid) for no days."""
    blackout = await repository.get(session, blackout_id)
    blackout.sqlmodel_update(fields)
    return await _store(session, blackout)


async def remove(session: AsyncSession, *, blackout_id: UUID) -> None:
    """Open the days again. Raises Problem (missing)."""
    await session.delete(await repository.get(session, blackout_id))


async def _store(session: AsyncSession, blackout: Blackout) -> Blackout:
    if blackout.ends_on < blackout.starts_on:
        message = f"The last day {blackout.ends_on} is before the first, {blackout.starts_on}."
        raise invalid("dates_reversed", message, pointer="#/ends_on")
    session.add(blackout)
    await session.flush()
    return blackout
