"""The SQL of calls asked about anew: the database alone says which the gate would no longer clear."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Uuid, bindparam, text
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.compliance.rechecks.jobs import RECHECK_CALLS
from shared.contracts.principal import Principal
from shared.jobs import queue
from shared.jobs.queue import Job

AT_A_TIME = 50
"""Calls a statement asks about: a second or two, of the ten it may take."""

WAITING = text(
    """
    SELECT q.id, q.payload FROM expert_network.pgqueuer q
    WHERE q.entrypoint = :name AND q.status = 'queued' AND q.execute_after <= now()
        AND convert_from(q.payload, 'UTF8')::jsonb ->> 'workspace_id' = :workspace_id
    """
)
ANSWER = text(
    """
    DELETE FROM expert_network.pgqueuer q WHERE q.id IN (
        SELECT w.id FROM expert_network.pgqueuer w WHERE w.id = ANY (:ids) AND w.status = 'queued'
        FOR UPDATE SKIP LOCKED)
    """
).bindparams(bindparam("ids", type_=ARRAY(BigInteger)))
RECHECK = text("SELECT expert_network.recheck_calls(:workspace_id, :people, :beyond, :at_a_time)").bindparams(
    bindparam("workspace_id", type_=Uuid()),
    bindparam("people", type_=ARRAY(Uuid())),
    bindparam("beyond", type_=Uuid()),
)


async def waiting(session: AsyncSession, *, caller: Principal) -> dict[int, Job]:
    """The jobs by which the workspace's calls are asked about and that nobody has begun."""
    values = {"name": RECHECK_CALLS, "workspace_id": str(caller.workspace_id)}
    rows = await (await session.connection()).execute(WAITING, values)
    return {id_: queue.decode(payload) for id_, payload in rows}


async def answer(session: AsyncSession, job_ids: Collection[int]) -> None:
    """Take back jobs that another has done meanwhile."""
    await (await session.connection()).execute(ANSWER, {"ids": list(job_ids)})


async def recheck(
    session: AsyncSession, *, caller: Principal, people: Collection[UUID] | None, beyond: UUID
) -> UUID | None:
    """Ask the gate anew about the next booked calls, of some people or all, that follow the call `beyond`; the last.

    Those it no longer clears, or clears again, and the log say so. None: there are no more.
    """
    values = {"people": None if people is None else list(people), "beyond": beyond, "at_a_time": AT_A_TIME}
    found = await (await session.connection()).execute(RECHECK, {"workspace_id": caller.workspace_id} | values)
    return found.scalar_one_or_none()
