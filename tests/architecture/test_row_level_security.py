"""What the services' roles can touch in every table: nothing without a caller, nothing of another workspace."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.architecture import catalogue
from tests.support import rows
from tests.support.databases import Database

SHARED = {"expert_network.vendor_platforms": 18}
"""Rows everybody reads and nobody writes: the catalogue of vendors."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One row of one workspace in every table."""

    database: Database
    workspace: UUID
    tables: list[str]

    @asynccontextmanager
    async def login(self, table: str) -> AsyncIterator[asyncpg.Connection]:
        """A new connection of the service whose table it is."""
        in_core = table.startswith("expert_network.")
        connection = await asyncpg.connect(self.database.core_url if in_core else self.database.gateway_url)
        try:
            yield connection
        finally:
            await connection.close()


@pytest.fixture
async def ground(database: Database) -> AsyncIterator[Ground]:
    owner = await asyncpg.connect(database.owner_url)
    tables, workspace = await catalogue.workspace_tables(owner), uuid4()
    await rows.fill(owner, tables, workspace)
    yield Ground(database, workspace, tables)
    for table in tables:
        await owner.execute(f"DELETE FROM {table} WHERE workspace_id = $1", workspace)
    await owner.close()


async def touched(connection: asyncpg.Connection, statement: str) -> int:
    """How many rows a statement changes, undone at once. Raises what Postgres raises, a failed cast first of all."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        return int((await connection.execute(statement)).rpartition(" ")[2])
    finally:
        await transaction.rollback()


async def expect_closed(connection: asyncpg.Connection, table: str, workspace: UUID) -> None:
    """Nothing of the table can be seen, changed or removed, and no row of the workspace added."""
    assert await connection.fetchval(f"SELECT count(*) FROM {table}") == SHARED.get(table, 0), table
    changes = {
        "UPDATE": f"UPDATE {table} SET workspace_id = workspace_id",
        "DELETE": f"DELETE FROM {table}",
    }
    powers = (catalogue.APPENDED | catalogue.KEPT).get(table, catalogue.WRITE)
    for power, change in changes.items():
        if power not in powers:
            with pytest.raises(asyncpg.InsufficientPrivilegeError, match="permission denied"):
                await touched(connection, change)
        else:
            assert await touched(connection, change) == 0, table
    reason = "row-level security" if "INSERT" in powers else "permission denied"
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match=reason):
        await touched(connection, await rows.insertion(connection, table, workspace))


async def test_the_workspace_itself_sees_its_row_in_every_table(ground: Ground) -> None:
    for table in ground.tables:
        async with ground.login(table) as connection, connection.transaction():
            await connection.execute("SELECT set_config('app.workspace_id', $1, true)", str(ground.workspace))
            mine = f"SELECT count(*) FROM {table} WHERE workspace_id = $1"
            assert await connection.fetchval(mine, ground.workspace) == 1, table


async def test_without_a_caller_a_fresh_connection_touches_nothing(ground: Ground) -> None:
    for table in ground.tables:
        async with ground.login(table) as connection:
            await expect_closed(connection, table, ground.workspace)


async def test_without_a_caller_a_connection_used_before_touches_nothing(ground: Ground) -> None:
    for table in ground.tables:
        async with ground.login(table) as connection:
            async with connection.transaction():
                await connection.execute("SELECT set_config('app.workspace_id', $1, true)", str(ground.workspace))
            await expect_closed(connection, table, ground.workspace)


async def test_another_workspace_touches_nothing(ground: Ground) -> None:
    for table in ground.tables:
        async with ground.login(table) as connection:
            await connection.execute("SELECT set_config('app.workspace_id', $1, false)", str(uuid4()))
            await expect_closed(connection, table, ground.workspace)
