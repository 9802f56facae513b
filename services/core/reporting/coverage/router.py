"""The coverage matrix over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep
from services.core.reporting.coverage import service
from services.core.reporting.coverage.schemas import MatrixOut, MatrixQuery
from shared.http import answers

queries = APIRouter(prefix="/api/campaigns/{campaign_id}", tags=["reporting"])


@queries.get("/coverage", response_model=MatrixOut, operation_id="get_coverage")
async def get_coverage(
    request: Request, campaign_id: UUID, _: Annotated[MatrixQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """Regions by expert types against the campaign's targets, counted in people, and for each gap the vendors whose own
    words fit it.
    """
    found = await service.of_campaign(reader, caller, campaign_id=campaign_id)
    return answers.page(request, found.model_dump_json().encode())
