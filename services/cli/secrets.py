"""`canvass secrets`: what the containers of docker-compose.yml read, each its own part, made on the first start."""

import os
from collections.abc import Mapping
from pathlib import Path

import typer

from services.cli.stack import env_file, environment

app = typer.Typer()

OWNERS_PASSWORD = "POSTGRES_PASSWORD"  # noqa: S105
MADE = (*environment.SECRETS, *environment.OWNERS_ONLY, OWNERS_PASSWORD)
FILE = "settings.env"


@app.command()
def secrets(directory: Path) -> None:
    """Write one directory per container below DIRECTORY. What is there stays, unless the environment gives another."""
    given = {name: os.environ[name] for name in environment.SECRETS if os.environ.get(name)}
    kept = env_file.with_secrets(directory / "migrate" / "made.env", MADE, given)
    for name, values in parts(kept).items():
        env_file.write(directory / name / FILE, values)
    password = directory / "postgres" / "password"
    if not password.exists():
        password.write_text(kept[OWNERS_PASSWORD])
        password.chmod(0o444)  # PostgreSQL's user has another number in its image, which alone mounts this volume
    typer.echo("each container has its secrets")


def parts(kept: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Who reads what: a database login of one's own, and no secret that one has no use for."""
    internal = {"INTERNAL_TOKEN_SECRET": kept["INTERNAL_TOKEN_SECRET"]}
    passwords = {name: kept[name] for name in environment.OWNERS_ONLY}
    return {
        "migrate": {"DATABASE_URL": _url("canvass", kept[OWNERS_PASSWORD])} | internal | passwords,
        "core": {"DATABASE_URL": _url("core_rw", kept["CORE_DB_PASSWORD"])} | internal,
        "gateway": {"DATABASE_URL": _url("gateway_rw", kept["GATEWAY_DB_PASSWORD"])}
        | internal
        | {"BETTER_AUTH_SECRET": kept["BETTER_AUTH_SECRET"]},
    }


def _url(role: str, password: str) -> str:
    return f"postgresql://{role}:{password}@postgres:5432/canvass"
