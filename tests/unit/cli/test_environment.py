"""Where the stack's settings come from, and who gets which."""

from pathlib import Path

import pytest

from services.cli.stack import environment, services
from services.cli.stack.errors import StackError
from services.gateway.settings import GatewaySettings

STRONG = "0f9e8d7c6b5a49382716" * 3


def test_the_environment_wins_over_the_env_file_even_when_it_is_empty(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("CORE_URL=http://file\nDATABASE_URL=postgresql://file\nLOG_LEVEL=\n")
    read = environment.read(tmp_path, {"DATABASE_URL": ""})
    assert read == {"CORE_URL": "http://file", "DATABASE_URL": ""}


def test_secrets_are_made_once_and_kept_for_the_owners_eyes(tmp_path: Path) -> None:
    first = environment.with_secrets({}, tmp_path / "data")
    assert environment.with_secrets({}, tmp_path / "data") == first
    assert len(first["BETTER_AUTH_SECRET"]) >= 32
    assert first["BETTER_AUTH_SECRET"] != first["INTERNAL_TOKEN_SECRET"]
    assert (tmp_path / "data" / "secrets.env").stat().st_mode & 0o777 == 0o600


def test_a_secret_that_is_given_is_used(tmp_path: Path) -> None:
    found = environment.with_secrets({"BETTER_AUTH_SECRET": "given"}, tmp_path)
    assert found["BETTER_AUTH_SECRET"] == "given"
    assert found["INTERNAL_TOKEN_SECRET"]


def test_nothing_is_written_when_every_secret_is_given(tmp_path: Path) -> None:
    environment.with_secrets({"BETTER_AUTH_SECRET": "a", "INTERNAL_TOKEN_SECRET": "b"}, tmp_path / "data")
    assert not (tmp_path / "data").exists()


def test_production_is_given_no_secret_and_says_which_one_it_lacks(tmp_path: Path) -> None:
    given = {"ENVIRONMENT": "production", "INTERNAL_TOKEN_SECRET": STRONG}
    with pytest.raises(StackError, match="BETTER_AUTH_SECRET needs at least 32 characters"):
        services.settings_of(environment.with_secrets(given, tmp_path), GatewaySettings)


def test_a_value_of_the_wrong_kind_is_one_clear_line() -> None:
    with pytest.raises(StackError, match="PORT Input should be a valid integer"):
        services.settings_of({"PORT": "eighty"}, GatewaySettings)


def test_each_service_has_its_own_role_and_nobody_elses_password() -> None:
    given = {"INTERNAL_TOKEN_SECRET": STRONG, "CORE_DB_PASSWORD": "corepw", "GATEWAY_DB_PASSWORD": "gatepw"}
    stack = services.all_of(given, "postgresql://canvass:ownerpw@127.0.0.1:1/canvass", 8080, 8000)
    by_name = {service.name: service.environment for service in stack}
    assert by_name["core"]["DATABASE_URL"] == "postgresql://core_rw:corepw@127.0.0.1:1/canvass"
    assert by_name["worker"]["DATABASE_URL"] == by_name["core"]["DATABASE_URL"]
    assert by_name["gateway"]["DATABASE_URL"] == "postgresql://gateway_rw:gatepw@127.0.0.1:1/canvass"
    assert by_name["gateway"]["CORE_URL"] == "http://127.0.0.1:8000"
    assert "gatepw" not in str(by_name["core"])
    assert "corepw" not in str(by_name["gateway"])
    assert "ownerpw" not in str(by_name)


def test_the_public_address_follows_the_port_unless_it_is_given() -> None:
    owner = "postgresql://o@h/d"
    chosen = services.all_of({}, owner, 9000, 8000)[-1].environment["BETTER_AUTH_URL"]
    given = services.all_of({"BETTER_AUTH_URL": "https://canvass.example"}, owner, 9000, 8000)[-1].environment
    assert (chosen, given["BETTER_AUTH_URL"]) == ("http://127.0.0.1:9000", "https://canvass.example")
