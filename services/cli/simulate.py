"""`canvass simulate`: a seeded world of vendors, people and calls, written down or played through the public API."""

import asyncio
import os
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import httpx2
import typer

from services.cli import places
from services.cli.simulation import prose, setting, visiting, writing
from services.cli.simulation.api import PATIENCE, Api, sign_in
from services.cli.simulation.playing import Player
from services.cli.stack import environment
from services.cli.stack.errors import StackError
from services.core.simulator import making
from services.core.simulator.personas import Writer
from services.core.simulator.world import DEFAULT_START, World

WHO = {"name": "Simulated Analyst", "email": "simulation@canvass.example", "password": "a simulation, not a secret"}

app = typer.Typer()


async def play(client: httpx2.AsyncClient, world: World, *, slug: str) -> tuple[setting.Ids, int]:
    """Play the world into a new organization of who is signed in; the server's ids, and how much was asked."""
    api = Api(client)
    await setting.found(api, name=f"Simulation {world.seed}", slug=slug)
    try:
        ids = await setting.prepare(api, world)
        await Player(api, world, ids).play()
    except* StackError as refusals:
        raise refusals.exceptions[0] from refusals
    return ids, api.asked


@app.command()
def simulate(
    seed: Annotated[int, typer.Option(help="The same seed makes the same world, to the byte.")] = 7,
    campaigns: Annotated[int, typer.Option(min=1, max=20)] = 5,
    weeks: Annotated[int, typer.Option(min=1, max=26)] = 6,
    start: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The world's first day.")] = datetime(
        DEFAULT_START.year, DEFAULT_START.month, DEFAULT_START.day, tzinfo=UTC
    ),
    url: Annotated[str, typer.Option(help="Where the gateway answers.")] = "http://127.0.0.1:8080",
    out: Annotated[Path | None, typer.Option(help="Also write documents and truth into this folder.")] = None,
    write: Annotated[Path | None, typer.Option(help="Only write documents and truth there; no stack is asked.")] = None,
    campaign: Annotated[
        str | None, typer.Option(metavar="ID", help="Play the vendors of this campaign, as --api-key sees it, instead.")
    ] = None,
    api_key: Annotated[str | None, typer.Option(envvar="CANVASS_API_KEY", help="For --campaign.")] = None,
    tempo: Annotated[float, typer.Option(min=0.0, help="Seconds an hour of a vendor's takes, for --campaign.")] = 1.0,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no model for answers, even if one is set.")] = False,
) -> None:
    """Bring a simulated world into a running stack, through the public API, as a new organization."""
    writer = _writer(seed, offline=offline)
    if campaign is not None:
        if write is not None:
            raise StackError("--write asks no stack, and --campaign plays into one: use --out to keep what is sent")
        _say_written(_visit(url, campaign, api_key, seed=seed, tempo=tempo, writer=writer), out)
        return
    try:
        world = making.make(seed, campaigns=campaigns, weeks=weeks, start=start.date(), writer=writer)
    except LookupError as error:
        raise StackError(str(error)) from error
    for folder in (out, write):
        _say_written(world, folder)
    if write is None:
        _bring(world, url)


def _say_written(world: World, folder: Path | None) -> None:
    if folder is not None:
        typer.echo(f"{writing.write(world, folder)} files in {folder}")


def _writer(seed: int, *, offline: bool) -> Writer | None:
    """The model that the settings name, None where answers are put together here; which of the two is said."""
    endpoint = None if offline else prose.configured(environment.read(places.ROOT, os.environ))
    if endpoint is None:
        typer.echo("answers are written offline" + ("" if offline else f": {prose.BASE_URL} is not set"), err=True)
        return None
    typer.echo(f"answers are written by {endpoint.model} at {endpoint.base_url}", err=True)
    return prose.ChatWriter(endpoint, seed=seed)


def _bring(world: World, url: str) -> None:
    if world.ends_at > datetime.now(UTC):
        raise StackError(f"this world ends on {world.ends_at:%Y-%m-%d}: what is played has to have happened already")
    began = time.monotonic()
    asked = asyncio.run(_played(world, url))
    took = time.monotonic() - began
    typer.echo(
        f"{len(world.campaigns)} campaigns, {len(world.offers)} offers, {len(world.calls)} calls: "
        f"{asked} requests in {took:.1f} s"
    )


def _visit(url: str, campaign: str, key: str | None, *, seed: int, tempo: float, writer: Writer | None) -> World:
    if not key:
        raise StackError("--campaign needs --api-key: a key of the workspace the campaign is in")

    async def visited() -> World:
        async with httpx2.AsyncClient(base_url=url, timeout=PATIENCE, headers={"x-api-key": key}) as client:
            return await visiting.visit(Api(client), campaign, seed=seed, tempo=tempo, writer=writer)

    try:
        world = asyncio.run(visited())
    except httpx2.TransportError as error:
        raise _silent(url, error) from error
    typer.echo(f"{len(world.offers)} offers in {len(world.documents)} messages")
    return world


def _silent(url: str, error: httpx2.TransportError) -> StackError:
    return StackError(f"nothing answers at {url}: {error or type(error).__name__}; start it with infra/up")


async def _played(world: World, url: str) -> int:
    async with httpx2.AsyncClient(base_url=url, timeout=PATIENCE) as client:
        try:
            await sign_in(client, **WHO)
            _, asked = await play(client, world, slug=f"simulation-{world.seed}-{uuid4().hex[:12]}")
        except httpx2.TransportError as error:
            raise _silent(url, error) from error
    return asked
