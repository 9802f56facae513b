"""`canvass db`: how to reach the database as its owner."""

import os

import typer

from services.cli import places
from services.cli.stack import embedded, environment

app = typer.Typer(no_args_is_help=True)


@app.callback()
def db() -> None:
    """The database behind the stack."""


@app.command()
def url(data: places.DataOption = places.DATA) -> None:
    """Print the owner's connection URL: DATABASE_URL if that is set, else the embedded database's."""
    given = environment.read(places.ROOT, os.environ).get("DATABASE_URL")
    typer.echo(given or embedded.url(data))
