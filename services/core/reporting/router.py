"""Reports over HTTP: the shortlist, on screen and as files."""

import asyncio
from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep
from services.core.reporting import service, sheets
from services.core.reporting.schemas import ShortlistOut, ShortlistQuery, TermsQuery
from shared.http import answers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

queries = APIRouter(prefix="/api/campaigns/{campaign_id}", tags=["reporting"])


@queries.get("/shortlist", response_model=ShortlistOut, operation_id="get_shortlist")
async def get_shortlist(
    request: Request,
    campaign_id: UUID,
    query: Annotated[ShortlistQuery, Query()],
    caller: CallerDep,
    reader: ReaderDep,
) -> Response:
    """One deduplicated list of people, each with all vendors' offers compared for one length of call in one currency,
    the cheapest that can be called first; with coverage and savings of the whole list. `currency_without_rate` where
    the currency has no exchange rate.
    """
    found = await service.outline_of(
        reader, caller, campaign_id=campaign_id, currency=query.currency, minutes=query.minutes
    )
    after = str(query.after) if query.after else None
    page = await service.page_of(reader, caller, found, limit=query.limit, after=after)
    return answers.page(request, orjson.dumps(page))


@queries.get(
    "/shortlist.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}, "description": "One row per offer"}},
    operation_id="get_shortlist_csv",
)
async def get_shortlist_csv(
    campaign_id: UUID, query: Annotated[TermsQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The whole shortlist as CSV in UTF-8, one row an offer, compared in the same terms."""
    found = await service.lines_of(
        reader, caller, campaign_id=campaign_id, currency=query.currency, minutes=query.minutes
    )
    content = await asyncio.to_thread(sheets.as_csv, found)
    return answers.download(content, name="shortlist.csv", media_type="text/csv; charset=utf-8")


@queries.get(
    "/shortlist.xlsx",
    response_class=Response,
    responses={200: {"content": {XLSX: {}}, "description": "One row per offer"}},
    operation_id="get_shortlist_xlsx",
)
async def get_shortlist_xlsx(
    campaign_id: UUID, query: Annotated[TermsQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The whole shortlist as a workbook, one row an offer, compared in the same terms."""
    found = await service.lines_of(
        reader, caller, campaign_id=campaign_id, currency=query.currency, minutes=query.minutes
    )
    content = await asyncio.to_thread(sheets.as_xlsx, found)
    return answers.download(content, name="shortlist.xlsx", media_type=XLSX)
