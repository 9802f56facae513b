"""A row for any table, made from the catalogue alone: what isolation tests put in tables they know nothing of."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import asyncpg

VALUES: dict[str, Any] = {
    "uuid": lambda: f"'{uuid4()}'",
    "text": lambda: f"'{uuid4()}'",
    "date": lambda: "'2026-03-02'",
    "time without time zone": lambda: "'09:30'",
    "timestamp with time zone": lambda: "now()",
    "boolean": lambda: "true",
    "bytea": lambda: "'\\x00'",
    "jsonb": lambda: "'{}'",
    "tstzrange": lambda: "'[2026-03-02 09:00+00, 2026-03-02 10:00+00)'",
}
CHOSEN = {
    "currency": "'EUR'",
    "duration_minutes": "60",
    "fingerprint": "'a'",
    "text_hash": f"'{'0' * 64}'",
    "other_fingerprint": "'b'",
    "region": "'Europe'",
    "person_id": "'00000000-0000-4000-8000-000000000001'",
    "other_person_id": "'00000000-0000-4000-8000-000000000002'",
}
"""Values for columns that a check constrains."""

REQUIRED = """
    SELECT a.attname AS column, format_type(a.atttypid, NULL) AS type, t.typtype = 'e' AS is_enum,
        (SELECT quote_literal(min(e.enumlabel)) FROM pg_enum e WHERE e.enumtypid = t.oid) AS word
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
        AND (NOT a.atthasdef OR a.attname = 'workspace_id') AND a.attidentity = '' AND a.attgenerated = ''
    ORDER BY a.attnum
"""


async def insertion(connection: asyncpg.Connection, table: str, workspace: UUID) -> str:
    """An INSERT of one new row of that workspace, with as little in it as the table takes."""
    values = {row["column"]: _value(row) for row in await connection.fetch(REQUIRED, table)}
    values["workspace_id"] = f"'{workspace}'"
    names = ", ".join(f'"{name}"' for name in values)
    return f"INSERT INTO {table} ({names}) VALUES ({', '.join(values.values())})"


async def fill(connection: asyncpg.Connection, tables: list[str], workspace: UUID) -> None:
    """One row of the workspace in each table. The login must be a superuser's: references are not looked at."""
    async with connection.transaction():
        await connection.execute("SET LOCAL session_replication_role = replica")
        for table in tables:
            await connection.execute(await insertion(connection, table, workspace))


def _value(column: Mapping[str, Any]) -> str:
    if chosen := CHOSEN.get(column["column"]):
        return chosen
    if column["is_enum"]:
        return str(column["word"])
    return str(VALUES.get(column["type"], lambda: "1")())
