"""Reading straight from Postgres: what is asked in one go is answered as of one moment."""

import asyncio

import asyncpg
from sqlalchemy import func, select, text
from sqlmodel import col

from shared.db.read import Statement
from shared.models.research import Project
from tests.support.core import Core

LOCK = 270_011
COUNT = Statement(select(func.count(col(Project.id))))
WAIT = Statement(text(f"SELECT pg_advisory_xact_lock_shared({LOCK})"))
WAITING = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = $1"


async def test_what_is_committed_between_two_statements_is_seen_by_neither(core: Core) -> None:
    reader = core.app.state.resources.reader
    owner = await asyncpg.connect(core.database.owner_url)
    try:
        await owner.execute(f"SELECT pg_advisory_lock({LOCK})")
        reading = asyncio.create_task(reader.rows_of(core.principal("ada"), [COUNT, WAIT, COUNT]))
        while not await owner.fetchval(WAITING, LOCK):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        async with core.as_("ada") as ada:
            assert (await ada.post("/api/projects", json={"project_name": "Atlas"})).status_code == 201
        await owner.execute(f"SELECT pg_advisory_unlock({LOCK})")
        (before,), _, (after,) = await reading
        assert (before[0], after[0]) == (0, 0)
    finally:
        await owner.close()
    (now,) = await reader.rows(core.principal("ada"), COUNT)
    assert now[0] == 1
