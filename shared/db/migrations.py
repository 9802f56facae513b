"""Brings a database to the code's schema and back. Several runs at once wait for each other.

The login of `owner_url` must be allowed to create roles (in practice a superuser: the backup role has BYPASSRLS).
Everything made belongs to the role `canvass_owner`, which nobody logs in as.
"""

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, text
from sqlalchemy.ext.asyncio import create_async_engine

from shared.db import head, roles
from shared.db.engine import plain_url, sqlalchemy_url
from shared.settings import Settings

OWNER = "canvass_owner"
LOCK = 7_226_897_101
PYPROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"

MAKE_ROLE = """
    DO $$ BEGIN
        CREATE ROLE {role} {attributes};
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$
"""


@dataclass(frozen=True, slots=True)
class Status:
    """Migrations in order: those the database has, those it lacks."""

    applied: list[str]
    pending: list[str]


async def upgrade(owner_url: str, settings: Settings, revision: str = "head") -> list[str]:
    """Make the roles and apply what is pending; the names applied."""
    before = set((await status(owner_url)).applied)
    await _with_lock(owner_url, settings, lambda config: command.upgrade(config, revision))
    return [name for name in (await status(owner_url)).applied if name not in before]


async def downgrade(owner_url: str, settings: Settings, revision: str) -> list[str]:
    """Roll back to `revision` (`base` for all, `-1` for one); the names rolled back, newest first."""
    before = (await status(owner_url)).applied
    await _with_lock(owner_url, settings, lambda config: command.downgrade(config, revision))
    after = set((await status(owner_url)).applied)
    return [name for name in reversed(before) if name not in after]


async def status(owner_url: str) -> Status:
    """What is applied and what is pending."""
    connection = await asyncpg.connect(plain_url(owner_url))
    try:
        current = await head.database_head(connection)
    finally:
        await connection.close()
    scripts = ScriptDirectory.from_config(_config())
    known = [script.revision for script in reversed(list(scripts.walk_revisions()))]
    done = known.index(current) + 1 if current in known else 0
    return Status(applied=known[:done], pending=known[done:])


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
    """All migrations as one SQL script, for review or for a database administrator to run."""
    page = io.StringIO()
    config = _config()
    config.output_buffer = page
    command.upgrade(config, "head", sql=True)
    return page.getvalue()


def _config(connection: Connection | None = None) -> Config:
    config = Config(toml_file=str(PYPROJECT))
    config.attributes["connection"] = connection
    return config


async def _with_lock(owner_url: str, settings: Settings, work: Any) -> None:
    engine = create_async_engine(sqlalchemy_url(owner_url), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.execute(text(f"SELECT pg_advisory_lock({LOCK})"))
        await _make_roles(connection, settings)
        await connection.execute(text(f"SET ROLE {OWNER}"))
        await connection.execute(text("CREATE SCHEMA IF NOT EXISTS expert_network"))
        await connection.commit()
        await connection.run_sync(lambda sync: work(_config(sync)))
        await connection.commit()
    await engine.dispose()


async def _make_roles(connection: Any, settings: Settings) -> None:
    attributes = {OWNER: "NOLOGIN", roles.GATEWAY: "LOGIN", roles.CORE: "LOGIN", roles.BACKUP: "LOGIN BYPASSRLS"}
    for role, what in attributes.items():
        await connection.execute(text(MAKE_ROLE.format(role=role, attributes=what)))
    for role in roles.ROLES:
        password = roles.role_password(role, settings).replace("'", "''")
        await connection.exec_driver_sql(f"ALTER ROLE {role} PASSWORD '{password}'")
    await connection.execute(text(f"GRANT {OWNER} TO CURRENT_USER"))
    database = (await connection.execute(text("SELECT quote_ident(current_database())"))).scalar_one()
    await connection.execute(text(f"GRANT CREATE ON DATABASE {database} TO {OWNER}"))
    await connection.execute(text(f"GRANT CREATE, USAGE ON SCHEMA public TO {OWNER} WITH GRANT OPTION"))
    await connection.commit()


def _compare(connection: Connection) -> list[Any]:
    diffs: list[Any] = []

    def gather(_: MigrationContext, __: object, directives: list[Any]) -> None:
        diffs.extend(directives[0].upgrade_ops.as_diffs())
        directives.clear()

    config = _config(connection)
    command.revision(config, autogenerate=True, process_revision_directives=gather)
    return diffs
