"""Answers to screening questions, given by hand. Those in vendors' files come through intake."""

from uuid import UUID

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.research.experts import fields, repository, service
from services.core.research.screening import rules
from services.core.research.screening import service as screening
from shared.contracts.principal import Principal
from shared.errors import missing
from shared.models.research import ScreeningQuestion
from shared.models.sourcing import Expert, ExpertScreeningResponse


async def give(
    session: AsyncSession,
    *,
    caller: Principal,
    expert_id: UUID,
    response_text: str,
    screening_question_id: UUID | None,
    question_text: str | None,
) -> ExpertScreeningResponse:
    """Note an answer; answering the same question again replaces it, and the log keeps the one before.

    Raises Problem (missing), (invalid: answer_unfit) for what does not answer a question with options or a scale.
    """
    offer = await service.hold(session, caller=caller, expert_id=expert_id)
    text = question_text
    if text is None:
        asked = await _question(session, offer, screening_question_id)
        rules.check_answer(response_text, kind=asked.question_type, options=asked.options)
        text = asked.question_text[: fields.LONGEST_QUESTION]
    same = [a for a in await repository.answers_of(session, [offer.id]) if a.question_text == text]
    given = same[0] if same else None
    if given is None:
        given = ExpertScreeningResponse(
            workspace_id=caller.workspace_id, expert_id=offer.id, question_text=text, response_text=response_text
        )
    elif given.response_text != response_text:
        await _note_replaced(session, caller=caller, offer=offer, given=given)
    given.screening_question_id, given.response_text, given.source = screening_question_id, response_text, None
    session.add(given)
    await screening.rescore(session, caller=caller, expert_ids=[offer.id])
    return given


async def _question(session: AsyncSession, offer: Expert, question_id: UUID | None) -> ScreeningQuestion:
    chosen = select(ScreeningQuestion).where(
        ScreeningQuestion.campaign_id == offer.campaign_id, ScreeningQuestion.id == question_id
    )
    found = (await session.exec(chosen)).first()
    if found is None:
        raise missing("screening_question")
    return found


async def _note_replaced(
    session: AsyncSession, *, caller: Principal, offer: Expert, given: ExpertScreeningResponse
) -> None:
    """Keep an answer, and the file it came from, as they were before somebody gave another."""
    source = given.source or {}
    before = {"response_text": given.response_text, "file": source.get("file"), "locator": source.get("locator")}
    await audit.note(
        session,
        caller=caller,
        action="answer.replaced",
        subject_kind="answer",
        subject_id=given.id,
        campaign_id=offer.campaign_id,
        details={"expert_id": str(offer.id), "question": given.question_text, "before": before},
    )
