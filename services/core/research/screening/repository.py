"""All SQL of screening questions."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, literal, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.research.people.repository import IDS
from services.core.research.screening.case import LONGEST_QUESTION
from services.core.research.screening.tree import Node, Tree
from shared.contracts.principal import Principal
from shared.db.read import Reader, Statement, json_of
from shared.errors import missing
from shared.models.research import Campaign, ScreeningQuestion

MISSING = missing("screening_question")
KEPT_UNDER = func.left(func.btrim(col(ScreeningQuestion.question_text)), LONGEST_QUESTION)
"""The words under which answers to a question are kept."""

DOCUMENT = json_of(
    {
        "id": col(ScreeningQuestion.id),
        "campaign_id": col(ScreeningQuestion.campaign_id),
        "parent_question_id": col(ScreeningQuestion.parent_question_id),
        "question_text": col(ScreeningQuestion.question_text),
        "question_type": col(ScreeningQuestion.question_type),
        "options": col(ScreeningQuestion.options),
        "display_order": col(ScreeningQuestion.display_order),
        "weight": col(ScreeningQuestion.weight),
        "rules": col(ScreeningQuestion.rules),
        "created_at": col(ScreeningQuestion.created_at),
        "updated_at": col(ScreeningQuestion.updated_at),
    }
)
ALL = Statement(
    select(col(ScreeningQuestion.id), col(ScreeningQuestion.parent_question_id), DOCUMENT)
    .where(col(ScreeningQuestion.campaign_id) == bindparam("campaign_id", type_=Uuid()))
    .order_by(col(ScreeningQuestion.display_order), col(ScreeningQuestion.id))
)
TAKE_ANSWERS = text(
    f"""
    UPDATE expert_network.expert_screening_responses a SET screening_question_id = q.id
    FROM (
        SELECT DISTINCT ON (words) id, words
        FROM expert_network.screening_questions, left(btrim(question_text), {LONGEST_QUESTION}) words
        WHERE campaign_id = :campaign_id ORDER BY words, id
    ) q
    WHERE a.expert_id = ANY(CAST(:expert_ids AS uuid[])) AND a.screening_question_id IS NULL
        AND a.question_text = q.words
        AND NOT EXISTS (
            SELECT FROM expert_network.expert_screening_responses o
            WHERE o.workspace_id = a.workspace_id AND o.expert_id = a.expert_id AND o.screening_question_id = q.id
        )
    """
).bindparams(bindparam("expert_ids", type_=IDS))

LET_GO = text(
    """
    WITH RECURSIVE below AS (
        SELECT q.workspace_id, q.id FROM expert_network.screening_questions q WHERE q.id = :question_id
        UNION ALL
        SELECT q.workspace_id, q.id FROM expert_network.screening_questions q
        JOIN below b ON q.workspace_id = b.workspace_id AND q.parent_question_id = b.id
    )
    UPDATE expert_network.expert_screening_responses a SET screening_question_id = NULL
    FROM below b WHERE a.workspace_id = b.workspace_id AND a.screening_question_id = b.id
    """
).bindparams(bindparam("question_id", type_=Uuid()))


async def read_tree(reader: Reader, caller: Principal, campaign_id: UUID) -> Tree:
    """The campaign's questions. Raises Problem (missing) for an unknown campaign."""
    found = await reader.rows(caller, ALL, campaign_id=campaign_id)
    if not found and await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    return Tree(Node(*row) for row in found)


async def tree_of(session: AsyncSession, campaign_id: UUID) -> Tree:
    """The same inside a command's transaction, as it stands after what was flushed."""
    await session.flush()
    found = await (await session.connection()).execute(ALL.select, {"campaign_id": campaign_id})
    return Tree(Node(*row) for row in found)


async def reserve(session: AsyncSession, campaign_id: UUID) -> None:
    """Let one transaction at a time shape the campaign's tree. Raises Problem (missing) for an unknown campaign."""
    await campaigns.take_turn(session, campaign_id)
    chosen = select(Campaign.id).where(Campaign.id == campaign_id).with_for_update(key_share=True)
    if (await session.exec(chosen)).first() is None:
        raise campaigns.MISSING


async def get(session: AsyncSession, *, campaign_id: UUID, question_id: UUID) -> ScreeningQuestion:
    """The question, locked. Raises Problem (missing)."""
    chosen = select(ScreeningQuestion).where(
        ScreeningQuestion.campaign_id == campaign_id, ScreeningQuestion.id == question_id
    )
    found = (await session.exec(chosen.with_for_update())).first()
    if found is None:
        raise MISSING
    return found


async def find(
    session: AsyncSession, *, campaign_id: UUID, question_id: UUID | None, words: str | None
) -> ScreeningQuestion | None:
    """The campaign's question of that id, or the first asked in just these words."""
    chosen = select(ScreeningQuestion).where(
        ScreeningQuestion.campaign_id == campaign_id,
        col(ScreeningQuestion.id) == question_id if words is None else literal(words) == KEPT_UNDER,
    )
    return (await session.exec(chosen.order_by(col(ScreeningQuestion.id)))).first()


async def let_go(session: AsyncSession, question_id: UUID) -> None:
    """Let the answers to a question and those below it stand for their words alone."""
    await (await session.connection()).execute(LET_GO, {"question_id": question_id})


async def take_answers(session: AsyncSession, *, campaign_id: UUID, expert_ids: Sequence[UUID]) -> None:
    """Let answers of some experts to the very words of a question of their campaign count for it; not where the expert
    has answered it in other words.
    """
    await (await session.connection()).execute(TAKE_ANSWERS, {"campaign_id": campaign_id, "expert_ids": expert_ids})
