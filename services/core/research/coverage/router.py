"""A campaign's coverage targets over HTTP, always as a whole."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.campaigns import repository as campaigns
from services.core.research.coverage import repository, service
from services.core.research.coverage.schemas import TargetsIn, TargetsOut
from shared.db.read import text_of
from shared.http import answers

PREFIX = "/api/campaigns/{campaign_id}/coverage-targets"
queries = APIRouter(prefix=PREFIX, tags=["coverage"])
commands = APIRouter(prefix=PREFIX, tags=["coverage"], route_class=CommandRoute)


@queries.get("", response_model=TargetsOut, operation_id="get_coverage_targets")
async def get_coverage_targets(request: Request, campaign_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """How many calls the campaign wants with each type of expert in each region, and how many people are shortlisted
    for each of these cells.
    """
    if await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    document = await reader.value(caller, repository.TARGETS, campaign_id=campaign_id)
    return answers.one(request, document, missing=campaigns.MISSING)


@commands.put("", response_model=TargetsOut, operation_id="put_coverage_targets")
@policies.needs(policies.WORK)
async def put_coverage_targets(
    request: Request, campaign_id: UUID, body: TargetsIn, session: SessionDep, caller: CallerDep
) -> Response:
    """Sets all targets of the campaign, in place of those it had.

    Nobody is barred by a full cell: a shortlisting beyond it is marked `over_quota`.
    """
    await service.hold(session, campaign_id=campaign_id)
    answers.require_unchanged(request, await text_of(session, repository.TARGETS, campaign_id=campaign_id))
    await service.put(session, caller=caller, campaign_id=campaign_id, targets=body.items)
    document = await text_of(session, repository.TARGETS, campaign_id=campaign_id)
    return answers.written(document, missing=campaigns.MISSING)
