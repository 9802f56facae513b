"""`canvass audit`: a workspace's log written to a file, and such a file held against itself wherever it lies."""

import asyncio
import os
from pathlib import Path
from typing import Annotated, BinaryIO
from uuid import UUID

import asyncpg
import typer

from services.cli import places
from services.cli.stack import embedded, environment, services
from services.cli.stack.errors import StackError
from services.core.audit import lines
from services.core.audit import service as log
from services.core.audit.verification import Tampered
from services.core.audit.verification import verify as verify_log
from shared.contracts.principal import Principal, workspace_of
from shared.db.read import Reader
from shared.db.urls import plain_url
from shared.settings import Settings

app = typer.Typer(no_args_is_help=True)
Workspace = Annotated[
    str, typer.Option("--workspace", metavar="SLUG|ID", help="Whose log: an organization's slug, or a workspace's id.")
]
ORGANIZATION = "SELECT id FROM public.organization WHERE slug = $1 OR id = $1 ORDER BY slug = $1 DESC LIMIT 1"
Output = Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")]
File = Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="A log that was exported.")]
Key = Annotated[str | None, typer.Option("--public-key", metavar="HEX", help="The key it must be sealed with.")]


@app.callback()
def audit() -> None:
    """The log of what was done and decided in a workspace."""


@app.command()
def export(workspace: Workspace, output: Output, data: places.DataOption = places.DATA) -> None:
    """Write a workspace's log to a file, sealed: what it says can be proved without this installation."""
    given = _environment(data)
    url = given.get("DATABASE_URL") or embedded.url(data)
    try:
        workspace_id = asyncio.run(_found(url, workspace))
        with output.open("wb") as file:
            asyncio.run(_write(file, url, workspace_id, services.settings_of(given, Settings)))
    except asyncpg.UndefinedTableError as error:
        raise StackError("the database has no log yet: run canvass migrate, or canvass up") from error
    except (ConnectionError, TimeoutError, asyncpg.PostgresError) as error:
        raise StackError(f"the database does not answer: {error or type(error).__name__}") from error
    typer.echo(f"{output} holds the log of {workspace_id}")


@app.command()
def verify(file: File, public_key: Key = None) -> None:
    """Prove that an exported log is whole, or say which line is not and why. Needs no database and no settings."""
    try:
        with file.open("rb") as raw:
            found = verify_log(raw, public_key=public_key)
    except Tampered as fault:
        raise StackError(f"{file} is not as it was sealed: {fault}") from fault
    typer.echo(f"whole: {found.count} entries of workspace {found.workspace_id}, sealed {found.sealed_at}")
    typer.echo(f"last hash   {found.head or '(none)'}")
    typer.echo(f"sealed with {found.public_key}")
    if public_key is None:
        typer.echo("Whether that is this installation's key, canvass audit key tells; pass it with --public-key.")


@app.command()
def key(data: places.DataOption = places.DATA) -> None:
    """Print the public key of this installation's seals."""
    typer.echo(lines.public_key_of(log.key_of(services.settings_of(_environment(data), Settings))))


def _environment(data: Path) -> dict[str, str]:
    return environment.with_secrets(environment.read(places.ROOT, os.environ), data, ("INTERNAL_TOKEN_SECRET",))


async def _found(url: str, workspace: str) -> UUID:
    """The workspace of an organization, by its slug or id; any other UUID is a workspace's own."""
    connection = await asyncpg.connect(plain_url(url), timeout=10)
    try:
        organization = await connection.fetchval(ORGANIZATION, workspace)
    finally:
        await connection.close()
    if organization is not None:
        return workspace_of(user_id="", active_organization_id=organization)
    try:
        return UUID(workspace)
    except ValueError as error:
        raise StackError(f"there is no organization with the slug {workspace}, and it is no workspace's id") from error


async def _write(file: BinaryIO, url: str, workspace: UUID, settings: Settings) -> None:
    async with asyncpg.create_pool(plain_url(url), min_size=0, max_size=1, timeout=10) as pool:
        caller = Principal(user_id="", workspace_id=workspace)
        async for written in log.written(Reader(pool), caller, log.key_of(settings)):
            file.write(written)
