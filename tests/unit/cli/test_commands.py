"""The operator's command line: what it finds, what it refuses, and that a refusal is one line."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from services.cli import main, places
from services.cli.stack import env_file
from shared.db import head
from tests.support import settings
from tests.support.databases import Database

RUN = CliRunner()
NEWEST = head.code_head()


@pytest.fixture(autouse=True)
def _away_from_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No `.env` of the developer's has a say, and roles keep the passwords that the other tests log in with."""
    monkeypatch.setattr(places, "ROOT", tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("INTERNAL_TOKEN_SECRET", settings.INTERNAL_SECRET)


def test_every_command_is_listed() -> None:
    listed = RUN.invoke(main.app, ["--help"]).output
    assert all(name in listed for name in main.COMMANDS)


def test_an_unknown_command_is_refused() -> None:
    assert RUN.invoke(main.app, ["upp"]).exit_code == 2


def test_the_owners_url_is_that_of_the_environment_when_it_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://owner@elsewhere/canvass")
    assert RUN.invoke(main.app, ["db", "url"]).output == "postgresql://owner@elsewhere/canvass\n"


def test_a_foreseen_failure_is_one_line_and_status_1(tmp_path: Path) -> None:
    result = RUN.invoke(main.app, ["db", "url", "--data", str(tmp_path)])
    assert result.exit_code == 1
    assert result.output == f"canvass: there is no database in {tmp_path}/postgres yet\n"


def test_status_and_sql_at_once_are_refused() -> None:
    assert RUN.invoke(main.app, ["migrate", "--status", "--sql"]).exit_code == 2


def test_migrating_tells_what_it_did_and_where_the_database_stands(
    empty_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    total = len(list(head.VERSIONS.glob("[0-9]*.py")))

    def migrate(*words: str) -> list[str]:
        result = RUN.invoke(main.app, ["migrate", "--data", str(tmp_path), *words])
        assert result.exit_code == 0, result.output
        return result.output.splitlines()

    assert migrate("--status")[-1] == f"0 applied, {total} pending"
    assert migrate()[-1] == f"{total} applied"
    assert migrate() == ["nothing to do: none applied"]
    assert migrate("--down", "-1") == [f"rolled back {NEWEST}", "1 rolled back"]
    assert migrate("--status")[-1] == f"{total - 1} applied, 1 pending"


def test_a_revision_that_does_not_exist_is_one_line(
    own_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", own_database.owner_url)
    result = RUN.invoke(main.app, ["migrate", "--data", str(tmp_path), "--down", "0000_nowhere"])
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert "0000_nowhere" in result.output


def test_a_database_that_does_not_answer_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    result = RUN.invoke(main.app, ["migrate", "--data", str(tmp_path), "--status"])
    assert (result.exit_code, result.output.count("\n")) == (1, 1)
    assert result.output.startswith("canvass: the database does not answer: ")


def test_each_container_reads_its_own_login_and_only_the_secrets_it_needs(tmp_path: Path) -> None:
    for name in ("postgres", "migrate", "core", "gateway"):
        (tmp_path / name).mkdir()
    assert RUN.invoke(main.app, ["secrets", str(tmp_path)]).exit_code == 0
    core, gateway, migrate = (
        env_file.read(tmp_path / name / "settings.env") for name in ("core", "gateway", "migrate")
    )
    assert core["DATABASE_URL"] == f"postgresql://core_rw:{migrate['CORE_DB_PASSWORD']}@postgres:5432/canvass"
    assert gateway["DATABASE_URL"] == f"postgresql://gateway_rw:{migrate['GATEWAY_DB_PASSWORD']}@postgres:5432/canvass"
    assert (tmp_path / "postgres" / "password").read_text() in migrate["DATABASE_URL"]
    assert core["INTERNAL_TOKEN_SECRET"] == gateway["INTERNAL_TOKEN_SECRET"]
    assert set(core) == {"DATABASE_URL", "INTERNAL_TOKEN_SECRET"}
    assert set(gateway) == {"DATABASE_URL", "INTERNAL_TOKEN_SECRET", "BETTER_AUTH_SECRET"}


def test_secrets_stay_on_the_next_start_unless_another_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("postgres", "migrate", "core", "gateway"):
        (tmp_path / name).mkdir()
    RUN.invoke(main.app, ["secrets", str(tmp_path)])
    first = env_file.read(tmp_path / "gateway" / "settings.env")
    monkeypatch.setenv("BETTER_AUTH_SECRET", "it's $given and \\ kept # so")
    RUN.invoke(main.app, ["secrets", str(tmp_path)])
    assert env_file.read(tmp_path / "gateway" / "settings.env") == first | {
        "BETTER_AUTH_SECRET": "it's $given and \\ kept # so"
    }
