"""Experts (offers) over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.experts import answering, repository, service
from services.core.research.experts.answers import AnswerIn, AnswerOut, AnswerQuery
from services.core.research.experts.moves import MovesIn, MovesOut
from services.core.research.experts.schemas import ExpertIn, ExpertOut, ExpertPatch, ExpertQuery
from shared.contracts import moments
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/experts", tags=["experts"])
commands = APIRouter(prefix="/api/experts", tags=["experts"], route_class=CommandRoute)

FILTERS = {"campaign_id", "vendor_id", "person_id", "status", "conflict_status", "expert_type", "region", "band", "q"}


@queries.get("", response_model=Page[ExpertOut], operation_id="list_experts")
async def list_experts(
    request: Request, query: Annotated[ExpertQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """Experts as vendors offer them, one for each vendor, person and campaign, with state, price, screening score and
    where each field came from.
    """
    filters = query.model_dump(include=FILTERS)
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/{expert_id}", response_model=ExpertOut, operation_id="get_expert")
async def get_expert(request: Request, expert_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One vendor's offer of a person to a campaign, as it stands."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=expert_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=ExpertOut, operation_id="add_expert")
@policies.needs(policies.WORK)
async def add_expert(body: ExpertIn, session: SessionDep, caller: CallerDep) -> Response:
    """Enters an offer by hand; who the person is, is found out as for a file, and a pair that may be one is put up for
    review. `offer_exists` where the vendor offers the person to the campaign already, `proposals_not_taken` where its
    enrolment takes no new ones.
    """
    at = moments.happened(body.proposed_at, field="proposed_at")
    offer = await service.add(session, caller=caller, proposed_at=at, **body.fields())
    document = await text_of(session, repository.ONE, id=offer.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/experts/{offer.id}")


@commands.post("/moves", operation_id="move_experts")
@policies.needs(policies.WORK)
async def move_experts(body: MovesIn, session: SessionDep, caller: CallerDep) -> MovesOut:
    """Moves up to 200 offers to one state, each as far as it may: the answer tells of every one whether it is there
    now, or what forbids it. `reason_needed` for rejected without a reason; an unknown id is 404 with its place, and
    then nothing has moved.
    """
    at = moments.happened(body.occurred_at)
    found = await service.move_all(
        session, caller=caller, expert_ids=body.expert_ids, status=body.status, at=at, reason=body.reason
    )
    return MovesOut.of(found, body.status)


@commands.patch("/{expert_id}", response_model=ExpertOut, operation_id="update_expert")
@policies.needs(policies.WORK)
async def update_expert(
    request: Request, expert_id: UUID, body: ExpertPatch, session: SessionDep, caller: CallerDep
) -> Response:
    """Edits an offer and moves it; no intake overwrites what is set here, a vendor's later value waits as a suggestion.

    `move_not_allowed` names the states it may be set to, `reason_needed` for rejected without a reason, `out_of_order`
    for a move dated before the last one.
    """
    await service.hold(session, caller=caller, expert_id=expert_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=expert_id))
    at = moments.happened(body.occurred_at)
    await service.update(session, caller=caller, expert_id=expert_id, at=at, **body.fields())
    return answers.written(await text_of(session, repository.ONE, id=expert_id), missing=repository.MISSING)


@commands.delete("/{expert_id}", status_code=204, operation_id="remove_expert")
@policies.needs(policies.WORK)
async def remove_expert(request: Request, expert_id: UUID, session: SessionDep, caller: CallerDep) -> None:
    """Deletes an offer for good, with its answers; the person goes with the last offer of them.

    `calls_held` where a call of it was held or anything charged: that stays on record.
    """
    await service.hold(session, caller=caller, expert_id=expert_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=expert_id))
    await service.remove(session, caller=caller, expert_id=expert_id)


@queries.get("/{expert_id}/screening", response_model=Page[AnswerOut], operation_id="list_answers")
async def list_answers(
    request: Request,
    expert_id: UUID,
    query: Annotated[AnswerQuery, Query()],
    caller: CallerDep,
    reader: ReaderDep,
) -> Response:
    """What the expert answered to screening questions, in a file or by hand, with the place each answer came from."""
    if await reader.value(caller, repository.EXISTS, id=expert_id) is None:
        raise repository.MISSING
    page = await repository.ANSWERS.page(reader, caller, query=query, sort=query.sort, filters={"expert_id": expert_id})
    return answers.page(request, page)


@commands.post("/{expert_id}/screening", status_code=201, response_model=AnswerOut, operation_id="add_answer")
@policies.needs(policies.WORK)
async def add_answer(expert_id: UUID, body: AnswerIn, session: SessionDep, caller: CallerDep) -> Response:
    """Notes an answer, in place of the one given before, which the log keeps, and scores the expert anew.

    To a question with options or a scale: one of the options (by text, letter or number), or a rating on the scale;
    anything else is `answer_unfit`.
    """
    given = await answering.give(session, caller=caller, expert_id=expert_id, **body.model_dump())
    document = await text_of(session, repository.ONE_ANSWER, id=given.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/experts/{expert_id}/screening")
