"""All SQL of projects."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.db.search import contains_text
from shared.errors import missing
from shared.models.research import Campaign, Project

MISSING = missing("project")

CAMPAIGNS = (
    select(func.count())
    .where(Campaign.workspace_id == Project.workspace_id, Campaign.project_id == Project.id)
    .correlate(Project)
    .scalar_subquery()
)
DOCUMENT = json_of(
    {
        "id": col(Project.id),
        "project_code": col(Project.project_code),
        "project_name": col(Project.project_name),
        "description": col(Project.description),
        "display_order": col(Project.display_order),
        "client_name": col(Project.client_name),
        "start_date": col(Project.start_date),
        "end_date": col(Project.end_date),
        "campaign_count": CAMPAIGNS,
        "user_id": col(Project.user_id),
        "created_at": col(Project.created_at),
        "updated_at": col(Project.updated_at),
    }
)
ONE = Statement(select(DOCUMENT).where(col(Project.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(Project),
    identity=col(Project.id),
    sorts={
        "display_order": col(Project.display_order),
        "created_at": col(Project.created_at),
        "updated_at": col(Project.updated_at),
        "project_name": col(Project.project_name),
    },
    filters={
        "client_name": col(Project.client_name) == bindparam("client_name"),
        "project_code": col(Project.project_code) == bindparam("project_code"),
        "q": contains_text(col(Project.project_name), col(Project.client_name), col(Project.project_code)),
    },
)


async def get(session: AsyncSession, project_id: UUID) -> Project:
    """The project, locked for this transaction. Raises Problem (missing)."""
    found = (await session.exec(select(Project).where(Project.id == project_id).with_for_update())).first()
    if found is None:
        raise MISSING
    return found
