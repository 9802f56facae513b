"""Workers who place large intakes at a desk, and who may die of it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core import wiring
from services.core.intake import jobs
from services.core.intake import worker as intake_worker
from shared.contracts.principal import Principal
from shared.db.session import Transactions
from shared.jobs import queue, runner
from shared.jobs.queue import Job
from shared.mail import delivery
from tests.core.intake.desk import Desk

Json = dict[str, Any]
QUEUED = "SELECT id, status::text, payload FROM expert_network.pgqueuer ORDER BY id"


class Died(BaseException):
    """What ends a worker without a word."""


class Mortal(Transactions):
    """Transactions of a worker that dies when it begins one too many."""

    def __init__(self, transactions: Transactions, *, lives: int) -> None:
        self._inner, self._lives = transactions, lives

    @asynccontextmanager
    async def begin(self, caller: Principal | None) -> AsyncIterator[AsyncSession]:
        self._lives -= 1
        if self._lives < 0:
            raise Died
        async with self._inner.begin(caller) as session:
            yield session


class Works:
    """A desk and workers on a database of their own."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    @property
    def transactions(self) -> Transactions:
        found: Transactions = self.desk.core.app.state.resources.transactions
        return found

    async def jobs(self) -> list[Json]:
        return [dict(row) for row in await self.desk.core.owner_sql(QUEUED)]

    async def job(self) -> Job:
        """The one job there is."""
        (row,) = await self.jobs()
        return queue.decode(row["payload"])

    async def dies_after(self, batches: int) -> None:
        """A worker takes the job, places some batches and is killed."""
        with pytest.raises(Died):
            await intake_worker.place_intake(Mortal(self.transactions, lives=1 + batches), await self.job())

    async def work(self, *, jobs_done: int = 1, workers: int = 1, handler: Any = None, attempts: int = 5) -> None:
        """The worker's real loop, until so many jobs have come to their end."""
        stop, left = asyncio.Event(), jobs_done
        mail = delivery.kind("", sender="")
        kind = wiring.jobs(self.transactions, mail=mail, telling=mail)[jobs.PLACE_INTAKE]
        own = kind.work if handler is None else handler

        async def counting(job: Job) -> None:
            nonlocal left
            try:
                await own(job)
            finally:
                left -= 1
                if not left:
                    stop.set()

        tried = replace(kind, work=counting, attempts=attempts)
        await asyncio.gather(*(self._loop(tried, stop) for _ in range(workers)))

    async def _loop(self, kind: runner.Kind, stop: asyncio.Event) -> None:
        connection = await asyncpg.connect(self.desk.core.database.core_url)
        try:
            await runner.run(connection, {jobs.PLACE_INTAKE: kind}, stop=stop)
        finally:
            await connection.close()

    async def intake(self, report: Json) -> Json:
        return await self.desk.get(f"/api/intakes/{report['id']}")
