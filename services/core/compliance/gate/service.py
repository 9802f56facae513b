"""The compliance gate in front of a call: what it finds, on record, and the refusal where something stands against it.

The gate itself is the database's (`expert_network.gate_findings` and the trigger on interviews); this asks it first, so
that a refusal names every rule, can be read later, and waits for compliance where compliance may allow it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as log
from services.core.compliance.gate import repository
from services.core.compliance.gate.schemas import Finding
from shared.contracts.principal import Principal
from shared.errors import Kept

Stage = Literal["scheduled", "confirmed", "completed"]


class Call(Protocol):
    """What the gate needs to know of an interview."""

    id: UUID
    campaign_id: UUID
    expert_id: UUID
    starts_at: datetime | None


async def require(session: AsyncSession, *, caller: Principal, interview: Call, stage: Stage = "scheduled") -> None:
    """Ask the gate whether this call may enter `stage`, as of the day it starts, and record its answer.

    Raises Problem (conflict: gate_refused, gate_needs_approval) with every finding that stands. The refusal is recorded
    after all, and what needs approval put before compliance, once the request is rolled back.
    """
    found = await repository.findings(
        session,
        expert_id=interview.expert_id,
        campaign_id=interview.campaign_id,
        starts_at=interview.starts_at,
        interview_id=interview.id,
        stage=stage,
    )
    standing = [finding for finding in found if finding.stands]
    if not standing:
        await _note(session, caller, interview, stage, found, action="gate.cleared")
        return
    refused = any(finding.outcome == "refuse" for finding in standing)
    action = "gate.refused" if refused else "gate.needs_approval"
    call = _Asked(interview.id, interview.campaign_id, interview.expert_id, interview.starts_at)

    async def record(session: AsyncSession) -> None:
        await _note(session, caller, call, stage, found, action=action)
        await _put_before(session, caller, call, standing)

    raise Kept(
        "conflict",
        action.replace(".", "_"),
        "; ".join(f"{finding.rule} (version {finding.version}): {finding.fact}" for finding in standing),
        details={"findings": [finding.told() for finding in standing]},
        keep=record,
    )


@dataclass(slots=True)
class _Asked:
    """The call as it was asked about: its row may change, or never be written."""

    id: UUID
    campaign_id: UUID
    expert_id: UUID
    starts_at: datetime | None


async def _note(
    session: AsyncSession, caller: Principal, call: Call, stage: Stage, found: Sequence[Finding], *, action: str
) -> None:
    await log.note(
        session,
        caller=caller,
        action=action,
        subject_kind="interview",
        subject_id=call.id,
        campaign_id=call.campaign_id,
        details={
            "expert_id": call.expert_id,
            "starts_at": call.starts_at,
            "stage": stage,
            "findings": [finding.told() for finding in found],
        },
    )


async def _put_before(session: AsyncSession, caller: Principal, call: Call, standing: Sequence[Finding]) -> None:
    interview_id = call.id if await repository.is_on_file(session, call.id) else None
    for finding in standing:
        if finding.outcome == "needs_approval" and call.starts_at is not None:
            await repository.put_before(
                session,
                finding,
                workspace_id=caller.workspace_id,
                campaign_id=call.campaign_id,
                expert_id=call.expert_id,
                interview_id=interview_id,
                starts_at=call.starts_at,
            )
