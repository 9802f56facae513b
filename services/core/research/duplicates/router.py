"""Match reviews over HTTP: the list to work through, and the three decisions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.duplicates import repository, service
from services.core.research.duplicates.schemas import ReviewOut, ReviewQuery
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/match-reviews", tags=["matching"])
commands = APIRouter(prefix="/api/match-reviews", tags=["matching"], route_class=CommandRoute)


@queries.get("", response_model=Page[ReviewOut], operation_id="list_match_reviews")
async def list_match_reviews(
    request: Request, query: Annotated[ReviewQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """Pairs of people who may be one, with the evidence for and against, the surest first: the open ones wait for a
    decision.
    """
    filters = query.model_dump(include={"status", "person_id"})
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@commands.post("/{review_id}/accept", response_model=ReviewOut, operation_id="accept_match_review")
@policies.needs(policies.WORK)
async def accept_match_review(review_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    """Makes the two one person: the offers of whoever became known later move to the other, and of two open offers by
    one vendor in a campaign the later stands. `double_booking` names calls of both at one time, `review_decided` says
    that it was decided before. Can be undone.
    """
    await service.accept(session, caller=caller, review_id=review_id)
    return answers.written(await text_of(session, repository.ONE, id=review_id), missing=repository.MISSING)


@commands.post("/{review_id}/refuse", response_model=ReviewOut, operation_id="refuse_match_review")
@policies.needs(policies.WORK)
async def refuse_match_review(review_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    """Keeps the two apart, also when the same is sent again.

    `review_decided` where it was decided before, `already_one_person` where other reviews have merged them. Can be
    undone.
    """
    await service.refuse(session, caller=caller, review_id=review_id)
    return answers.written(await text_of(session, repository.ONE, id=review_id), missing=repository.MISSING)


@commands.post("/{review_id}/undo", response_model=ReviewOut, operation_id="undo_match_review")
@policies.needs(policies.WORK)
async def undo_match_review(review_id: UUID, session: SessionDep, caller: CallerDep) -> Response:
    """Takes a decision back, exactly, and opens the review again.

    `review_not_decided` for an open one, `later_merge_depends` names later merges to undo first, `review_side_gone`
    where all offers of one side were deleted.
    """
    await service.undo(session, caller=caller, review_id=review_id)
    return answers.written(await text_of(session, repository.ONE, id=review_id), missing=repository.MISSING)
