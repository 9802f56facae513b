"""Runs jobs until told to stop: each is retried with a growing pause, then given up with its reason on record."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
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

ATTEMPTS = 5
HEARTBEAT = timedelta(seconds=30)
IDLE_POLL = timedelta(seconds=5)

Handler = Callable[[queue.Job], Awaitable[None]]
GivenUp = Callable[[str, queue.Job, str], Awaitable[None]]


async def run(
    connection: asyncpg.Connection, handlers: Mapping[str, Handler], *, given_up: GivenUp, stop: asyncio.Event
) -> None:
    """Work until `stop` is set. `connection` must be a direct one: it listens."""
    manager = QueueManager(queue.queries(AsyncpgDriver(connection)), Channel(queue.TABLES.channel))
    manager.shutdown = stop
    for name, handler in handlers.items():
        manager.entrypoint(name, on_failure="hold")(_guarded(name, handler, given_up))
    await manager.run(dequeue_timeout=IDLE_POLL, batch_size=4, max_concurrent_tasks=8, heartbeat_timeout=HEARTBEAT)


def _guarded(name: str, handler: Handler, given_up: GivenUp) -> Callable[[QueuedJob], Awaitable[None]]:
    async def work(job: QueuedJob) -> None:
        task = queue.decode(job.payload or b"{}")
        try:
            await handler(task)
        except Exception as fault:
            log.exception("jobs.job.failed", job=name, attempt=job.attempts + 1)
            if job.attempts + 1 < ATTEMPTS:
                raise RetryRequested(delay=timedelta(seconds=2**job.attempts), reason=type(fault).__name__) from fault
            await given_up(name, task, f"{type(fault).__name__}: given up after {ATTEMPTS} attempts")
            raise

    return work
