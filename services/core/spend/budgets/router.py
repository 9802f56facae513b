"""A campaign's budget and forecast over HTTP."""

from uuid import UUID

import orjson
from fastapi import APIRouter, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.campaigns import repository as campaigns
from services.core.spend.budgets import repository, service
from services.core.spend.budgets.schemas import BudgetIn, CampaignBudgetOut, ForecastOut
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/campaigns/{campaign_id}", tags=["spend"])
commands = APIRouter(prefix="/api/campaigns/{campaign_id}", tags=["spend"], route_class=CommandRoute)


@queries.get("/budget", response_model=CampaignBudgetOut, operation_id="get_budget")
async def get_budget(request: Request, campaign_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """What a campaign may cost, and what is committed and spent, in its own currency.

    What is spent is told also where no budget is set.
    """
    return answers.one(request, await reader.value(caller, repository.ONE, id=campaign_id), missing=campaigns.MISSING)


@queries.get("/forecast", response_model=ForecastOut, operation_id="get_forecast")
async def get_forecast(request: Request, campaign_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """What the campaign will have cost in the end: what is committed and spent, and the calls still needed at the price
    of a call.
    """
    found = await service.forecast_of(reader, caller, campaign_id=campaign_id)
    return answers.page(request, orjson.dumps(found))


@commands.put("/budget", response_model=CampaignBudgetOut, operation_id="put_budget")
@policies.needs(policies.WORK)
async def put_budget(
    request: Request, campaign_id: UUID, body: BudgetIn, session: SessionDep, caller: CallerDep
) -> Response:
    """Sets the campaign's budget and all its thresholds, in place of those it had.

    Thresholds that spend has passed fire at once, each once: into the log, and as a mail. `threshold_twice` where two
    are the same.
    """
    await service.reserve(session, campaign_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=campaign_id))
    await service.put(session, caller=caller, campaign_id=campaign_id, **body.model_dump())
    return answers.written(await text_of(session, repository.ONE, id=campaign_id), missing=campaigns.MISSING)
