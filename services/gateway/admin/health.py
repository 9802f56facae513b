"""How the installation does, from where the gateway stands: both services, the database, the queue."""

import asyncio
import datetime as dt
from collections.abc import Awaitable
from typing import Final, TypeVar

import asyncpg
import httpx2
import orjson
from pydantic import BaseModel, Field

from services.gateway.admin import operations
from services.gateway.resources import Resources
from shared.contracts.jobs import QueueOut
from shared.db import head
from shared.errors import Problem

Checks = dict[str, str]
Part = TypeVar("Part")
WAIT: Final = 3.0
"""Seconds one part may take to say how it does."""
AWAY: Final = (
    TimeoutError,
    OSError,
    Problem,
    httpx2.TransportError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
)
"""How a part says that it does not do well."""


class ServiceHealth(BaseModel):
    """Whether a service is ready, and what that depends on."""

    ready: bool
    checks: Checks


class SchemaHealth(BaseModel):
    """The newest migration the database has, and the one the code expects; null while the database is away."""

    database: str | None
    code: str


class Health(BaseModel):
    """How the installation does; `queue` is null while core cannot say."""

    healthy: bool = Field(description="Both services are ready and no job has failed for good")
    gateway: ServiceHealth
    core: ServiceHealth
    migrations: SchemaHealth
    queue: QueueOut | None
    checked_at: dt.datetime


async def examine(resources: Resources, user_id: str, *, now: dt.datetime) -> Health:
    """Ask all parts at once; one that does not answer is told as failing."""
    schema, core, queue = await asyncio.gather(
        _in_time(_schema(resources)), _in_time(_core(resources)), _in_time(_queue(resources, user_id))
    )
    expected = head.code_head()
    checks = {"database": "ok" if schema == expected else "failing", "core": "ok" if core and core.ready else "failing"}
    gateway = ServiceHealth(ready="failing" not in checks.values(), checks=checks)
    return Health(
        healthy=gateway.ready and queue is not None and queue.failed == 0,
        gateway=gateway,
        core=core or ServiceHealth(ready=False, checks={}),
        migrations=SchemaHealth(database=schema, code=expected),
        queue=queue,
        checked_at=now,
    )


async def _in_time(part: Awaitable[Part]) -> Part | None:
    try:
        return await asyncio.wait_for(part, WAIT)
    except AWAY:
        return None


async def _schema(resources: Resources) -> str | None:
    async with resources.pool.acquire() as connection:
        return await head.database_head(connection)


async def _core(resources: Resources) -> ServiceHealth:
    told = orjson.loads((await resources.ask_core("GET", "/readyz")).content)
    return ServiceHealth(ready=told["status"] == "ready", checks=told["checks"])


async def _queue(resources: Resources, user_id: str) -> QueueOut | None:
    answer = await operations.ask(resources, user_id, "GET", "/summary")
    return QueueOut.model_validate_json(answer.content) if answer.status_code == 200 else None
