"""Which migration the code expects and which one the database has; light enough for every start and health check."""

from pathlib import Path

import asyncpg

VERSIONS = Path(__file__).resolve().parents[2] / "alembic" / "versions"


def code_head() -> str:
    """The newest migration this checkout has."""
    return max(path.stem for path in VERSIONS.glob("[0-9]*.py"))


async def database_head(connection: asyncpg.Connection) -> str | None:
    """The newest migration the database has, or None for an empty one."""
    if await connection.fetchval("SELECT to_regclass('expert_network.alembic_version')") is None:
        return None
    head: str | None = await connection.fetchval("SELECT version_num FROM expert_network.alembic_version")
    return head
