"""All SQL of approvals: what waits, and what was decided. Both are only ever added to."""

from uuid import UUID

from sqlalchemy import DateTime, Text, Uuid, bindparam, case
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, select, true
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.compliance import RULE, ApprovalDecision, ApprovalRequest
from shared.models.interviews import Interview
from shared.models.sourcing import Expert

MISSING = missing("approval")
INTERVIEW_MISSING = missing("interview")
EXPERT_MISSING = missing("expert")

INSTANT = DateTime(timezone=True)

EXPERT = and_(
    col(Expert.workspace_id) == col(ApprovalRequest.workspace_id), col(Expert.id) == col(ApprovalRequest.expert_id)
)
LAST = aliased(
    ApprovalDecision,
    select(ApprovalDecision)
    .where(
        col(ApprovalDecision.workspace_id) == col(ApprovalRequest.workspace_id),
        col(ApprovalDecision.request_id) == col(ApprovalRequest.id),
    )
    .order_by(col(ApprovalDecision.created_at).desc(), col(ApprovalDecision.id).desc())
    .limit(1)
    .correlate(ApprovalRequest)
    .lateral("last"),
)
STATE = case(
    (col(LAST.decision) == "approve", "approved"),
    (col(LAST.decision) == "override", "overridden"),
    (col(LAST.decision) == "refuse", "refused"),
    else_="open",
)
DOCUMENT = json_of(
    {
        "id": col(ApprovalRequest.id),
        "campaign_id": col(ApprovalRequest.campaign_id),
        "expert_id": col(ApprovalRequest.expert_id),
        "expert_name": col(Expert.name),
        "interview_id": col(ApprovalRequest.interview_id),
        "rule": col(ApprovalRequest.rule),
        "version": col(ApprovalRequest.version),
        "asked": col(ApprovalRequest.outcome),
        "fact": col(ApprovalRequest.fact),
        "call_day": col(ApprovalRequest.call_day),
        "starts_at": col(ApprovalRequest.starts_at),
        "state": STATE,
        "requested_by": col(ApprovalRequest.requested_by),
        "created_at": col(ApprovalRequest.created_at),
        "decided_by": col(LAST.decided_by),
        "decided_at": col(LAST.created_at),
        "reason": col(LAST.reason),
    }
)
ONE = Statement(
    select(DOCUMENT)
    .select_from(ApprovalRequest)
    .join(Expert, EXPERT)
    .outerjoin(LAST, true())
    .where(col(ApprovalRequest.id) == bindparam("id", type_=Uuid()))
)
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(ApprovalRequest).join(Expert, EXPERT).outerjoin(LAST, true()),
    identity=col(ApprovalRequest.id),
    sorts={"created_at": col(ApprovalRequest.created_at), "starts_at": col(ApprovalRequest.starts_at)},
    filters={
        "state": bindparam("state", type_=Text) == STATE,
        "rule": col(ApprovalRequest.rule) == bindparam("rule", type_=RULE),
        "campaign_id": col(ApprovalRequest.campaign_id) == bindparam("campaign_id", type_=Uuid()),
        "expert_id": col(ApprovalRequest.expert_id) == bindparam("expert_id", type_=Uuid()),
        "interview_id": col(ApprovalRequest.interview_id) == bindparam("interview_id", type_=Uuid()),
        "starts_from": col(ApprovalRequest.starts_at) >= bindparam("starts_from", type_=INSTANT),
        "starts_to": col(ApprovalRequest.starts_at) < bindparam("starts_to", type_=INSTANT),
    },
)


async def get(session: AsyncSession, approval_id: UUID) -> ApprovalRequest:
    """The request. Raises Problem (missing)."""
    found = (await session.exec(select(ApprovalRequest).where(col(ApprovalRequest.id) == approval_id))).first()
    if found is None:
        raise MISSING
    return found


async def interview(session: AsyncSession, interview_id: UUID) -> Interview:
    """The interview, locked, so that it is decided about as it stands. Raises Problem (missing)."""
    chosen = select(Interview).where(col(Interview.id) == interview_id).with_for_update()
    found = (await session.exec(chosen)).first()
    if found is None:
        raise INTERVIEW_MISSING
    return found


async def expert(session: AsyncSession, expert_id: UUID) -> Expert:
    """The expert. Raises Problem (missing)."""
    found = (await session.exec(select(Expert).where(col(Expert.id) == expert_id))).first()
    if found is None:
        raise EXPERT_MISSING
    return found
