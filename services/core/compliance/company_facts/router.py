"""Facts about companies over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.compliance.company_facts import repository, service
from services.core.compliance.company_facts.schemas import FactIn, FactOut, FactPatch, FactQuery
from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/company-facts", tags=["compliance"])
commands = APIRouter(prefix="/api/company-facts", tags=["compliance"], route_class=CommandRoute)


@queries.get("", response_model=Page[FactOut], operation_id="list_company_facts")
async def list_company_facts(
    request: Request, query: Annotated[FactQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """What is on file about companies: which are public, sensitive, of a government or in healthcare, since when."""
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/{fact_id}", response_model=FactOut, operation_id="get_company_fact")
async def get_company_fact(request: Request, fact_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One fact about a company, with the days on which it is true."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=fact_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=FactOut, operation_id="add_company_fact")
@policies.needs(policies.CHANGE_RULES)
async def add_company_fact(body: FactIn, session: SessionDep, caller: CallerDep) -> Response:
    """Notes what kind of company one is, for calls on the days it is true; the gate goes by it at once.

    `name_names_nobody` for a name without words that tell a company, `country_unknown`, `dates_reversed`.
    """
    fact = await service.add(session, caller=caller, **body.model_dump())
    document = await text_of(session, repository.ONE, id=fact.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/company-facts/{fact.id}")


@commands.patch("/{fact_id}", response_model=FactOut, operation_id="update_company_fact")
@policies.needs(policies.CHANGE_RULES)
async def update_company_fact(request: Request, fact_id: UUID, body: FactPatch, session: SessionDep) -> Response:
    """Changes the fields that are sent; a fact that ends is given its last day.

    Refused as when adding: `name_names_nobody`, `country_unknown`, `dates_reversed`.
    """
    await repository.get(session, fact_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=fact_id))
    await service.update(session, fact_id=fact_id, **body.given())
    return answers.written(await text_of(session, repository.ONE, id=fact_id), missing=repository.MISSING)
