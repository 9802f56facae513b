"""`canvass up`: the whole stack on this machine, its database included."""

import os
from typing import Annotated

import typer

from services.cli import places
from services.cli.stack import detached, flow
from services.cli.stack.terminal import Terminal

app = typer.Typer()


@app.command()
def up(
    data: places.DataOption = places.DATA,
    port: Annotated[int, typer.Option(min=1, max=65_535, help="The gateway's port.")] = 8080,
    demo: Annotated[bool, typer.Option("--demo", help="Play the sample files and print the shortlist.")] = False,
    detach: Annotated[bool, typer.Option("--detach", help="Return once it is ready; stop it with down.")] = False,
) -> None:
    """Start database, core, worker and gateway; stop them all with Ctrl-C."""
    plan = flow.Plan(root=places.ROOT, data=data, port=port, demo=demo)
    run = detached.run if detach else flow.run
    run(plan, os.environ, Terminal())
