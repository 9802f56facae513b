"""The compliance gate in front of a call: what it finds, on record, and the refusal where something stands against it.

The gate itself is the database's (`expert_network.gate_findings` and the trigger on interviews); this asks it first, so
that a refusal names every rule, and can be read later.
"""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal


class Call(Protocol):
    """What the gate needs to know of an interview."""

    id: UUID
    campaign_id: UUID
    expert_id: UUID
    starts_at: datetime | None


async def require(session: AsyncSession, *, caller: Principal, interview: Call) -> None:
    """Ask the gate whether this call may take place when it starts, and record its answer.

    Raises Problem (conflict: gate_refused, gate_needs_approval) with every finding: rule, version, outcome, fact.
    """
