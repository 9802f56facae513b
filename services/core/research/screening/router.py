"""A campaign's screening questions over HTTP, always as a tree; and what its experts score by them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.campaigns import repository as campaigns
from services.core.research.screening import repository, scores, service
from services.core.research.screening.schemas import (
    QuestionIn,
    QuestionOut,
    QuestionPatch,
    QuestionTree,
    ScoreOut,
    ScoreQuery,
    ScoreWithReasonsOut,
    ScoringOut,
)
from shared.contracts.page import Page
from shared.http import answers

PREFIX = "/api/campaigns/{campaign_id}/screening-questions"
queries = APIRouter(prefix=PREFIX, tags=["screening"])
commands = APIRouter(prefix=PREFIX, tags=["screening"], route_class=CommandRoute)
scored = APIRouter(prefix="/api", tags=["screening"])


@queries.get("", response_model=QuestionTree, operation_id="list_screening_questions")
async def list_screening_questions(
    request: Request, campaign_id: UUID, caller: CallerDep, reader: ReaderDep
) -> Response:
    """All questions of a campaign as a tree, each below its parent. The list is never cut."""
    tree = await repository.read_tree(reader, caller, campaign_id)
    return answers.page(request, tree.json().encode())


@commands.post("", status_code=201, response_model=QuestionOut, operation_id="add_screening_question")
@policies.needs(policies.WORK)
async def add_screening_question(
    campaign_id: UUID, body: QuestionIn, session: SessionDep, caller: CallerDep
) -> Response:
    """Asks a question of every expert of the campaign; answers that are on file to the same words are scored by it.

    `questions_full` at the most a campaign can have; type, options and rules that do not go together are
    `options_missing`, `options_unwanted` or `rules_unfit`, a wrong parent `parent_unknown` or `question_too_deep`.
    """
    question = await service.add(session, caller=caller, campaign_id=campaign_id, **body.model_dump())
    tree = await repository.tree_of(session, campaign_id)
    address = f"/api/campaigns/{campaign_id}/screening-questions/{question.id}"
    return answers.written(tree.json_of(question.id), missing=repository.MISSING, created_at=address)


@commands.patch("/{question_id}", response_model=QuestionOut, operation_id="update_screening_question")
@policies.needs(policies.WORK)
async def update_screening_question(
    request: Request, campaign_id: UUID, question_id: UUID, body: QuestionPatch, session: SessionDep, caller: CallerDep
) -> Response:
    """Changes the fields that are sent and has the campaign's experts scored anew.

    Refused as when adding, and `question_below_itself` for a move below itself.
    """
    await service.hold(session, campaign_id=campaign_id, question_id=question_id)
    answers.require_unchanged(request, (await repository.tree_of(session, campaign_id)).json_of(question_id))
    await service.update(session, caller=caller, campaign_id=campaign_id, question_id=question_id, **body.given())
    document = (await repository.tree_of(session, campaign_id)).json_of(question_id)
    return answers.written(document, missing=repository.MISSING)


@commands.delete("/{question_id}", status_code=204, operation_id="remove_screening_question")
@policies.needs(policies.WORK)
async def remove_screening_question(
    request: Request, campaign_id: UUID, question_id: UUID, session: SessionDep, caller: CallerDep
) -> None:
    """Deletes a question with all below it; experts are scored anew without them. What was answered stays on file under
    the question's words, and counts again once it is asked in the same.
    """
    await service.hold(session, campaign_id=campaign_id, question_id=question_id)
    answers.require_unchanged(request, (await repository.tree_of(session, campaign_id)).json_of(question_id))
    await service.remove(session, caller=caller, campaign_id=campaign_id, question_id=question_id)


@scored.get("/experts/{expert_id}/score", response_model=ScoreWithReasonsOut, operation_id="get_score")
async def get_score(request: Request, expert_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """What one expert scores by the campaign's rules, with every reason and the words it rests on, quoted with their
    place.
    """
    document = await reader.value(caller, scores.ONE, expert_id=expert_id)
    return answers.one(request, document, missing=scores.MISSING)


@scored.get("/campaigns/{campaign_id}/scores", response_model=Page[ScoreOut], operation_id="list_scores")
async def list_scores(
    request: Request,
    campaign_id: UUID,
    query: Annotated[ScoreQuery, Query()],
    caller: CallerDep,
    reader: ReaderDep,
) -> Response:
    """The experts of a campaign by their score, the best first. A stale score is of what was known before a change."""
    if await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    filters = query.filters() | {"campaign_id": campaign_id}
    return answers.page(
        request, await scores.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@scored.get("/campaigns/{campaign_id}/scoring", response_model=ScoringOut, operation_id="get_scoring")
async def get_scoring(request: Request, campaign_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """How far the scoring of a campaign is: how many experts have a score that holds, how many wait for a worker."""
    if await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    document = await reader.value(caller, scores.PROGRESS, campaign_id=campaign_id)
    return answers.one(request, document, missing=campaigns.MISSING)
