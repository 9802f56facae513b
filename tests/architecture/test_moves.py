"""A move of a campaign knows every table there is: a new one makes this fail until somebody says what becomes of it."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from services.core.moves import tables
from shared.db import rls
from tests.architecture import catalogue
from tests.support.databases import Database

SCHEMA = "expert_network."
HANGING = """
    WITH RECURSIVE hanging (oid) AS (
        SELECT 'expert_network.campaigns'::regclass::oid
        UNION SELECT k.conrelid FROM hanging h JOIN pg_constraint k ON k.confrelid = h.oid
            AND k.contype = 'f' AND k.confdeltype = 'c'
    )
    SELECT c.relname AS name FROM hanging h JOIN pg_class c ON c.oid = h.oid
"""
"""What is deleted with a campaign."""
NAMING = """
    SELECT DISTINCT n.nspname || '.' || c.relname AS name FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' AND NOT a.attisdropped
        AND a.attname IN ('campaign_id', 'expert_id', 'intake_id', 'screening_question_id')
"""
PLANTED = """
    CREATE TABLE expert_network.planted (workspace_id uuid NOT NULL, id uuid NOT NULL, {column},
        PRIMARY KEY (workspace_id, id))
"""
REFERENCE = "REFERENCES expert_network.campaigns (workspace_id, id) ON DELETE CASCADE"


async def findings(owner: asyncpg.Connection) -> list[str]:
    """Tables of which a move does not know what it ought to."""
    there = {name.removeprefix(SCHEMA) for name in await catalogue.workspace_tables(owner) if name.startswith(SCHEMA)}
    known = tables.MOVED.keys() | tables.STAYING.keys() | tables.MADE_ANEW.keys()
    hanging = {row["name"] for row in await owner.fetch(HANGING)}
    told = tables.MOVED.keys() | tables.MADE_ANEW.keys()
    naming = {row["name"].removeprefix(SCHEMA) for row in await owner.fetch(NAMING)}
    return [
        *(f"{name}: nobody says what becomes of it" for name in sorted(there - known)),
        *(f"{name}: there is no such table" for name in sorted(known - there)),
        *(
            f"{name}: is deleted with its campaign and not moved"
            for name in sorted(hanging - tables.HANGING.keys() - tables.MADE_ANEW.keys())
        ),
        *(f"{name}: moved, but left behind" for name in sorted(tables.HANGING.keys() - hanging)),
        *(f"{name}: names something of a campaign and is not moved" for name in sorted(naming - told)),
    ]


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection inside a transaction that is rolled back."""
    connection = await asyncpg.connect(database.owner_url)
    transaction = connection.transaction()
    await transaction.start()
    yield connection
    await transaction.rollback()
    await connection.close()


def test_no_table_is_said_to_move_and_to_stay() -> None:
    assert tables.MOVED.keys() & tables.STAYING.keys() == set()


async def test_a_move_knows_every_table(owner: asyncpg.Connection) -> None:
    assert await findings(owner) == []


async def test_what_is_referred_to_is_put_down_first(owner: asyncpg.Connection) -> None:
    order = list(tables.CARRIED)
    query = """
        SELECT k.conrelid::regclass::text AS own, k.confrelid::regclass::text AS other FROM pg_constraint k
        WHERE k.contype = 'f' AND k.conrelid <> k.confrelid
    """
    for key in await owner.fetch(query):
        own, other = key["own"].removeprefix(SCHEMA), key["other"].removeprefix(SCHEMA)
        if own in order and other in order:
            assert order.index(other) < order.index(own), f"{own} refers to {other}"


@pytest.mark.parametrize(
    ("column", "finding"),
    [
        ("note text", "planted: nobody says what becomes of it"),
        ("campaign_id uuid", "planted: names something of a campaign and is not moved"),
        ("expert_id uuid", "planted: names something of a campaign and is not moved"),
        (
            f"question uuid, FOREIGN KEY (workspace_id, question) {REFERENCE}",
            "planted: is deleted with its campaign and not moved",
        ),
    ],
)
async def test_a_planted_table_is_found(owner: asyncpg.Connection, column: str, finding: str) -> None:
    for statement in (PLANTED.format(column=column), *rls.protect("planted")):
        await owner.execute(statement)
    assert finding in await findings(owner)
