"""All SQL of the gate: asking it, alone or within a transaction, and putting what it finds before compliance."""

import datetime as dt
from typing import Any, cast
from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, bindparam, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.compliance.gate.schemas import Finding
from shared.db.read import Statement
from shared.errors import missing
from shared.models.interviews import Interview

EXPERT_MISSING = missing("expert")
INTERVIEW_MISSING = missing("interview")
INSTANT = DateTime(timezone=True)

ANSWER = """
    WITH c AS MATERIALIZED (
        SELECT k.*, set_config('app.user_id', :user_id, true) AS booker FROM ({calls}) k
    )
    SELECT json_build_object(
        'expert_id', c.expert_id, 'campaign_id', c.campaign_id, 'interview_id', c.interview_id,
        'starts_at', c.starts_at, 'call_day', min(f.call_day),
        'outcome', CASE WHEN bool_or(f.outcome = 'refuse') THEN 'refused'
            WHEN bool_or(f.outcome = 'needs_approval') THEN 'needs_approval' ELSE 'cleared' END,
        'findings', coalesce(json_agg(json_build_object('rule', f.rule, 'version', f.version, 'outcome', f.outcome,
            'fact', f.fact, 'asked', f.asked, 'decided_by', f.decided_by)) FILTER (WHERE f.rule IS NOT NULL), '[]')
    )::text
    FROM c
    LEFT JOIN LATERAL expert_network.gate_findings(c.expert_id, c.campaign_id, c.starts_at, c.interview_id, c.stage) f
        ON true
    GROUP BY c.expert_id, c.campaign_id, c.interview_id, c.starts_at
"""
"""Whoever asks is who would book; reads are not introduced as a person otherwise."""
ASKED = (bindparam("id", type_=Uuid()), bindparam("starts_at", type_=INSTANT), bindparam("user_id", type_=Text()))
OF_EXPERT = Statement(
    text(
        ANSWER.format(
            calls="""
                SELECT e.id AS expert_id, e.campaign_id, NULL::uuid AS interview_id,
                    coalesce(:starts_at, now()) AS starts_at, 'scheduled' AS stage
                FROM expert_network.experts e WHERE e.id = :id
            """
        )
    ).bindparams(*ASKED)
)
OF_INTERVIEW = Statement(
    text(
        ANSWER.format(
            calls="""
                SELECT i.expert_id, i.campaign_id, i.id AS interview_id,
                    coalesce(:starts_at, i.starts_at, now()) AS starts_at,
                    CASE i.status WHEN 'requested' THEN 'scheduled' ELSE 'completed' END AS stage
                FROM expert_network.interviews i WHERE i.id = :id
            """
        )
    ).bindparams(*ASKED)
)
FINDINGS = text(
    """
    SELECT rule, version, outcome, fact, asked, call_day
    FROM expert_network.gate_findings(:expert_id, :campaign_id, :starts_at, :interview_id, :stage)
    """
).bindparams(
    bindparam("expert_id", type_=Uuid()),
    bindparam("campaign_id", type_=Uuid()),
    bindparam("starts_at", type_=INSTANT),
    bindparam("interview_id", type_=Uuid()),
)
PUT_BEFORE = text(
    """
    INSERT INTO expert_network.approval_requests
        (workspace_id, campaign_id, expert_id, interview_id, rule, version, outcome, fact, call_day, starts_at)
    VALUES (:workspace_id, :campaign_id, :expert_id, :interview_id, CAST(:rule AS expert_network.compliance_rule),
        :version, CAST(:asked AS expert_network.rule_outcome), :fact, :call_day, :starts_at)
    ON CONFLICT ON CONSTRAINT approval_requests_unique DO NOTHING
    """
)
REQUEST = text(
    """
    SELECT id FROM expert_network.approval_requests
    WHERE expert_id = :expert_id AND interview_id IS NOT DISTINCT FROM :interview_id AND call_day = :call_day
        AND rule = CAST(:rule AS expert_network.compliance_rule) AND version = :version AND fact = :fact
    """
).bindparams(bindparam("interview_id", type_=Uuid()))


async def findings(
    session: AsyncSession,
    *,
    expert_id: UUID,
    campaign_id: UUID,
    starts_at: dt.datetime | None,
    interview_id: UUID | None,
    stage: str,
) -> list[Finding]:
    """What the gate finds on a call, the gravest first; `stage` is the state the call is to enter."""
    await session.flush()
    values = {
        "expert_id": expert_id,
        "campaign_id": campaign_id,
        "starts_at": starts_at,
        "interview_id": interview_id,
        "stage": stage,
    }
    return [Finding(*row) for row in await (await session.connection()).execute(FINDINGS, values)]


async def is_on_file(session: AsyncSession, interview_id: UUID | None) -> bool:
    """Whether there is such an interview."""
    return (await session.exec(select(col(Interview.id)).where(col(Interview.id) == interview_id))).first() is not None


async def put_before(
    session: AsyncSession,
    finding: Finding,
    *,
    workspace_id: UUID,
    campaign_id: UUID,
    expert_id: UUID,
    interview_id: UUID | None,
    starts_at: dt.datetime,
) -> UUID:
    """The request about this finding, made unless it is there: to ask twice is one request."""
    values: dict[str, Any] = {
        "workspace_id": workspace_id,
        "campaign_id": campaign_id,
        "expert_id": expert_id,
        "interview_id": interview_id,
        "rule": finding.rule,
        "version": finding.version,
        "asked": finding.asked,
        "fact": finding.fact,
        "call_day": finding.call_day,
        "starts_at": starts_at,
    }
    connection = await session.connection()
    await connection.execute(PUT_BEFORE, values)
    return cast(UUID, (await connection.execute(REQUEST, values)).scalar_one())
