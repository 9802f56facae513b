"""Every workspace table is closed by policy, and the check that says so finds what is not."""

from collections.abc import AsyncIterator

import asyncpg
import pytest

from shared.db import rls
from tests.architecture import catalogue
from tests.support.databases import Database

TABLE = (
    "CREATE TABLE expert_network.planted (workspace_id uuid NOT NULL, id uuid NOT NULL, PRIMARY KEY (workspace_id, id))"
)
PROTECTED = [TABLE, *rls.protect("planted")]
BY_CALLER = f"workspace_id = {rls.CALLER}"


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A superuser's connection inside a transaction that is rolled back."""
    connection = await asyncpg.connect(database.owner_url)
    transaction = connection.transaction()
    await transaction.start()
    await connection.execute("SET LOCAL ROLE canvass_owner")
    yield connection
    await transaction.rollback()
    await connection.close()


async def test_the_database_has_no_finding(owner: asyncpg.Connection) -> None:
    assert await catalogue.findings(owner) == []
    assert len(await catalogue.workspace_tables(owner)) >= 22


async def test_a_well_made_table_has_no_finding(owner: asyncpg.Connection) -> None:
    for statement in PROTECTED:
        await owner.execute(statement)
    assert await catalogue.findings(owner) == []


@pytest.mark.parametrize(
    ("statements", "finding"),
    [
        ([TABLE], "row-level security is not both enabled and forced"),
        ([*PROTECTED, "ALTER TABLE expert_network.planted NO FORCE ROW LEVEL SECURITY"], "enabled and forced"),
        ([*PROTECTED, "DROP POLICY workspace ON expert_network.planted"], "planted has no policy on the caller"),
        ([*PROTECTED, "ALTER POLICY workspace ON expert_network.planted WITH CHECK (true)"], "with check true"),
        ([*PROTECTED, "ALTER POLICY workspace ON expert_network.planted USING (true)"], "lets through true"),
        (
            [*PROTECTED, f"CREATE POLICY wide ON expert_network.planted FOR SELECT USING ({BY_CALLER} OR true)"],
            "policy wide lets through",
        ),
        (
            [*PROTECTED, f"CREATE POLICY part ON expert_network.planted FOR SELECT TO core_rw USING ({BY_CALLER})"],
            "policy part lets through",
        ),
        ([*PROTECTED, "CREATE UNIQUE INDEX planted_id ON expert_network.planted (id)"], "unique index planted_id"),
        (
            [*PROTECTED, "CREATE UNIQUE INDEX planted_text ON expert_network.planted ((id::text))"],
            "unique index planted_text",
        ),
        (
            [
                *PROTECTED,
                "CREATE TABLE expert_network.bare (id uuid PRIMARY KEY)",
                "ALTER TABLE expert_network.planted ADD FOREIGN KEY (id) REFERENCES expert_network.bare (id)",
            ],
            "foreign key planted_id_fkey does not begin with workspace_id at both ends",
        ),
        (["CREATE TABLE gateway.planted (id uuid PRIMARY KEY)"], "gateway.planted has no workspace_id uuid NOT NULL"),
        (["CREATE VIEW expert_network.seen AS SELECT 1 AS one"], "view expert_network.seen is not security_invoker"),
        (["CREATE MATERIALIZED VIEW expert_network.kept AS SELECT 1 AS one"], "materialised view expert_network.kept"),
        (
            ["CREATE FUNCTION expert_network.all() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"],
            "function expert_network.all is SECURITY DEFINER",
        ),
        (
            ["ALTER FUNCTION expert_network.settle_expert SET search_path = ''"],
            "function expert_network.settle_expert can be lent a caller's own types",
        ),
        (["RESET ROLE", 'GRANT SELECT (name) ON public."user" TO core_rw'], "core_rw holds ['SELECT'] on public.user"),
        (["GRANT TRUNCATE ON expert_network.projects TO core_rw"], "'TRUNCATE', 'UPDATE'] on expert_network.projects"),
        (
            ["GRANT SELECT ON expert_network.projects TO PUBLIC"],
            "gateway_rw holds ['SELECT'] on",
        ),
        (
            ["REVOKE DELETE ON expert_network.projects FROM core_rw"],
            "core_rw holds ['INSERT', 'SELECT', 'UPDATE'] on",
        ),
        (["GRANT UPDATE ON expert_network.projects TO backup_ro"], "backup_ro holds ['SELECT', 'UPDATE'] on"),
        (["GRANT CREATE ON SCHEMA expert_network TO core_rw"], "core_rw may create in expert_network"),
    ],
)
async def test_a_planted_fault_is_found(owner: asyncpg.Connection, statements: list[str], finding: str) -> None:
    for statement in statements:
        await owner.execute(statement)
    assert any(finding in found for found in await catalogue.findings(owner)), await catalogue.findings(owner)


@pytest.mark.parametrize(
    ("statement", "finding"),
    [
        ("ALTER ROLE core_rw BYPASSRLS", "core_rw has rolbypassrls"),
        ("ALTER ROLE gateway_rw SUPERUSER", "gateway_rw has rolsuper"),
        ("GRANT canvass_owner TO core_rw", "core_rw owns 0 objects and is in 1 roles"),
        ("ALTER TABLE expert_network.projects OWNER TO core_rw", "core_rw owns 1 objects"),
        ("ALTER ROLE canvass_owner BYPASSRLS", "tables belong to canvass_owner, whom row-level security does not stop"),
    ],
)
async def test_a_role_with_too_much_power_is_found(owner: asyncpg.Connection, statement: str, finding: str) -> None:
    await owner.execute("RESET ROLE")
    await owner.execute(statement)
    assert any(finding in found for found in await catalogue.findings(owner)), await catalogue.findings(owner)
