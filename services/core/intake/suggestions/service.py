"""A vendor's new value for a field somebody edited: taken over or put aside, by a person."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.intake.suggestions import repository
from services.core.research.companies import service as companies
from services.core.research.experts import fields
from services.core.research.experts import repository as experts
from services.core.research.people import repository as people_repository
from services.core.research.people import service as people
from services.core.research.screening import service as screening
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.intake import Suggestion
from shared.types import now


async def accept(session: AsyncSession, *, caller: Principal, suggestion_id: UUID) -> None:
    """Take the vendor's value over; from then on the field follows the vendor again. Raises Problem (conflict)."""
    await people_repository.lock(session, caller.workspace_id)
    suggestion = await _open(session, suggestion_id)
    await experts.keep_campaign_still(session, suggestion.expert_id)
    offer = await experts.get(session, suggestion.expert_id)
    fields.write(offer, suggestion.field, suggestion.value)
    offer.sources = {**offer.sources, suggestion.field: suggestion.source}
    offer.edited_fields = [field for field in offer.edited_fields if field != suggestion.field]
    await companies.classify(session, [offer])
    session.add(offer)
    await _decide(session, suggestion, caller=caller, status="accepted")
    await people.refresh(session, caller=caller, person_ids=[offer.person_id])
    await screening.rescore(session, caller=caller, expert_ids=[offer.id])


async def dismiss(session: AsyncSession, *, caller: Principal, suggestion_id: UUID) -> None:
    """Keep the edited value; the same suggestion is not made again. Raises Problem (conflict)."""
    await _decide(session, await _open(session, suggestion_id), caller=caller, status="dismissed")


async def _open(session: AsyncSession, suggestion_id: UUID) -> Suggestion:
    suggestion = await repository.get(session, suggestion_id)
    if suggestion.status != "open":
        message = f"This suggestion was {suggestion.status} already."
        raise Problem("conflict", "suggestion_decided", message, details={"current": suggestion.status})
    return suggestion


async def _decide(session: AsyncSession, suggestion: Suggestion, *, caller: Principal, status: str) -> None:
    suggestion.status, suggestion.decided_by, suggestion.decided_at = status, caller.user_id, now()
    session.add(suggestion)
    await session.flush()
