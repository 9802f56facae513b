"""`canvass admin`: who administers the installation; how the first admin comes to be."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar

import asyncpg
import typer

from services.cli import admins, places
from services.cli.stack import embedded, environment
from services.cli.stack.errors import StackError
from shared.db.urls import plain_url

app = typer.Typer(no_args_is_help=True)
Answer = TypeVar("Answer")
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="The address of somebody who has signed up.")]


@app.callback()
def admin() -> None:
    """The admins of the whole installation, not of a workspace."""


@app.command()
def grant(email: Email, data: places.DataOption = places.DATA) -> None:
    """Make somebody an admin."""
    changed = _answer(data, lambda connection: admins.grant(connection, email))
    typer.echo(f"{email} {'is an admin now' if changed else 'was an admin already'}")


@app.command()
def revoke(email: Email, data: places.DataOption = places.DATA) -> None:
    """Make somebody an admin no longer."""
    changed = _answer(data, lambda connection: admins.revoke(connection, email))
    typer.echo(f"{email} {'is no admin any more' if changed else 'was no admin'}")


@app.command(name="list")
def list_(data: places.DataOption = places.DATA) -> None:
    """Print the admins, one address a line."""
    for email in _answer(data, admins.emails):
        typer.echo(email)


def _answer(data: places.DataOption, ask: Callable[[asyncpg.Connection], Awaitable[Answer]]) -> Answer:
    given = environment.read(places.ROOT, os.environ).get("DATABASE_URL")
    try:
        return asyncio.run(_asked(given or embedded.url(data), ask))
    except admins.Unknown as error:
        raise StackError(str(error)) from error
    except asyncpg.UndefinedTableError as error:
        raise StackError("the database has no tables yet: run canvass migrate, or canvass up") from error
    except (OSError, TimeoutError, asyncpg.PostgresError) as error:
        raise StackError(f"the database does not answer: {error or type(error).__name__}") from error


async def _asked(url: str, ask: Callable[[asyncpg.Connection], Awaitable[Answer]]) -> Answer:
    connection = await asyncpg.connect(plain_url(url), timeout=10)
    try:
        return await ask(connection)
    finally:
        await connection.close()
