"""The gate's answer over HTTP, before anything is booked."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.compliance.gate import repository
from services.core.compliance.gate.schemas import GateOut, GateQuery
from services.core.deps import CallerDep, ReaderDep
from shared.http import answers

queries = APIRouter(prefix="/api", tags=["compliance"])


@queries.get("/experts/{expert_id}/gate", response_model=GateOut, operation_id="ask_gate_about_expert")
async def ask_gate_about_expert(
    request: Request, expert_id: UUID, query: Annotated[GateQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """What the gate would say to a call with this expert, as of a day, with every finding.

    Nothing is booked, recorded or put before compliance.
    """
    asked = {"id": expert_id, "starts_at": query.starts_at, "user_id": caller.user_id}
    answer = await reader.value(caller, repository.OF_EXPERT, **asked)
    return answers.one(request, answer, missing=repository.EXPERT_MISSING)


@queries.get("/interviews/{interview_id}/gate", response_model=GateOut, operation_id="ask_gate_about_interview")
async def ask_gate_about_interview(
    request: Request, interview_id: UUID, query: Annotated[GateQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """What the gate says to this call now, as of its day or another, with every finding.

    Nothing is changed, recorded or put before compliance.
    """
    asked = {"id": interview_id, "starts_at": query.starts_at, "user_id": caller.user_id}
    answer = await reader.value(caller, repository.OF_INTERVIEW, **asked)
    return answers.one(request, answer, missing=repository.INTERVIEW_MISSING)
