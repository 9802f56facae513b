"""Brings a database to the code's schema and back. Several runs at once wait for each other.

The login of `owner_url` must be allowed to create roles (in practice a superuser: the backup role has BYPASSRLS).
Everything made belongs to the role `canvass_owner`, which nobody logs in as.
"""

import functools
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from shared.db import head, roles
from shared.db.urls import plain_url, sqlalchemy_url
from shared.settings import Settings

OWNER = "canvass_owner"
LOCK = 7_226_897_101
PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"

ATTRIBUTES = {OWNER: "NOLOGIN", roles.GATEWAY: "LOGIN", roles.CORE: "LOGIN", roles.BACKUP: "LOGIN BYPASSRLS"}
MAKE_ROLE = """
    DO $$ BEGIN
        CREATE ROLE {role} {attributes};
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
"""

LET_CREATE = f"""
    DO $$ BEGIN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO {OWNER}', current_database());
    END $$
"""
PREPARE = (
    *(MAKE_ROLE.format(role=role, attributes=attributes) for role, attributes in ATTRIBUTES.items()),
    f"GRANT {OWNER} TO CURRENT_USER",
    LET_CREATE,
    f"GRANT CREATE, USAGE ON SCHEMA public TO {OWNER} WITH GRANT OPTION",
    f"SET ROLE {OWNER}",
    "CREATE SCHEMA IF NOT EXISTS expert_network",
)
"""What must be there before the first migration: roles, and the schema that keeps the version."""


@dataclass(frozen=True, slots=True)
class Status:
    """Migrations in order: those the database has, those it lacks."""

    applied: list[str]
    pending: list[str]


async def upgrade(owner_url: str, settings: Settings, revision: str = "head") -> list[str]:
    """Make the roles and apply what is pending; the names applied."""
    before, after = await _with_lock(owner_url, settings, lambda config: command.upgrade(config, revision))
    return [name for name in _until(after) if name not in _until(before)]


async def downgrade(owner_url: str, settings: Settings, revision: str) -> list[str]:
    """Roll back to `revision` (`base` for all, `-1` for one); the names rolled back, newest first."""
    before, after = await _with_lock(owner_url, settings, lambda config: command.downgrade(config, revision))
    return [name for name in reversed(_until(before)) if name not in _until(after)]


async def status(owner_url: str) -> Status:
    """What is applied and what is pending."""
    connection = await asyncpg.connect(plain_url(owner_url))
    try:
        current = await head.database_head(connection)
    finally:
        await connection.close()
    applied = _until(current)
    return Status(applied=applied, pending=[name for name in _known() if name not in applied])


async def is_current(owner_url: str) -> bool:
    """Whether the database has exactly the code's newest migration."""
    connection = await asyncpg.connect(plain_url(owner_url))
    try:
        return await head.database_head(connection) == head.code_head()
    finally:
        await connection.close()


async def differences(owner_url: str) -> list[Any]:
    """What autogenerate would still change: empty when tables and migrations agree."""
    engine = create_async_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
    async with engine.connect() as connection:
        return await connection.run_sync(_compare)


def sql() -> str:
    """All migrations as one SQL script, for review or for a database administrator to run.

    It makes the roles without passwords: setting those is left to whoever runs it.
    """
    page = io.StringIO()
    page.write("".join(f"{statement.strip()};\n\n" for statement in PREPARE))
    config = _config()
    config.output_buffer = page
    command.upgrade(config, "head", sql=True)
    return page.getvalue()


@functools.cache
def _known() -> list[str]:
    """Every migration of this checkout, oldest first; their files are read once."""
    scripts = ScriptDirectory.from_config(_config())
    return [script.revision for script in reversed(list(scripts.walk_revisions()))]


def _until(current: str | None) -> list[str]:
    """The migrations a database at `current` has."""
    known = _known()
    return known[: known.index(current) + 1] if current in known else []


def _config(connection: Connection | None = None) -> Config:
    config = Config(toml_file=str(PYPROJECT))
    config.attributes["connection"] = connection
    return config


async def _with_lock(
    owner_url: str, settings: Settings, work: Callable[[Config], None]
) -> tuple[str | None, str | None]:
    """Do the work alone; the newest migration before and after it."""
    engine = create_async_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
        await connection.commit()
        for statement in PREPARE:
            await connection.exec_driver_sql(statement)
        await connection.exec_driver_sql("RESET ROLE")
        for role in roles.ROLES:
            password = roles.role_password(role, settings).replace("'", "''")
            await connection.exec_driver_sql(f"ALTER ROLE {role} PASSWORD '{password}'")
        await connection.exec_driver_sql(f"SET ROLE {OWNER}")
        await connection.commit()
        before = await _head(connection)
        await connection.run_sync(lambda sync: work(_config(sync)))
        await connection.commit()
        after = await _head(connection)
    await engine.dispose()
    return before, after


async def _head(connection: AsyncConnection) -> str | None:
    raw = await connection.get_raw_connection()
    found = await head.database_head(raw.driver_connection)
    await connection.rollback()
    return found


def _compare(connection: Connection) -> list[Any]:
    diffs: list[Any] = []

    def gather(_: MigrationContext, __: object, directives: list[Any]) -> None:
        diffs.extend(directives[0].upgrade_ops.as_diffs())
        directives.clear()

    config = _config(connection)
    command.revision(config, autogenerate=True, process_revision_directives=gather)
    return diffs
