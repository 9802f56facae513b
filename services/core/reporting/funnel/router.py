"""The funnel over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep
from services.core.reporting.funnel import service
from services.core.reporting.funnel.schemas import FunnelOut, FunnelQuery
from shared.http import answers

queries = APIRouter(prefix="/api/campaigns/{campaign_id}", tags=["reporting"])


@queries.get("/funnel", response_model=FunnelOut, operation_id="get_funnel")
async def get_funnel(
    request: Request, campaign_id: UUID, _: Annotated[FunnelQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """How far the campaign's proposals have come, stage by stage and by vendor, with the median days in each stage and
    where proposals dropped out.
    """
    found = await service.of_campaign(reader, caller, campaign_id=campaign_id)
    return answers.page(request, found.model_dump_json().encode())
