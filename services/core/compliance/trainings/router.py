"""Users' trainings over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.compliance.trainings import repository, service
from services.core.compliance.trainings.schemas import TrainingIn, TrainingOut, TrainingQuery
from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/user-trainings", tags=["compliance"])
commands = APIRouter(prefix="/api/user-trainings", tags=["compliance"], route_class=CommandRoute)


@queries.get("", response_model=Page[TrainingOut], operation_id="list_user_trainings")
async def list_user_trainings(
    request: Request, query: Annotated[TrainingQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The compliance courses that users of the workspace have done, the latest first."""
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/{training_id}", response_model=TrainingOut, operation_id="get_user_training")
async def get_user_training(request: Request, training_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One compliance course that a user of the workspace has done."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=training_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=TrainingOut, operation_id="record_user_training")
@policies.needs(policies.CHANGE_RULES)
async def record_user_training(body: TrainingIn, session: SessionDep, caller: CallerDep) -> Response:
    """Records for good a compliance course that a user has done; the gate asks it of who books.

    `still_to_come` for a day in the future, `dates_reversed` where it expires before it is done.
    """
    training = await service.record(session, caller=caller, **body.model_dump())
    document = await text_of(session, repository.ONE, id=training.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/user-trainings/{training.id}")
