"""What happens to projects."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.projects import repository
from shared.contracts.principal import Principal
from shared.errors import invalid
from shared.models.research import Project


async def add(session: AsyncSession, *, caller: Principal, **fields: Any) -> Project:
    """Open a project. Raises Problem (conflict) when its code is taken, (invalid) when it ends before it starts."""
    refuse_reversed(fields.get("start_date"), fields.get("end_date"))
    project = Project(workspace_id=caller.workspace_id, user_id=caller.user_id, **fields)
    session.add(project)
    await session.flush()
    return project


async def update(session: AsyncSession, *, project_id: UUID, **fields: Any) -> Project:
    """Change the given fields; None clears. Raises as `add`, and Problem (missing)."""
    project = await repository.get(session, project_id)
    project.sqlmodel_update(fields)
    refuse_reversed(project.start_date, project.end_date)
    session.add(project)
    await session.flush()
    return project


async def remove(session: AsyncSession, *, project_id: UUID) -> None:
    """Delete the project; its campaigns stay and stand alone."""
    await session.delete(await repository.get(session, project_id))


def refuse_reversed(start: dt.date | None, end: dt.date | None) -> None:
    """Raises Problem (invalid) for an end before the start."""
    if start and end and end < start:
        raise invalid("dates_reversed", f"The end {end} is before the start {start}.", pointer="#/end_date")
