"""Identity tables that a BetterAuth server made are taken as they are: what they lack is added, nothing is changed."""

import asyncpg
import pytest

from shared.db import migrations
from tests.migrations import schema
from tests.support import databases, settings

THEIRS = (
    """
        CREATE TABLE "user" (id text NOT NULL PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE,
            "emailVerified" boolean NOT NULL, image text, "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
            "updatedAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL, role text, banned boolean, theme jsonb)
    """,
    """
        CREATE TABLE session (id text NOT NULL PRIMARY KEY, "expiresAt" timestamptz NOT NULL,
            token text NOT NULL UNIQUE, "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
            "updatedAt" timestamptz NOT NULL, "ipAddress" text, "userAgent" text,
            "userId" text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE, "activeOrganizationId" text)
    """,
    """
        CREATE TABLE account (id text NOT NULL PRIMARY KEY, "accountId" text NOT NULL, "providerId" text NOT NULL,
            "userId" text NOT NULL REFERENCES "user" (id) ON DELETE CASCADE, "accessToken" text, "refreshToken" text,
            "idToken" text, "accessTokenExpiresAt" timestamptz, "refreshTokenExpiresAt" timestamptz, scope text,
            password text, "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL, "updatedAt" timestamptz NOT NULL)
    """,
    """
        CREATE TABLE verification (id text NOT NULL PRIMARY KEY, identifier text NOT NULL, value text NOT NULL,
            "expiresAt" timestamptz NOT NULL, "createdAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL,
            "updatedAt" timestamptz DEFAULT CURRENT_TIMESTAMP NOT NULL)
    """,
    'CREATE INDEX "session_userId_idx" ON session ("userId")',
    'CREATE INDEX "account_userId_idx" ON account ("userId")',
    "CREATE INDEX verification_identifier_idx ON verification (identifier)",
    """INSERT INTO "user" (id, name, email, "emailVerified") VALUES ('u1', 'Ada', 'ada@example.com', true)""",
)


async def shape(owner_url: str) -> list[str]:
    """Everything `public` defines but who may use it: granting is no change of a table."""
    return [line.partition(" acl ")[0] for line in await schema.dump(owner_url, ("public",))]


async def make_theirs(owner_url: str, statements: tuple[str, ...] = THEIRS) -> None:
    """What the other server has already made, as its own login."""
    connection = await asyncpg.connect(owner_url)
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def test_tables_that_exist_are_taken_as_they_are(empty_database: str) -> None:
    await make_theirs(empty_database)
    before = await shape(empty_database)
    await databases.migrate(empty_database)
    assert set(before) <= set(await shape(empty_database))
    connection = await asyncpg.connect(empty_database)
    assert await connection.fetchval("""SELECT name FROM "user" WHERE id = 'u1'""") == "Ada"
    for table in ("user", "session", "account", "verification", "organization", "apikey"):
        for privilege in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            held = "SELECT has_table_privilege('gateway_rw', $1, $2)"
            assert await connection.fetchval(held, f'public."{table}"', privilege), (table, privilege)
    await connection.close()


async def test_rolling_back_leaves_them_where_they_were(empty_database: str) -> None:
    await make_theirs(empty_database)
    before = await shape(empty_database)
    await databases.migrate(empty_database)
    async with databases.alone(empty_database):
        await migrations.downgrade(empty_database, settings.SETTINGS, "base")
    assert set(before) <= set(await shape(empty_database))
    connection = await asyncpg.connect(empty_database)
    assert await connection.fetchval("""SELECT count(*) FROM "user" """) == 1
    await connection.close()


@pytest.mark.parametrize("made", [THEIRS[:1], THEIRS[:2], (*THEIRS[:4], THEIRS[-1])])
async def test_what_they_lack_is_added_and_the_rest_left(empty_database: str, made: tuple[str, ...]) -> None:
    await make_theirs(empty_database, made)
    before = await shape(empty_database)
    await databases.migrate(empty_database)
    assert set(before) <= set(await shape(empty_database))


async def test_a_column_added_to_them_is_never_one_they_would_have_to_write(empty_database: str) -> None:
    await make_theirs(empty_database)
    before = set(await shape(empty_database))
    await databases.migrate(empty_database)
    tables = ("user", "session", "account", "verification")
    columns = tuple(f"column public.{table}." for table in tables)
    added = [line for line in await shape(empty_database) if line not in before and line.startswith(columns)]
    assert len(added) == 3
    assert not [line for line in added if "not null" in line]
