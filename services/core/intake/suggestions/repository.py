"""All SQL of suggestions."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.intake import SUGGESTION_STATUS, Suggestion
from shared.models.sourcing import Expert

MISSING = missing("suggestion")
ID = Uuid()

OFFER = and_(col(Expert.workspace_id) == col(Suggestion.workspace_id), col(Expert.id) == col(Suggestion.expert_id))
DOCUMENT = json_of(
    {
        "id": col(Suggestion.id),
        "expert_id": col(Suggestion.expert_id),
        "expert_name": col(Expert.name),
        "campaign_id": col(Expert.campaign_id),
        "intake_id": col(Suggestion.intake_id),
        "field": col(Suggestion.field),
        "value": col(Suggestion.value),
        "source": col(Suggestion.source),
        "status": col(Suggestion.status),
        "decided_by": col(Suggestion.decided_by),
        "decided_at": col(Suggestion.decided_at),
        "created_at": col(Suggestion.created_at),
        "updated_at": col(Suggestion.updated_at),
    }
)
ONE = Statement(
    select(DOCUMENT).select_from(Suggestion).join(Expert, OFFER).where(col(Suggestion.id) == bindparam("id", type_=ID))
)
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(Suggestion).join(Expert, OFFER),
    identity=col(Suggestion.id),
    sorts={"created_at": col(Suggestion.created_at)},
    filters={
        "expert_id": col(Suggestion.expert_id) == bindparam("expert_id", type_=ID),
        "campaign_id": col(Expert.campaign_id) == bindparam("campaign_id", type_=ID),
        "status": col(Suggestion.status) == bindparam("status", type_=SUGGESTION_STATUS),
    },
)


async def get(session: AsyncSession, suggestion_id: UUID) -> Suggestion:
    """The suggestion, locked. Raises Problem (missing)."""
    found = (await session.exec(select(Suggestion).where(Suggestion.id == suggestion_id).with_for_update())).first()
    if found is None:
        raise MISSING
    return found
