"""A campaign's companies over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.campaigns import repository as campaigns
from services.core.research.companies import repository, service
from services.core.research.companies.schemas import CompanyIn, CompanyOut, CompanyPatch, CompanyQuery
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

PREFIX = "/api/campaigns/{campaign_id}/companies"
queries = APIRouter(prefix=PREFIX, tags=["companies"])
commands = APIRouter(prefix=PREFIX, tags=["companies"], route_class=CommandRoute)


@queries.get("", response_model=Page[CompanyOut], operation_id="list_campaign_companies")
async def list_campaign_companies(
    request: Request,
    campaign_id: UUID,
    query: Annotated[CompanyQuery, Query()],
    caller: CallerDep,
    reader: ReaderDep,
) -> Response:
    """The companies a campaign is about or that deal with it. What an expert is to the campaign follows from them."""
    if await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    filters = query.model_dump(include={"role", "is_public"}) | {"campaign_id": campaign_id}
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/{company_id}", response_model=CompanyOut, operation_id="get_campaign_company")
async def get_campaign_company(
    request: Request, campaign_id: UUID, company_id: UUID, caller: CallerDep, reader: ReaderDep
) -> Response:
    """One company of a campaign's list, with its role there."""
    document = await reader.value(caller, repository.ONE, campaign_id=campaign_id, id=company_id)
    return answers.one(request, document, missing=repository.MISSING)


@commands.post("", status_code=201, response_model=CompanyOut, operation_id="add_campaign_company")
@policies.needs(policies.WORK)
async def add_campaign_company(campaign_id: UUID, body: CompanyIn, session: SessionDep, caller: CallerDep) -> Response:
    """Lists a company.

    The compliance gate goes by it from then on, and the campaign's experts are typed and scored anew, of a large
    campaign by a worker. `company_listed` where the name is on the list.
    """
    company = await service.add(session, caller=caller, campaign_id=campaign_id, **body.model_dump())
    document = await text_of(session, repository.ONE, campaign_id=campaign_id, id=company.id)
    address = f"/api/campaigns/{campaign_id}/companies/{company.id}"
    return answers.written(document, missing=repository.MISSING, created_at=address)


@commands.patch("/{company_id}", response_model=CompanyOut, operation_id="update_campaign_company")
@policies.needs(policies.WORK)
async def update_campaign_company(
    request: Request, campaign_id: UUID, company_id: UUID, body: CompanyPatch, session: SessionDep, caller: CallerDep
) -> Response:
    """Changes name, role or whether its shares are traded.

    Experts are typed and scored anew; `company_listed` where the new name is on the list.
    """
    asked = {"campaign_id": campaign_id, "company_id": company_id}
    await service.hold(session, caller=caller, **asked)
    answers.require_unchanged(request, await text_of(session, repository.ONE, campaign_id=campaign_id, id=company_id))
    await service.update(session, caller=caller, **asked, **body.given())
    document = await text_of(session, repository.ONE, campaign_id=campaign_id, id=company_id)
    return answers.written(document, missing=repository.MISSING)


@commands.delete("/{company_id}", status_code=204, operation_id="remove_campaign_company")
@policies.needs(policies.WORK)
async def remove_campaign_company(
    request: Request, campaign_id: UUID, company_id: UUID, session: SessionDep, caller: CallerDep
) -> None:
    """Takes a company off the list.

    The gate does not know it any more, and experts are typed and scored anew; the log keeps that it was there.
    """
    asked = {"campaign_id": campaign_id, "company_id": company_id}
    await service.hold(session, caller=caller, **asked)
    answers.require_unchanged(request, await text_of(session, repository.ONE, campaign_id=campaign_id, id=company_id))
    await service.remove(session, caller=caller, **asked)
