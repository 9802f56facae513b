"""What waits for compliance, and what compliance decides, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.compliance.approvals import repository, service
from services.core.compliance.approvals.schemas import ApprovalIn, ApprovalOut, ApprovalQuery, DecisionIn
from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/approvals", tags=["compliance"])
commands = APIRouter(prefix="/api/approvals", tags=["compliance"], route_class=CommandRoute)


@queries.get("", response_model=Page[ApprovalOut], operation_id="list_approvals")
async def list_approvals(
    request: Request, query: Annotated[ApprovalQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """What the gate has put before compliance, the oldest first, with what was decided last about each."""
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/{approval_id}", response_model=ApprovalOut, operation_id="get_approval")
async def get_approval(request: Request, approval_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One finding that was put before compliance, with what was decided last."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=approval_id), missing=repository.MISSING)


@commands.post("", response_model=Page[ApprovalOut], operation_id="decide_about_call")
@policies.needs(policies.COMPLIANCE)
async def decide_about_call(body: ApprovalIn, session: SessionDep, caller: CallerDep) -> Response:
    """Decides, before anybody asks, about everything one rule finds on a call: of an interview, or of an expert on a
    day. `nothing_to_decide` where the rule finds nothing, `override_needed` for approving what it refuses,
    `decider_is_booker` (403) for a call the caller booked, `call_of_another` for an interview with another expert,
    `call_unknown` where neither names a call with a start.
    """
    decided = await service.decide_about(session, caller=caller, **body.model_dump())
    items = [str(await text_of(session, repository.ONE, id=approval_id)) for approval_id in decided]
    return answers.written(f'{{"items":[{",".join(items)}],"next":null}}', missing=repository.MISSING)


@commands.post("/{approval_id}/decision", response_model=ApprovalOut, operation_id="decide_approval")
@policies.needs(policies.COMPLIANCE)
async def decide_approval(
    request: Request, approval_id: UUID, body: DecisionIn, session: SessionDep, caller: CallerDep
) -> Response:
    """Decides about one finding; the last decision holds, all are kept.

    `override_needed` for approving what the rule refuses, `decider_is_booker` (403) for a call the caller booked.
    """
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=approval_id))
    await service.decide(session, caller=caller, approval_id=approval_id, **body.model_dump())
    return answers.written(await text_of(session, repository.ONE, id=approval_id), missing=repository.MISSING)
