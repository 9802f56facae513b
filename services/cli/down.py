"""`canvass down`: stops the stack that holds a data directory, however it was started."""

import typer

from services.cli import places
from services.cli.stack import detached

app = typer.Typer()


@app.command()
def down(data: places.DataOption = places.DATA) -> None:
    """Stop the stack that runs on the data directory."""
    pid = detached.stop(data)
    typer.echo(f"stopped (pid {pid})" if pid else f"nothing runs on {data}")
