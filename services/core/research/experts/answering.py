"""Answers to screening questions, given by hand. Those in vendors' files come through intake."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.research.experts import repository, service
from services.core.research.screening import repository as questions
from services.core.research.screening import rules
from services.core.research.screening import service as screening
from services.core.research.screening.case import LONGEST_QUESTION
from shared.contracts.principal import Principal
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
    asked = await questions.find(
        session, campaign_id=offer.campaign_id, question_id=screening_question_id, words=question_text
    )
    if asked is not None:
        rules.check_answer(response_text, kind=asked.question_type, options=asked.options)
        question_text = asked.question_text[:LONGEST_QUESTION]
    elif question_text is None:
        raise questions.MISSING
    given = await _standing(session, caller=caller, offer=offer, asked=asked, words=question_text)
    if given is None:
        given = ExpertScreeningResponse(
            workspace_id=caller.workspace_id, expert_id=offer.id, question_text=question_text, response_text=""
        )
    elif given.response_text != response_text:
        await _note_replaced(session, caller=caller, offer=offer, given=given)
    given.screening_question_id, given.question_text = asked.id if asked else None, question_text
    given.response_text, given.source = response_text, None
    session.add(given)
    await screening.rescore(session, caller=caller, expert_ids=[offer.id])
    return given


async def _standing(
    session: AsyncSession, *, caller: Principal, offer: Expert, asked: ScreeningQuestion | None, words: str
) -> ExpertScreeningResponse | None:
    """The answer a new one replaces: the one that counts for the question, else the one to the same words.

    Of a question that was reworded there may be both; then the other goes, as one that was replaced.
    """
    known = await repository.answers_of(session, [offer.id])
    counting = [answer for answer in known if asked is not None and answer.screening_question_id == asked.id]
    same = [answer for answer in known if answer.question_text == words and answer not in counting]
    standing = [*same, *sorted(counting, key=lambda answer: answer.id)]
    for other in standing[:-1]:
        await _note_replaced(session, caller=caller, offer=offer, given=other)
        await session.delete(other)
    await session.flush()
    return standing[-1] if standing else None


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
