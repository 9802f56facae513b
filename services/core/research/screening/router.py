"""A campaign's screening questions over HTTP, always as a tree."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.screening import repository, service
from services.core.research.screening.schemas import QuestionIn, QuestionOut, QuestionPatch, QuestionTree
from shared.http import answers

PREFIX = "/api/campaigns/{campaign_id}/screening-questions"
queries = APIRouter(prefix=PREFIX, tags=["screening"])
commands = APIRouter(prefix=PREFIX, tags=["screening"], route_class=CommandRoute)


@queries.get("", response_model=QuestionTree, operation_id="list_screening_questions")
async def list_questions(request: Request, campaign_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    tree = await repository.read_tree(reader, caller, campaign_id)
    return answers.page(request, tree.json().encode())


@commands.post("", status_code=201, response_model=QuestionOut, operation_id="add_screening_question")
@policies.needs(policies.WORK)
async def add_question(campaign_id: UUID, body: QuestionIn, session: SessionDep, caller: CallerDep) -> Response:
    question = await service.add(session, caller=caller, campaign_id=campaign_id, **body.model_dump())
    tree = await repository.tree_of(session, campaign_id)
    address = f"/api/campaigns/{campaign_id}/screening-questions/{question.id}"
    return answers.written(tree.json_of(question.id), missing=repository.MISSING, created_at=address)


@commands.patch("/{question_id}", response_model=QuestionOut, operation_id="update_screening_question")
@policies.needs(policies.WORK)
async def update_question(
    request: Request, campaign_id: UUID, question_id: UUID, body: QuestionPatch, session: SessionDep
) -> Response:
    await service.hold(session, campaign_id=campaign_id, question_id=question_id)
    answers.require_unchanged(request, (await repository.tree_of(session, campaign_id)).json_of(question_id))
    await service.update(session, campaign_id=campaign_id, question_id=question_id, **body.given())
    document = (await repository.tree_of(session, campaign_id)).json_of(question_id)
    return answers.written(document, missing=repository.MISSING)


@commands.delete("/{question_id}", status_code=204, operation_id="remove_screening_question")
@policies.needs(policies.WORK)
async def remove_question(request: Request, campaign_id: UUID, question_id: UUID, session: SessionDep) -> None:
    await service.hold(session, campaign_id=campaign_id, question_id=question_id)
    answers.require_unchanged(request, (await repository.tree_of(session, campaign_id)).json_of(question_id))
    await service.remove(session, campaign_id=campaign_id, question_id=question_id)
