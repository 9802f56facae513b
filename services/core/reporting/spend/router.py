"""Spend reports over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep
from services.core.reporting.spend import service
from services.core.reporting.spend.schemas import SpendOut, SpendQuery, WorkspaceSpendOut
from shared.http import answers

queries = APIRouter(tags=["reporting"])


@queries.get("/api/campaigns/{campaign_id}/spend", response_model=SpendOut, operation_id="get_campaign_spend")
async def get_campaign_spend(
    request: Request,
    campaign_id: UUID,
    query: Annotated[SpendQuery, Query()],
    caller: CallerDep,
    reader: ReaderDep,
) -> Response:
    """What a campaign has committed and spent, by vendor, fee and week, in its own currency, with the forecast to its
    target. `window_reversed` where `to` is before `from`.
    """
    found = await service.of_campaign(reader, caller, campaign_id=campaign_id, query=query)
    return answers.page(request, found.model_dump_json().encode())


@queries.get("/api/reports/spend", response_model=WorkspaceSpendOut, operation_id="get_spend")
async def get_spend(
    request: Request, query: Annotated[SpendQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """What all campaigns have committed and spent, by campaign, vendor and week, each currency by itself.

    `window_reversed` where `to` is before `from`.
    """
    found = await service.of_workspace(reader, caller, query=query)
    return answers.page(request, found.model_dump_json().encode())
