"""`canvass migrate`: brings the database to the code's schema, shows where it stands, or rolls it back."""

import asyncio
import os
from collections.abc import Coroutine
from typing import Annotated, TypeVar

import asyncpg
import typer
from alembic.util import CommandError
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from services.cli import places
from services.cli.stack import embedded, environment, services
from services.cli.stack.errors import StackError
from shared.db import migrations
from shared.settings import Settings

app = typer.Typer()
Answer = TypeVar("Answer")


@app.command()
def migrate(
    data: places.DataOption = places.DATA,
    status: Annotated[bool, typer.Option("--status", help="List what is applied and what is pending.")] = False,
    down: Annotated[str, typer.Option("--down", metavar="REV", help="Roll back to REV; -1: by one; base: all.")] = "",
    sql: Annotated[bool, typer.Option("--sql", help="Print all migrations as SQL and touch nothing.")] = False,
) -> None:
    """Apply every pending migration. Several runs at once wait for each other."""
    if status + sql + bool(down) > 1:
        raise typer.BadParameter("choose one of --status, --down and --sql")
    if sql:
        typer.echo(migrations.sql())
        return
    given = environment.with_secrets(environment.read(places.ROOT, os.environ), data, ("INTERNAL_TOKEN_SECRET",))
    owner_url = given.get("DATABASE_URL") or embedded.url(data)
    if status:
        _show(_answer(migrations.status(owner_url)))
    elif down:
        _tell("rolled back", _answer(migrations.downgrade(owner_url, services.settings_of(given, Settings), down)))
    else:
        _tell("applied", _answer(migrations.upgrade(owner_url, services.settings_of(given, Settings))))


def _show(found: migrations.Status) -> None:
    table = Table("migration", "state")
    for name in found.applied:
        table.add_row(name, "applied")
    for name in found.pending:
        table.add_row(name, "[yellow]pending[/yellow]")
    console = Console()
    console.print(table)
    console.print(f"{len(found.applied)} applied, {len(found.pending)} pending")


def _tell(done: str, names: list[str]) -> None:
    for name in names:
        typer.echo(f"{done} {name}")
    typer.echo(f"{len(names)} {done}" if names else f"nothing to do: none {done}")


def _answer(work: Coroutine[None, None, Answer]) -> Answer:
    try:
        return asyncio.run(work)
    except CommandError as error:
        raise StackError(str(error)) from error
    except (OSError, TimeoutError, asyncpg.PostgresError, DBAPIError) as error:
        raise StackError(f"the database does not answer: {error or type(error).__name__}") from error
