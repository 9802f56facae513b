"""The report as a page over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.core.deps import CallerDep, ReaderDep
from services.core.reporting.page import rendering, service
from services.core.reporting.schemas import TermsQuery

queries = APIRouter(prefix="/api/campaigns/{campaign_id}", tags=["reporting"])


@queries.get(
    "/report.html",
    response_class=Response,
    responses={200: {"content": {"text/html": {}}, "description": "One self-contained, printable page"}},
    operation_id="get_report_page",
)
async def get_report_page(
    campaign_id: UUID, query: Annotated[TermsQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The campaign's report as one page of HTML that needs nothing else, to read on a screen or to print.

    `currency_without_rate` where the currency has no exchange rate.
    """
    content = await service.page_of(
        reader, caller, campaign_id=campaign_id, currency=query.currency, minutes=query.minutes
    )
    headers = {"cache-control": "private, no-store", "content-security-policy": rendering.policy()}
    return Response(content, 200, headers, "text/html; charset=utf-8")
