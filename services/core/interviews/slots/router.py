"""Times at which everybody can talk, over HTTP."""

from typing import Annotated
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep
from services.core.interviews.slots import service
from services.core.interviews.slots.schemas import SlotQuery, SlotsOut
from shared.http import answers

queries = APIRouter(prefix="/api/experts/{expert_id}/slots", tags=["interviews"])


@queries.get("", response_model=SlotsOut, operation_id="list_slots")
async def list_slots(
    request: Request, expert_id: UUID, query: Annotated[SlotQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """Times for a call that the expert, everybody who must attend, their working hours, days off, other calls and the
    vendor's lead time allow, the best first. Where there is none, `reasons` says why and what would help.
    `too_many_starts` where range and step leave more to try than anybody would look through.
    """
    found = await service.slots_of(reader, caller, expert_id=expert_id, query=query)
    return answers.page(request, orjson.dumps(found))
