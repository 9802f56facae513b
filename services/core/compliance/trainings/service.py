"""What happens to users' trainings: they are recorded by whoever keeps the rules, not by the trained."""

import datetime as dt

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.errors import invalid
from shared.models.compliance import UserTraining
from shared.types import new_id, now


async def record(
    session: AsyncSession,
    *,
    caller: Principal,
    user_id: str,
    course: str,
    completed_on: dt.date,
    expires_on: dt.date | None,
) -> UserTraining:
    """Record a training. Raises Problem (invalid) for a day still to come everywhere, or days in disorder."""
    if completed_on > now().date() + dt.timedelta(days=1):
        raise invalid("still_to_come", "This cannot have happened yet.", pointer="#/completed_on")
    if expires_on is not None and expires_on < completed_on:
        raise invalid("dates_reversed", "It expires before it is done.", pointer="#/expires_on")
    training = UserTraining(
        workspace_id=caller.workspace_id,
        id=new_id(),
        user_id=user_id,
        course=course,
        completed_on=completed_on,
        expires_on=expires_on,
    )
    session.add(training)
    await session.flush()
    return training
