"""People over HTTP: read only."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep
from services.core.research.people import repository
from services.core.research.people.schemas import PersonDetail, PersonOut, PersonQuery
from shared.contracts.page import Page
from shared.http import answers

queries = APIRouter(prefix="/api/people", tags=["people"])


@queries.get("", response_model=Page[PersonOut], operation_id="list_people")
async def list_people(
    request: Request, query: Annotated[PersonQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """Everybody whom vendors have offered to the workspace, each person once, however many vendors offer them."""
    filters = query.model_dump(include={"q", "company"})
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/{person_id}", response_model=PersonDetail, operation_id="get_person")
async def get_person(request: Request, person_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One person with every offer of them in any campaign.

    A person who was found to be another names that one in `merged_into_id`.
    """
    return answers.one(request, await reader.value(caller, repository.ONE, id=person_id), missing=repository.MISSING)
