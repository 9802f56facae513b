"""The migrations as one SQL script: what a linter of migrations says of it, and whether it runs."""

import subprocess
import sys
from pathlib import Path

import asyncpg
import orjson
import pytest

from shared.db import migrations

LINTER = Path(sys.executable).with_name("squawk")
OLDEST = "15.0"
LEFT_OUT = {
    "prefer-bigint-over-int": "counts, positions, minutes and minor units; what comes in is bounded to the column",
    "prefer-identity": "the queue's tables are its library's own, to the letter",
    "prefer-text-field": "alembic's own version table",
    "require-lock-timeout": "alembic/env.py sets it on the connection, before any migration",
    "require-statement-timeout": "alembic/env.py sets it on the connection, before any migration",
}


def complaints(sql: str, directory: Path) -> list[str]:
    """What the linter finds, but for the rules left out."""
    script = directory / "migrations.sql"
    script.write_text(sql)
    command = [str(LINTER), "--pg-version", OLDEST, "--reporter", "json", "--exclude", ",".join(LEFT_OUT), str(script)]
    printed = subprocess.run(command, cwd=directory, capture_output=True).stdout
    return [f"{each['line']}: {each['rule_name']}: {each['message']}" for each in orjson.loads(printed)]


def test_the_linter_has_nothing_to_say(tmp_path: Path) -> None:
    assert complaints(migrations.sql(), tmp_path) == []


def test_the_linter_finds_what_would_stop_traffic(tmp_path: Path) -> None:
    planted = "ALTER TABLE expert_network.projects ALTER COLUMN description SET NOT NULL;"
    assert any("adding-not-nullable-field" in each for each in complaints(planted, tmp_path))


@pytest.mark.parametrize("setting", ["lock_timeout = '4s'", "statement_timeout = '10min'"])
def test_timeouts_are_set_before_any_migration(setting: str) -> None:
    assert setting in (Path(__file__).resolve().parents[2] / "alembic" / "env.py").read_text()


async def test_the_script_runs_as_it_is_printed(empty_database: str) -> None:
    connection = await asyncpg.connect(empty_database)
    try:
        await connection.execute(migrations.sql())
    finally:
        await connection.close()
    assert await migrations.is_current(empty_database)
