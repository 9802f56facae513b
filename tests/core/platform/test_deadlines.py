"""The database never works longer than the gateway waits: what is late is stopped, what comes too late is not begun."""

import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest
import structlog
from sqlalchemy import func, select, text

from services.core.resources import Resources
from shared.contracts.principal import Principal
from shared.db import deadline
from shared.db.engine import LOCK_TIMEOUT_MS, STATEMENT_TIMEOUT_MS
from shared.db.read import Statement, introduction
from shared.errors import Problem
from tests.core.research import expected
from tests.support.core import Core

LIMIT = Statement(select(func.current_setting("statement_timeout")))
SOON = 400
"""Milliseconds, well below what a lock is waited for."""


def within(milliseconds: float) -> dict[str, str]:
    """The header of a gateway that waits so long."""
    return {"x-deadline-ms": str(int(time.time() * 1000 + milliseconds))}


@contextmanager
def waiting(milliseconds: float) -> Iterator[None]:
    """A request whose caller waits so long."""
    token = deadline.at_ms.set(int(time.time() * 1000 + milliseconds))
    try:
        yield
    finally:
        deadline.at_ms.reset(token)


@asynccontextmanager
async def locked(core: Core, table: str) -> AsyncIterator[None]:
    """Nobody can read the table meanwhile."""
    connection = await asyncpg.connect(core.database.owner_url)
    try:
        async with connection.transaction():
            await connection.execute(f"LOCK TABLE expert_network.{table} IN ACCESS EXCLUSIVE MODE")
            yield
    finally:
        await connection.close()


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    async with core.as_("ada") as client:
        yield client


READS = ["/api/campaigns/{id}", "/api/campaigns", "/api/campaigns?count=true", "/api/campaigns/{id}/shortlist"]


@pytest.mark.parametrize("path", READS)
async def test_a_read_that_is_late_is_stopped_at_the_deadline(core: Core, ada: httpx2.AsyncClient, path: str) -> None:
    address = path.format(id=await expected.campaign(ada))
    assert (await ada.get(address)).status_code == 200, "the first request of a route takes the time to make it ready"
    async with locked(core, "campaigns"):
        with structlog.testing.capture_logs():
            began = time.monotonic()
            late = await ada.get(address, headers=within(SOON))
            took = time.monotonic() - began
    expected.refusal_of(late, 504, "database_timeout")
    assert took * 1000 < LOCK_TIMEOUT_MS
    assert (await ada.get(address, headers=within(15_000))).status_code == 200


async def test_a_command_that_is_late_is_stopped_and_leaves_nothing(core: Core, ada: httpx2.AsyncClient) -> None:
    path, body = f"/api/campaigns/{await expected.campaign(ada)}/screening-questions", {"question_text": "Why?"}
    made = await ada.post(path, json=body)
    assert (await ada.delete(f"{path}/{made.json()['id']}")).status_code == 204
    async with locked(core, "screening_questions"):
        with structlog.testing.capture_logs():
            began = time.monotonic()
            late = await ada.post(path, json=body, headers=within(SOON))
            took = time.monotonic() - began
    expected.refusal_of(late, 504, "database_timeout")
    assert took * 1000 < LOCK_TIMEOUT_MS
    assert (await ada.get(path)).json()["items"] == []


@pytest.mark.parametrize(("method", "path"), [("GET", READS[0]), ("GET", READS[1]), ("GET", READS[3]), ("POST", "")])
async def test_what_comes_after_its_deadline_is_not_begun(ada: httpx2.AsyncClient, method: str, path: str) -> None:
    address = path.format(id=uuid4()) or "/api/campaigns"
    late = await ada.request(method, address, json=expected.CAMPAIGN, headers=within(-1))
    expected.refusal_of(late, 504, "deadline_passed")
    assert (await ada.get("/api/campaigns")).json()["items"] == []


@pytest.mark.parametrize("odd", ["", "soon", "-5", "1.5", "9" * 16])
async def test_a_deadline_that_is_none_is_refused(ada: httpx2.AsyncClient, odd: str) -> None:
    refused = await ada.get("/api/campaigns", headers={"x-deadline-ms": odd})
    expected.refusal_of(refused, 400, "deadline_malformed")


async def test_a_caller_who_waits_long_costs_no_word_more() -> None:
    plain = introduction(UUID(int=1))
    with waiting(STATEMENT_TIMEOUT_MS + 5000):
        assert introduction(UUID(int=1)) == plain
    with waiting(SOON):
        assert introduction(UUID(int=1)).startswith(f"{plain}; SET LOCAL statement_timeout = ")


async def test_the_limit_is_what_is_left_and_ends_with_the_transaction(core: Core) -> None:
    resources: Resources = core.app.state.resources
    ada = core.principal("ada")
    for milliseconds in (900, 5000, STATEMENT_TIMEOUT_MS * 2):
        most = min(milliseconds, STATEMENT_TIMEOUT_MS)
        with waiting(milliseconds):
            for found in (await resources.reader.value(ada, LIMIT), await in_a_command(resources, ada)):
                assert most - 500 < in_ms(found) <= most
        assert in_ms(await resources.reader.value(ada, LIMIT)) == STATEMENT_TIMEOUT_MS
        assert in_ms(await in_a_command(resources, ada)) == STATEMENT_TIMEOUT_MS


async def test_no_transaction_begins_once_the_deadline_has_passed(core: Core) -> None:
    resources: Resources = core.app.state.resources
    with waiting(-1), pytest.raises(Problem, match="over before the database was asked"):
        await in_a_command(resources, core.principal("ada"))


async def in_a_command(resources: Resources, caller: Principal) -> str:
    """The limit inside a command's transaction."""
    async with resources.transactions.begin(caller) as session:
        found: str = (await (await session.connection()).execute(text("SHOW statement_timeout"))).scalar_one()
        return found


def in_ms(setting: str) -> int:
    """A duration as Postgres shows it: `10s` or `873ms`."""
    return int(setting.removesuffix("ms")) if setting.endswith("ms") else int(setting.removesuffix("s")) * 1000
