"""`canvass admin`: the first admin is made on the command line, by the address they signed up with."""

import asyncio
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from typer.testing import CliRunner, Result

from services.cli.main import app
from tests.support.databases import Database

RUN = CliRunner()
INSERT = """
    INSERT INTO public."user" (id, name, email, "emailVerified", role) VALUES ($1, 'Ada', $2, false, $3)
"""


@pytest.fixture
def at(database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """The database that the commands work on."""
    monkeypatch.setenv("DATABASE_URL", database.owner_url)
    return database


def fetch(database: Database, statement: str, *arguments: object) -> list[asyncpg.Record]:
    async def asked() -> list[asyncpg.Record]:
        connection = await asyncpg.connect(database.owner_url)
        try:
            rows: list[asyncpg.Record] = await connection.fetch(statement, *arguments)
            return rows
        finally:
            await connection.close()

    return asyncio.run(asked())


def person(database: Database, role: str | None = "user") -> str:
    """The address of somebody new."""
    id_ = uuid4().hex
    fetch(database, INSERT, id_, f"{id_}@example.com", role)
    return f"{id_}@example.com"


def role_of(database: Database, email: str) -> str:
    return str(fetch(database, 'SELECT role FROM public."user" WHERE email = $1', email)[0]["role"])


def canvass(*arguments: str) -> Result:
    return RUN.invoke(app, ["admin", *arguments])


@pytest.mark.parametrize(("role", "granted"), [("user", "admin"), (None, "admin"), ("tester", "tester,admin")])
def test_grant_adds_the_role_and_list_shows_it(at: Database, role: str | None, granted: str) -> None:
    email = person(at, role)
    told = canvass("grant", email.upper())
    assert (told.exit_code, told.stdout) == (0, f"{email.upper()} is an admin now\n")
    assert role_of(at, email) == granted
    assert email in canvass("list").stdout.splitlines()
    assert canvass("grant", email).stdout == f"{email} was an admin already\n"
    assert role_of(at, email) == granted


@pytest.mark.parametrize(("role", "left"), [("admin", "user"), ("tester,admin", "tester")])
def test_revoke_takes_the_role_and_nothing_else(at: Database, role: str, left: str) -> None:
    email = person(at, role)
    assert canvass("revoke", email).stdout == f"{email} is no admin any more\n"
    assert role_of(at, email) == left
    assert email not in canvass("list").stdout.splitlines()
    assert canvass("revoke", email).stdout == f"{email} was no admin\n"


@pytest.mark.parametrize("command", ["grant", "revoke"])
def test_an_unknown_address_is_said_to_be_unknown(at: Database, command: str) -> None:
    told = canvass(command, "nobody@example.com")
    assert told.exit_code == 1
    assert told.stderr == "canvass: nobody has signed up as nobody@example.com: sign up first, then grant\n"


def test_revoke_ends_their_sessions_in_others_places(at: Database) -> None:
    admin, ada = person(at, "admin"), person(at)
    insert = """INSERT INTO public.session (id, token, "userId", "impersonatedBy", "expiresAt", "updatedAt")
        SELECT $1, $1, a.id, r.id, now() + interval '1 hour', now() FROM public."user" a, public."user" r
        WHERE a.email = $2 AND r.email = $3"""
    token = uuid4().hex
    fetch(at, insert, token, ada, admin)
    assert fetch(at, "SELECT 1 FROM public.session WHERE token = $1", token)
    assert canvass("revoke", admin).exit_code == 0
    assert not fetch(at, "SELECT 1 FROM public.session WHERE token = $1", token)


def test_a_database_without_tables_is_said_to_need_them(empty_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    told = canvass("list")
    assert (told.exit_code, told.stderr) == (
        1,
        "canvass: the database has no tables yet: run canvass migrate, or canvass up\n",
    )


def test_a_database_that_is_away_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    told = canvass("list")
    assert told.exit_code == 1
    assert told.stderr.startswith("canvass: the database does not answer: ")


def test_without_a_database_the_embedded_one_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    told = canvass("list", "--data", str(tmp_path))
    assert told.exit_code == 1
    assert str(tmp_path) in told.stderr


def test_grant_and_revoke_are_told_on_the_audit_trail(at: Database) -> None:
    email = person(at)
    canvass("grant", email)
    canvass("revoke", email)
    told = "SELECT action, details FROM gateway.audit_events WHERE subject_id = $1 ORDER BY workspace_id, occurred_at"
    rows = fetch(at, told, email.partition("@")[0])
    assert [row["action"] for row in rows] == ["grant_admin", "revoke_admin"] * 2
    assert {row["details"] for row in rows} == {'{"by": "command line"}'}
