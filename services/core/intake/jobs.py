"""The intake's place in the job queue: enqueued in the transaction of the fact it follows, run by the worker."""

from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal
from shared.jobs import queue

PLACE_INTAKE = "place_intake"


async def enqueue(session: AsyncSession, name: str, *, caller: Principal, intake_id: UUID) -> None:
    """Have an intake placed by a worker once this transaction is committed."""
    await queue.enqueue(session, name, caller=caller, subject={"intake_id": str(intake_id)})
