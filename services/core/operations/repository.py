"""SQL of the job queue for operators: pgqueuer's tables. What a job is about is people's business and never shown."""

from typing import Final, NamedTuple

from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.domain.types import JobId
from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    bindparam,
    case,
    cast,
    extract,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.jobs import queue
from shared.mail.outbox import SEND_MAIL

OWN_WORDS: Final = ("Hopeless", "RetryRequested")
"""Failures whose message is Canvass's own; of others only the kind is told: their text may hold somebody's data."""

METADATA = MetaData(schema=queue.TABLES.db_schema)
QUEUE = Table(
    "pgqueuer",
    METADATA,
    Column("id", BigInteger),
    Column("created", DateTime(timezone=True)),
    Column("execute_after", DateTime(timezone=True)),
    Column("status", Text),
    Column("entrypoint", Text),
    Column("attempts", Integer),
    Column("payload", LargeBinary),
)
LOG = Table(
    "pgqueuer_log",
    METADATA,
    Column("job_id", BigInteger),
    Column("created", DateTime(timezone=True)),
    Column("status", Text),
    Column("entrypoint", Text),
    Column("traceback", JSONB),
)

STATUS = cast(QUEUE.c.status, Text)
STATE = case(
    (STATUS == "picked", "running"),
    (STATUS == "failed", "failed"),
    (QUEUE.c.execute_after > func.now(), "held"),
    else_="queued",
)
KIND = LOG.c.traceback["exception_type"].astext
MESSAGE = LOG.c.traceback["exception_message"].astext
REASON = (
    select(case(*((KIND.is_not_distinct_from(kind), MESSAGE) for kind in OWN_WORDS), else_=KIND))
    .where(LOG.c.job_id == QUEUE.c.id, LOG.c.traceback.is_not(None))
    .order_by(LOG.c.created.desc())
    .limit(1)
    .scalar_subquery()
)
AGE = cast(func.floor(extract("epoch", func.now() - QUEUE.c.created)), Integer)
LISTING = Listing(
    document=json_of(
        {
            "id": QUEUE.c.id,
            "entrypoint": QUEUE.c.entrypoint,
            "state": STATE,
            "attempts": QUEUE.c.attempts,
            "age_seconds": AGE,
            "created_at": QUEUE.c.created,
            "due_at": QUEUE.c.execute_after,
            "reason": REASON,
        }
    ),
    source=lambda chosen: chosen.select_from(QUEUE),
    identity=QUEUE.c.id,
    sorts={"created_at": QUEUE.c.created},
    filters={
        "state": STATE.is_not_distinct_from(bindparam("state", type_=Text)),
        "entrypoint": QUEUE.c.entrypoint == bindparam("entrypoint", type_=Text),
    },
)
GIVEN_UP = (
    select(func.count())
    .select_from(LOG)
    .where(
        cast(LOG.c.status, Text) == "exception",
        LOG.c.entrypoint == SEND_MAIL,
        LOG.c.created > func.now() - text("interval '1 day'"),
    )
    .scalar_subquery()
)
SUMMARY = Statement(
    select(
        json_of(
            {
                **{
                    state: func.count().filter(STATE.is_not_distinct_from(state))
                    for state in ("queued", "running", "held", "failed")
                },
                "oldest_created_at": func.min(QUEUE.c.created),
                "mails_given_up": GIVEN_UP,
            }
        )
    ).select_from(QUEUE)
)


class Locked(NamedTuple):
    """A job that no worker takes until the transaction ends."""

    state: str
    entrypoint: str
    job: queue.Job


async def lock(session: AsyncSession, job_id: int) -> Locked | None:
    """The job of an id; None for one that is not there."""
    connection = await session.connection()
    found = select(STATE, QUEUE.c.entrypoint, QUEUE.c.payload).where(QUEUE.c.id == job_id).with_for_update()
    row = (await connection.execute(found)).one_or_none()
    return Locked(row[0], row[1], queue.decode(row[2])) if row else None


async def requeue(session: AsyncSession, job_id: int) -> None:
    """Let a job that failed begin anew, one that waits for another attempt have it now."""
    raw = await (await session.connection()).get_raw_connection()
    await queue.queries(AsyncpgDriver(raw.driver_connection)).requeue_jobs([JobId(job_id)])
    at_once = update(QUEUE).where(QUEUE.c.id == job_id, QUEUE.c.execute_after > func.now())
    await (await session.connection()).execute(at_once.values(execute_after=func.now()))


async def discard(session: AsyncSession, job_id: int) -> None:
    """Remove a job, on record as canceled."""
    raw = await (await session.connection()).get_raw_connection()
    await queue.queries(AsyncpgDriver(raw.driver_connection)).mark_job_as_cancelled([JobId(job_id)])
