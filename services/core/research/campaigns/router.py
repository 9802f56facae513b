"""Campaigns over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.campaigns import repository, service
from services.core.research.campaigns.schemas import CampaignIn, CampaignOut, CampaignPatch, CampaignQuery
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/campaigns", tags=["campaigns"])
commands = APIRouter(prefix="/api/campaigns", tags=["campaigns"], route_class=CommandRoute)


@queries.get("", response_model=Page[CampaignOut], operation_id="list_campaigns")
async def list_campaigns(
    request: Request, query: Annotated[CampaignQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The workspace's campaigns, with their state and how many experts and calls they have."""
    filters = query.model_dump(include={"status", "project_id", "industry_vertical", "region", "q"})
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/{campaign_id}", response_model=CampaignOut, operation_id="get_campaign")
async def get_campaign(request: Request, campaign_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One campaign.

    `status` follows from its dates, as of today in its own time zone; the counts from its experts and calls.
    """
    return answers.one(request, await reader.value(caller, repository.ONE, id=campaign_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=CampaignOut, operation_id="add_campaign")
@policies.needs(policies.WORK)
async def add_campaign(body: CampaignIn, session: SessionDep, caller: CallerDep) -> Response:
    """Starts a campaign, in a project or alone.

    `dates_reversed` or `calls_reversed` where an end is below its beginning; a project that is not there is 404.
    """
    campaign = await service.add(session, caller=caller, **body.model_dump())
    document = await text_of(session, repository.ONE, id=campaign.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/campaigns/{campaign.id}")


@commands.patch("/{campaign_id}", response_model=CampaignOut, operation_id="update_campaign")
@policies.needs(policies.WORK)
async def update_campaign(
    request: Request, campaign_id: UUID, body: CampaignPatch, session: SessionDep, caller: CallerDep
) -> Response:
    """Changes the fields that are sent.

    Another name, industry, region or description has all experts scored anew by a worker; another time zone is refused
    with `calls_booked` once calls have a day in it, another currency with `currency_in_use` once budget or charges are
    in it.
    """
    await repository.get(session, campaign_id, lock=True)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=campaign_id))
    await service.update(session, caller=caller, campaign_id=campaign_id, **body.given())
    return answers.written(await text_of(session, repository.ONE, id=campaign_id), missing=repository.MISSING)


@commands.delete("/{campaign_id}", status_code=204, operation_id="remove_campaign")
@policies.needs(policies.WORK)
async def remove_campaign(request: Request, campaign_id: UUID, session: SessionDep) -> None:
    """Deletes a campaign for good, with its offers, calls, questions and intakes; people whom other campaigns know
    stay. `calls_held` where a call was held or anything charged: that stays on record.
    """
    await repository.get(session, campaign_id, lock=True)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=campaign_id))
    await service.remove(session, campaign_id=campaign_id)
