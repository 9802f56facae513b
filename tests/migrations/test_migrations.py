"""Migrations go up and down without a trace, agree with the tables in code, and may be run by several at once."""

import asyncio
import itertools
import json
import sys
from pathlib import Path

import asyncpg
import pytest

from shared.db import head, migrations
from tests.migrations import schema
from tests.support import databases, settings
from tests.support.databases import Database

ROOT = Path(__file__).resolve().parents[2]
REVISIONS = sorted(path.stem for path in (ROOT / "alembic" / "versions").glob("[0-9]*.py"))
UPGRADE = """
import asyncio, sys
from shared.db import migrations
from tests.support import settings
print("\\n".join(asyncio.run(migrations.upgrade(sys.argv[1], settings.SETTINGS))))
"""


async def down(owner_url: str, revision: str) -> list[str]:
    """Roll back, with the server's roles to oneself."""
    async with databases.alone(owner_url):
        return await migrations.downgrade(owner_url, settings.SETTINGS, revision)


def test_each_migration_builds_on_the_one_before() -> None:
    text = {name: (ROOT / "alembic" / "versions" / f"{name}.py").read_text() for name in REVISIONS}
    for number, name in enumerate(REVISIONS, start=1):
        assert name.startswith(f"{number:04d}_")
        assert f'revision = "{name}"' in text[name]
        before = f'"{REVISIONS[number - 2]}"' if number > 1 else "None"
        assert f"down_revision = {before}" in text[name]


async def test_tables_in_code_and_in_the_database_agree(own_database: Database) -> None:
    assert await migrations.differences(own_database.owner_url) == []


async def test_a_table_the_database_lacks_is_a_difference(own_database: Database) -> None:
    connection = await asyncpg.connect(own_database.owner_url)
    await connection.execute("ALTER TABLE expert_network.projects DROP COLUMN client_name")
    await connection.close()
    assert await migrations.differences(own_database.owner_url) != []


async def test_up_down_up_leaves_the_same_schema(empty_database: str) -> None:
    before = await schema.dump(empty_database, ("expert_network", "gateway"))
    assert await databases.migrate(empty_database) == REVISIONS
    whole = await schema.dump(empty_database)
    assert await down(empty_database, "base") == REVISIONS[::-1]
    left = [line for line in await schema.dump(empty_database, ("expert_network", "gateway")) if line not in before]
    assert [line for line in left if "alembic_version" not in line and "schema expert_network" not in line] == []
    assert await databases.migrate(empty_database) == REVISIONS
    assert await schema.dump(empty_database) == whole


async def test_a_step_back_undoes_exactly_its_step(empty_database: str) -> None:
    await databases.migrate(empty_database, REVISIONS[0])
    for earlier, later in itertools.pairwise(REVISIONS):
        before = await schema.dump(empty_database, ("expert_network", "gateway"))
        await databases.migrate(empty_database, later)
        await down(empty_database, earlier)
        assert await schema.dump(empty_database, ("expert_network", "gateway")) == before, later
        await databases.migrate(empty_database, later)


async def test_status_tells_applied_from_pending(empty_database: str) -> None:
    assert await migrations.status(empty_database) == migrations.Status(applied=[], pending=REVISIONS)
    await databases.migrate(empty_database, REVISIONS[2])
    assert await migrations.status(empty_database) == migrations.Status(REVISIONS[:3], REVISIONS[3:])
    assert not await migrations.is_current(empty_database)
    assert await databases.migrate(empty_database) == REVISIONS[3:]
    assert await migrations.is_current(empty_database)
    assert await databases.migrate(empty_database) == []


async def test_three_at_once_on_an_empty_database_all_succeed_and_one_does_it(empty_database: str) -> None:
    async with databases.alone(empty_database):
        runs = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", UPGRADE, empty_database, cwd=ROOT, stdout=asyncio.subprocess.PIPE
            )
            for _ in range(3)
        ]
        printed = [(await run.communicate())[0].decode().split() for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert sorted(name for names in printed for name in names) == REVISIONS
    assert await migrations.is_current(empty_database)


async def test_the_eighteen_vendors_of_the_catalogue_are_there(database: Database) -> None:
    seed = json.loads((ROOT / "alembic" / "seed" / "vendor_platforms.json").read_text())
    connection = await asyncpg.connect(database.core_url)
    rows = await connection.fetch("SELECT id::text, name, tags FROM expert_network.vendor_platforms ORDER BY name")
    await connection.close()
    assert len(rows) == 18
    assert {(row["id"], row["name"], *row["tags"]) for row in rows} == {
        (vendor["id"], vendor["name"], *vendor["tags"]) for vendor in seed
    }


def test_the_code_expects_the_newest_migration() -> None:
    assert head.code_head() == REVISIONS[-1]


@pytest.mark.parametrize("role", ["core_rw", "gateway_rw", "backup_ro"])
async def test_every_role_may_see_which_migration_is_the_newest(database: Database, role: str) -> None:
    owner = await asyncpg.connect(database.owner_url)
    may = await owner.fetchval("SELECT has_table_privilege($1, 'expert_network.alembic_version', 'SELECT')", role)
    await owner.close()
    assert may is True
