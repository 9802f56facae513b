"""The calendar over HTTP."""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep
from services.core.interviews.agenda import service
from services.core.interviews.agenda.schemas import AgendaOut, AgendaQuery
from shared.http import answers

queries = APIRouter(prefix="/api/calendar", tags=["calendar"])


@queries.get("", response_model=AgendaOut, operation_id="get_calendar")
async def get_calendar(
    request: Request, query: Annotated[AgendaQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The booked calls of up to 92 days with their times on one clock, the days closed in between, and what speaks
    against each call: hours, days off, other calls, compliance.
    """
    return answers.page(request, orjson.dumps(await service.agenda_of(reader, caller, query)))
