"""Days without calls, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.interviews.blackouts import repository, service
from services.core.interviews.blackouts.schemas import BlackoutIn, BlackoutOut, BlackoutPatch, BlackoutQuery
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/blackouts", tags=["interviews"])
commands = APIRouter(prefix="/api/blackouts", tags=["interviews"], route_class=CommandRoute)


@queries.get("", response_model=Page[BlackoutOut], operation_id="list_blackouts")
async def list_blackouts(
    request: Request, query: Annotated[BlackoutQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """Whole days without calls: of everybody, of a campaign, of a member of the team or of a person."""
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/{blackout_id}", response_model=BlackoutOut, operation_id="get_blackout")
async def get_blackout(request: Request, blackout_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One stretch of whole days without calls, and whose they are."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=blackout_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=BlackoutOut, operation_id="add_blackout")
@policies.needs(policies.WORK)
async def add_blackout(body: BlackoutIn, session: SessionDep, caller: CallerDep) -> Response:
    """Closes days for calls, of everybody or of one campaign, member or person.

    No time is offered on them; calls that are booked stay, and the calendar tells of them. `dates_reversed` where the
    last day is before the first.
    """
    blackout = await service.add(session, caller=caller, **body.model_dump())
    document = await text_of(session, repository.ONE, id=blackout.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/blackouts/{blackout.id}")


@commands.patch("/{blackout_id}", response_model=BlackoutOut, operation_id="update_blackout")
@policies.needs(policies.WORK)
async def update_blackout(request: Request, blackout_id: UUID, body: BlackoutPatch, session: SessionDep) -> Response:
    """Changes the days or the reason; whose days they are stays.

    `dates_reversed` where the last day is before the first.
    """
    await repository.get(session, blackout_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=blackout_id))
    await service.update(session, blackout_id=blackout_id, **body.given())
    return answers.written(await text_of(session, repository.ONE, id=blackout_id), missing=repository.MISSING)


@commands.delete("/{blackout_id}", status_code=204, operation_id="remove_blackout")
@policies.needs(policies.WORK)
async def remove_blackout(request: Request, blackout_id: UUID, session: SessionDep) -> None:
    """Opens the days again: times on them are offered from now on."""
    await repository.get(session, blackout_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=blackout_id))
    await service.remove(session, blackout_id=blackout_id)
