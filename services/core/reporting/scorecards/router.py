"""Scorecards over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep
from services.core.reporting.scorecards import service
from services.core.reporting.scorecards.schemas import ScorecardQuery, ScorecardsOut
from shared.http import answers

queries = APIRouter(tags=["reporting"])


@queries.get("/api/vendors/scorecards", response_model=ScorecardsOut, operation_id="get_scorecards")
async def get_scorecards(
    request: Request, query: Annotated[ScorecardQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """How each vendor has delivered to this workspace in a window of time, ranked so that few calls never beat many.

    Figures of fewer than ten observations are marked `too_few`. `window_reversed` where `to` is before `from`.
    """
    found = await service.of_workspace(reader, caller, query=query)
    return answers.page(request, found.model_dump_json().encode())


@queries.get(
    "/api/campaigns/{campaign_id}/scorecards", response_model=ScorecardsOut, operation_id="get_campaign_scorecards"
)
async def get_campaign_scorecards(
    request: Request,
    campaign_id: UUID,
    query: Annotated[ScorecardQuery, Query()],
    caller: CallerDep,
    reader: ReaderDep,
) -> Response:
    """The same scorecards for one campaign: only its invitations, proposals and calls count.

    `window_reversed` where `to` is before `from`.
    """
    found = await service.of_campaign(reader, caller, campaign_id=campaign_id, query=query)
    return answers.page(request, found.model_dump_json().encode())
