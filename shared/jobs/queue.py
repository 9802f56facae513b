"""Jobs are rows, enqueued inside the caller's transaction: no fact without its job, no job without its fact."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.settings import DBSettings
from pgqueuer.ports.driver import Driver
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import Principal, Role

TABLES = DBSettings(db_schema="expert_network")


@dataclass(frozen=True, slots=True)
class Job:
    """What a job is about, and for whom it is done."""

    caller: Principal
    subject: Mapping[str, str]


def queries(driver: Driver) -> Queries:
    """The queue's SQL, for the tables in core's schema."""
    return Queries(
        driver,
        qbe=QueryBuilderEnvironment(settings=TABLES),
        qbq=QueryQueueBuilder(settings=TABLES),
        qbs=QuerySchedulerBuilder(settings=TABLES),
    )


async def enqueue(
    session: AsyncSession,
    name: str,
    *,
    caller: Principal,
    subject: Mapping[str, str],
    after: timedelta | None = None,
    once: str | None = None,
) -> None:
    """Add a job to the transaction; it can be picked up once that is committed, or so long `after` it was added.

    While a job that was added `once` by the same word waits or is being worked on, no other is.
    """
    raw = await (await session.connection()).get_raw_connection()
    await queries(AsyncpgDriver(raw.driver_connection)).enqueue(
        name,
        encode(Job(caller, subject)),
        execute_after=after,
        dedupe_key=once,
        on_conflict="skip" if once else "raise",
    )


def encode(job: Job) -> bytes:
    """A job as the queue keeps it."""
    return orjson.dumps(
        {
            "user_id": job.caller.user_id,
            "workspace_id": str(job.caller.workspace_id),
            "role": job.caller.role,
            "subject": dict(job.subject),
        }
    )


def decode(payload: bytes) -> Job:
    """The job behind a payload."""
    given = orjson.loads(payload)
    role: Role = given["role"]
    caller = Principal(user_id=given["user_id"], workspace_id=UUID(given["workspace_id"]), role=role)
    return Job(caller=caller, subject=given["subject"])
