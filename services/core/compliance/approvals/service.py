"""What compliance decides: about a request that waits, or about what one rule finds on a call.

Only the role compliance gets here, and nobody decides about a call they booked. A decision is added, never changed; the
newest holds, for one version of the rule, one fact and one day.
"""

import datetime as dt
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.compliance.approvals import repository
from services.core.compliance.approvals.schemas import Decision
from services.core.compliance.gate import repository as gate
from shared.contracts.principal import Principal
from shared.errors import Problem, invalid
from shared.models.compliance import ApprovalDecision


async def decide(
    session: AsyncSession, *, caller: Principal, approval_id: UUID, decision: Decision, reason: str
) -> None:
    """Decide about a request.

    Raises Problem (missing), (conflict: override_needed) for approving what the rule refuses, (forbidden:
    decider_is_booker) for a call the caller booked.
    """
    request = await repository.get(session, approval_id)
    if request.interview_id is not None and await gate.is_on_file(session, request.interview_id):
        await _refuse_booker(session, caller, request.interview_id)
    await _add(session, caller, approval_id, asked=request.outcome, decision=decision, reason=reason)


async def decide_about(
    session: AsyncSession,
    *,
    caller: Principal,
    rule: str,
    decision: Decision,
    reason: str,
    interview_id: UUID | None,
    expert_id: UUID | None,
    starts_at: dt.datetime | None,
) -> list[UUID]:
    """Decide about everything a rule finds on a call of an interview, or of an expert on a day; the requests decided.

    Raises Problem (missing) for an unknown interview or expert, (conflict: nothing_to_decide) where the rule finds
    nothing, (invalid: call_unknown) for a call of no expert or no day, and as `decide`.
    """
    if interview_id is not None:
        call = await repository.interview(session, interview_id)
        if expert_id not in (None, call.expert_id):
            raise invalid("call_of_another", "That interview is with somebody else.", pointer="#/expert_id")
        expert_id, starts_at = call.expert_id, starts_at or call.starts_at
        await _refuse_booker(session, caller, interview_id)
    if expert_id is None or starts_at is None:
        raise invalid("call_unknown", "Name an interview that has a start, or an expert and a start.", pointer="#/")
    offer = await repository.expert(session, expert_id)
    found = await gate.findings(
        session,
        expert_id=offer.id,
        campaign_id=offer.campaign_id,
        starts_at=starts_at,
        interview_id=interview_id,
        stage="completed",
    )
    about = [finding for finding in found if finding.rule == rule and finding.asked != "note"]
    if not about:
        raise Problem("conflict", "nothing_to_decide", f"The rule {rule} finds nothing on this call.")
    decided = []
    for finding in about:
        request_id = await gate.put_before(
            session,
            finding,
            workspace_id=caller.workspace_id,
            campaign_id=offer.campaign_id,
            expert_id=offer.id,
            interview_id=interview_id,
            starts_at=starts_at,
        )
        await _add(session, caller, request_id, asked=finding.asked, decision=decision, reason=reason)
        decided.append(request_id)
    return decided


async def _refuse_booker(session: AsyncSession, caller: Principal, interview_id: UUID) -> None:
    if (await repository.interview(session, interview_id)).booked_by == caller.user_id:
        raise Problem("forbidden", "decider_is_booker", "Nobody decides about a call they booked.")


async def _add(
    session: AsyncSession, caller: Principal, request_id: UUID, *, asked: str, decision: Decision, reason: str
) -> None:
    if decision == "approve" and asked == "refuse":
        raise Problem("conflict", "override_needed", "The rule refuses this call: it can only be overridden.")
    session.add(
        ApprovalDecision(workspace_id=caller.workspace_id, request_id=request_id, decision=decision, reason=reason)
    )
    await session.flush()
