"""What happens to screening questions: asked, changed, moved in their tree, dropped; and how experts score by them."""

import itertools
import operator
from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.research.campaigns import rescoring
from services.core.research.companies import repository as company_rows
from services.core.research.screening import briefs, repository, rules, scores
from services.core.research.screening.case import Judge
from services.core.research.screening.scoring import RulesJudge
from services.core.research.screening.tree import Tree
from shared.contracts.principal import Principal
from shared.errors import Problem, invalid
from shared.models.research import ScreeningQuestion

MOST_QUESTIONS = 500
MOST_LEVELS = 4
JUDGE: Judge = RulesJudge()


async def add(session: AsyncSession, *, caller: Principal, campaign_id: UUID, **fields: Any) -> ScreeningQuestion:
    """Ask a question. Raises Problem (missing) for an unknown campaign, (conflict) when it has 500 questions, and
    (invalid) for a parent of another campaign or too deep, or options that do not go with the type.
    """
    await repository.reserve(session, campaign_id)
    question = ScreeningQuestion(workspace_id=caller.workspace_id, campaign_id=campaign_id, **fields)
    tree = await repository.tree_of(session, campaign_id)
    if len(tree) >= MOST_QUESTIONS:
        message = f"A campaign has at most {MOST_QUESTIONS} screening questions."
        raise Problem("conflict", "questions_full", message, details={"limit": MOST_QUESTIONS})
    _check(question, tree)
    session.add(question)
    await session.flush()
    await rescoring.ask(session, caller=caller, campaign_id=campaign_id)
    return question


async def update(
    session: AsyncSession, *, caller: Principal, campaign_id: UUID, question_id: UUID, **fields: Any
) -> ScreeningQuestion:
    """Change the given fields; None clears. Raises as `add`, and Problem (invalid) for a move below itself."""
    question = await hold(session, campaign_id=campaign_id, question_id=question_id)
    tree = await repository.tree_of(session, campaign_id)
    question.sqlmodel_update(fields)
    _check(question, tree)
    session.add(question)
    await session.flush()
    await rescoring.ask(session, caller=caller, campaign_id=campaign_id)
    return question


async def remove(session: AsyncSession, *, caller: Principal, campaign_id: UUID, question_id: UUID) -> None:
    """Delete a question with all below it; the answers stay on file under its words. Raises Problem (missing)."""
    question = await hold(session, campaign_id=campaign_id, question_id=question_id)
    await repository.let_go(session, question_id)
    await session.delete(question)
    await rescoring.ask(session, caller=caller, campaign_id=campaign_id)


async def hold(session: AsyncSession, *, campaign_id: UUID, question_id: UUID) -> ScreeningQuestion:
    """The question, with the campaign's tree held for this transaction. Raises Problem (missing) for either."""
    await repository.reserve(session, campaign_id)
    return await repository.get(session, campaign_id=campaign_id, question_id=question_id)


def _check(question: ScreeningQuestion, tree: Tree) -> None:
    _refuse_options(question)
    rules.check(question.rules, kind=question.question_type, options=question.options)
    parent_id = question.parent_question_id
    if parent_id is None:
        return
    if parent_id not in tree:
        raise _misplaced("parent_unknown", "This campaign has no such question.")
    above = tree.path(parent_id)
    if question.id in above:
        raise _misplaced("question_below_itself", "A question cannot be moved below itself.")
    own = tree.levels(question.id) if question.id in tree else 1
    if len(above) + own > MOST_LEVELS:
        raise _misplaced("question_too_deep", f"Questions go at most {MOST_LEVELS} levels deep.")


def _misplaced(code: str, message: str) -> Problem:
    return invalid(code, message, pointer="#/parent_question_id")


def _refuse_options(question: ScreeningQuestion) -> None:
    if question.question_type == "multiple_choice" and not question.options:
        raise invalid("options_missing", "A multiple-choice question needs 2 to 50 options.", pointer="#/options")
    if question.question_type == "text" and question.options is not None:
        raise invalid("options_unwanted", "A question answered in words has no options.", pointer="#/options")


async def rescore(session: AsyncSession, *, caller: Principal, expert_ids: Collection[UUID]) -> None:
    """Score experts as they stand after what was flushed, in place of what they scored before.

    Whoever changed them in this transaction has kept their campaign still from before the change.
    """
    await session.flush()
    rows = await scores.candidates(session, list(expert_ids))
    for campaign_id, of_campaign in itertools.groupby(rows, key=operator.itemgetter("campaign_id")):
        await campaigns.keep_still(session, campaign_id)
        companies = await company_rows.of_campaign(session, campaign_id)
        questions = await scores.questions(session, campaign_id)
        brief = briefs.brief_of(await scores.campaign(session, campaign_id), questions, companies)
        candidates = [briefs.candidate_of(row, companies) for row in of_campaign]
        await scores.store(
            session,
            workspace_id=caller.workspace_id,
            judge=JUDGE.name,
            rules_version=briefs.version_of(brief),
            verdicts=[(campaign_id, candidate.id, JUDGE.judge(brief, candidate)) for candidate in candidates],
        )
