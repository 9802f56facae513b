"""Runs jobs until told to stop: each is retried with a growing pause, then given up with its reason on record."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

import asyncpg
import structlog
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.core.qm import QueueManager
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job as QueuedJob
from pgqueuer.domain.types import Channel

from shared.jobs import queue

log = structlog.get_logger()

HEARTBEAT = timedelta(seconds=30)
IDLE_POLL = timedelta(seconds=5)

Handler = Callable[[queue.Job], Awaitable[None]]
GivenUp = Callable[[queue.Job, str], Awaitable[None]]


class Hopeless(Exception):
    """Raised by a handler when trying again would not help; the job is given up with this reason."""


def doubling(attempt: int) -> timedelta:
    """The pause after that attempt, counted from 0: 1, 2, 4, 8 … seconds."""
    return timedelta(seconds=2**attempt)


@dataclass(frozen=True, slots=True)
class Kind:
    """How jobs of one name are worked off. `give_up` is told the reason when a job has failed for the last time.

    `at_once` bounds how many run at a time over all workers (0: no bound); a job given up stays in the queue's table
    as failed only with `keep_failed`.
    """

    work: Handler
    give_up: GivenUp
    attempts: int = 5
    pause: Callable[[int], timedelta] = doubling
    at_once: int = 0
    keep_failed: bool = True


async def run(connection: asyncpg.Connection, kinds: Mapping[str, Kind], *, stop: asyncio.Event) -> None:
    """Work until `stop` is set. `connection` must be a direct one: it listens."""
    manager = QueueManager(queue.queries(AsyncpgDriver(connection)), Channel(queue.TABLES.channel))
    manager.shutdown = stop
    for name, kind in kinds.items():
        entrypoint = manager.entrypoint(
            name, concurrency_limit=kind.at_once, on_failure="hold" if kind.keep_failed else "delete"
        )
        entrypoint(_guarded(name, kind))
    await manager.run(dequeue_timeout=IDLE_POLL, batch_size=4, max_concurrent_tasks=8, heartbeat_timeout=HEARTBEAT)


def _guarded(name: str, kind: Kind) -> Callable[[QueuedJob], Awaitable[None]]:
    async def work(job: QueuedJob) -> None:
        task = queue.decode(job.payload or b"{}")
        try:
            await kind.work(task)
        except Hopeless as end:
            await kind.give_up(task, str(end))
            raise
        except Exception as fault:
            log.exception("jobs.job.failed", job=name, attempt=job.attempts + 1)
            if job.attempts + 1 < kind.attempts:
                raise RetryRequested(delay=kind.pause(job.attempts), reason=type(fault).__name__) from fault
            await kind.give_up(task, f"{type(fault).__name__}: given up after {kind.attempts} attempts")
            raise

    return work
