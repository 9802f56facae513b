"""All SQL of scores: what they rest on, as a judge sees it, and what came of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Boolean, Integer, RowMapping, Uuid, bindparam, func, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.people.repository import IDS
from services.core.research.screening.case import Verdict
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.research import Campaign, ScreeningQuestion
from shared.models.screening import SCORE_BAND, ScreeningScore
from shared.models.sourcing import Expert
from shared.types import new_id

MISSING = missing("screening_score")
RULES = "rules"
"""The judge whose scores lists show."""

Other = aliased(ScreeningScore)
COLUMNS: dict[str, Any] = {
    "expert_id": col(ScreeningScore.expert_id),
    "name": col(Expert.name),
    "judge": col(ScreeningScore.judge),
    "score": col(ScreeningScore.score),
    "band": col(ScreeningScore.band),
    "parts": col(ScreeningScore.parts),
    "answered": col(ScreeningScore.answered),
    "asked": col(ScreeningScore.asked),
    "knocked_out": col(ScreeningScore.knocked_out),
    "cap": col(ScreeningScore.cap),
    "rules_version": col(ScreeningScore.rules_version),
    "stale": col(ScreeningScore.stale),
    "scored_at": col(ScreeningScore.scored_at),
}
EXPERT = and_(
    col(Expert.workspace_id) == col(ScreeningScore.workspace_id), col(Expert.id) == col(ScreeningScore.expert_id)
)
OF_SAME = and_(
    col(Other.workspace_id) == col(ScreeningScore.workspace_id), col(Other.expert_id) == col(ScreeningScore.expert_id)
)
JUDGES = (
    select(func.json_agg(aggregate_order_by(col(Other.judge), col(Other.judge))))
    .where(OF_SAME)
    .correlate(ScreeningScore)
    .scalar_subquery()
)
AGREEMENT = (
    select(100 - (func.max(col(Other.score)) - func.min(col(Other.score))))
    .where(OF_SAME)
    .having(func.count() > 1)
    .correlate(ScreeningScore)
    .scalar_subquery()
)
BY_RULES = col(ScreeningScore.judge) == RULES
ONE = Statement(
    select(json_of(COLUMNS | {"reasons": col(ScreeningScore.reasons), "agreement": AGREEMENT, "judges": JUDGES}))
    .select_from(ScreeningScore)
    .join(Expert, EXPERT)
    .where(BY_RULES, col(ScreeningScore.expert_id) == bindparam("expert_id", type_=Uuid()))
)
LISTING = Listing(
    document=json_of(COLUMNS),
    source=lambda chosen: chosen.select_from(ScreeningScore).join(Expert, EXPERT).where(BY_RULES),
    identity=col(ScreeningScore.id),
    sorts={"score": col(ScreeningScore.score), "scored_at": col(ScreeningScore.scored_at)},
    filters={
        "campaign_id": col(ScreeningScore.campaign_id) == bindparam("campaign_id", type_=Uuid()),
        "band": col(ScreeningScore.band) == bindparam("band", type_=SCORE_BAND),
        "knocked_out": col(ScreeningScore.knocked_out) == bindparam("knocked_out", type_=Boolean),
        "stale": col(ScreeningScore.stale) == bindparam("stale", type_=Boolean),
        "min_score": col(ScreeningScore.score) >= bindparam("min_score", type_=Integer),
    },
)
SCORED = and_(EXPERT, BY_RULES)
PROGRESS = Statement(
    select(
        json_of(
            {
                "experts": func.count(col(Expert.id)),
                "scored": func.count(col(ScreeningScore.id)),
                "stale": func.count().filter(col(ScreeningScore.stale)),
                "unscored": func.count().filter(col(ScreeningScore.id).is_(None)),
                "bands": func.json_build_object(
                    *(
                        part
                        for band in ("strong", "mixed", "weak")
                        for part in (band, func.count().filter(col(ScreeningScore.band) == band))
                    )
                ),
            }
        )
    )
    .select_from(Expert)
    .outerjoin(ScreeningScore, SCORED)
    .where(col(Expert.campaign_id) == bindparam("campaign_id", type_=Uuid()))
)
CANDIDATES = text(
    """
    SELECT e.id, e.campaign_id, e.title, e.company, array_to_string(e.skills, ', ') AS skills, e.description,
        e.work_history, e.location, e.region, e.years_experience, e.past_employers, e.expert_type,
        e.expert_type_reason, e.conflict_status,
        coalesce((
            SELECT jsonb_agg(jsonb_build_array(a.id, a.question_text, a.response_text, a.screening_question_id))
            FROM expert_network.expert_screening_responses a
            WHERE a.workspace_id = e.workspace_id AND a.expert_id = e.id
        ), '[]'::jsonb) AS answers
    FROM expert_network.experts e WHERE e.id = ANY(CAST(:ids AS uuid[])) ORDER BY e.campaign_id, e.id
    """
).bindparams(bindparam("ids", type_=IDS))
WAITING = text(
    """
    SELECT e.id FROM expert_network.experts e
    LEFT JOIN expert_network.screening_scores s
        ON s.workspace_id = e.workspace_id AND s.expert_id = e.id AND s.judge = 'rules'
    WHERE e.campaign_id = :campaign_id AND s.stale IS NOT FALSE ORDER BY e.id LIMIT :most
    """
)
STORE = text(
    """
    INSERT INTO expert_network.screening_scores (workspace_id, id, campaign_id, expert_id, judge, score, band, parts,
        reasons, answered, asked, knocked_out, cap, rules_version, stale, scored_at)
    SELECT CAST(:workspace_id AS uuid), v.id, v.campaign_id, v.expert_id, v.judge, v.score, v.band, v.parts,
        v.reasons, v.answered, v.asked, v.knocked_out, v.cap, v.rules_version, false, now()
    FROM jsonb_to_recordset(CAST(:verdicts AS jsonb)) AS v (id uuid, campaign_id uuid, expert_id uuid, judge text,
        score int, band expert_network.score_band, parts jsonb, reasons jsonb, answered int, asked int,
        knocked_out boolean, cap int, rules_version text)
    ON CONFLICT (workspace_id, expert_id, judge) DO UPDATE SET score = excluded.score, band = excluded.band,
        parts = excluded.parts, reasons = excluded.reasons, answered = excluded.answered, asked = excluded.asked,
        knocked_out = excluded.knocked_out, cap = excluded.cap, rules_version = excluded.rules_version,
        stale = false, scored_at = excluded.scored_at
    """
).bindparams(bindparam("workspace_id", type_=Uuid()))


async def campaign(session: AsyncSession, campaign_id: UUID) -> Campaign:
    """The campaign with what is looked for, as it lies in the database."""
    return (await session.exec(select(Campaign).where(Campaign.id == campaign_id))).one()


async def questions(session: AsyncSession, campaign_id: UUID) -> Sequence[ScreeningQuestion]:
    """The campaign's questions."""
    chosen = select(ScreeningQuestion).where(ScreeningQuestion.campaign_id == campaign_id)
    return (await session.exec(chosen.order_by(col(ScreeningQuestion.id)))).all()


