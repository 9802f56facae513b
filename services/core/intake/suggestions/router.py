"""Suggestions over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.intake.suggestions import repository, service
from services.core.intake.suggestions.schemas import SuggestionOut, SuggestionQuery
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/suggestions", tags=["intake"])
commands = APIRouter(prefix="/api/suggestions", tags=["intake"], route_class=CommandRoute)


@queries.get("", response_model=Page[SuggestionOut], operation_id="list_suggestions")
async def list_suggestions(
    request: Request, query: Annotated[SuggestionQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """Values that vendors sent for fields which somebody had edited by hand: the edited value stays until one is
    accepted.
    """
    filters = query.model_dump(include={"status", "expert_id", "campaign_id"})
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@commands.post("/{suggestion_id}/accept", response_model=SuggestionOut, operation_id="accept_suggestion")
@policies.needs(policies.WORK)
async def accept_suggestion(suggestion_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    """Takes the vendor's value over; from then on the field follows the vendor's files again.

    `suggestion_decided` where it was decided before.
    """
    await service.accept(session, caller=caller, suggestion_id=suggestion_id)
    return answers.written(await text_of(session, repository.ONE, id=suggestion_id), missing=repository.MISSING)


@commands.post("/{suggestion_id}/dismiss", response_model=SuggestionOut, operation_id="dismiss_suggestion")
@policies.needs(policies.WORK)
async def dismiss_suggestion(suggestion_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    """Keeps the edited value; the same suggestion is not made again.

    `suggestion_decided` where it was decided before.
    """
    await service.dismiss(session, caller=caller, suggestion_id=suggestion_id)
    return answers.written(await text_of(session, repository.ONE, id=suggestion_id), missing=repository.MISSING)