async def candidates(session: AsyncSession, expert_ids: Sequence[UUID]) -> list[RowMapping]:
    """What is told of some experts, with their answers."""
    found = await (await session.connection()).execute(CANDIDATES, {"ids": expert_ids})
    return [row._mapping for row in found]


async def waiting(session: AsyncSession, campaign_id: UUID, *, most: int) -> list[UUID]:
    """Some experts of the campaign whose score is missing or stale."""
    found = await (await session.connection()).execute(WAITING, {"campaign_id": campaign_id, "most": most})
    return list(found.scalars())


async def store(
    session: AsyncSession,
    *,
    workspace_id: UUID,
    judge: str,
    rules_version: str,
    verdicts: Sequence[tuple[UUID, UUID, Verdict]],
) -> None:
    """Keep one judge's verdicts, each with its campaign and expert, in place of what it said before."""
    rows = [
        {
            "id": new_id(),
            "campaign_id": str(campaign_id),
            "expert_id": str(expert_id),
            "judge": judge,
            "score": verdict.score,
            "band": verdict.band,
            "parts": verdict.parts,
            "reasons": [reason.as_json() for reason in verdict.reasons],
            "answered": verdict.answered,
            "asked": verdict.asked,
            "knocked_out": verdict.knocked_out,
            "cap": verdict.cap,
            "rules_version": rules_version,
        }
        for campaign_id, expert_id, verdict in verdicts
    ]
    sent = {"workspace_id": workspace_id, "verdicts": orjson.dumps(rows).decode()}
    await (await session.connection()).execute(STORE, sent)
