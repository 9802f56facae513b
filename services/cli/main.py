"""The operator's command line. A command's module is read only when it is called, so that `up` starts at once."""

import errno
import importlib
from typing import Any

import typer
from typer.core import TyperGroup

from services.cli.stack.errors import StackError

COMMANDS = {
    "up": "services.cli.up",
    "down": "services.cli.down",
    "demo": "services.cli.demo",
    "migrate": "services.cli.migrate",
    "db": "services.cli.db",
    "secrets": "services.cli.secrets",
    "admin": "services.cli.admin",
    "simulate": "services.cli.simulate",
    "audit": "services.cli.audit",
}


class Commands(TyperGroup):
    """Finds a command by its name, and turns an expected failure into one line and status 1."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every name there is."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of that name, its module read now; None if there is no such."""
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(importlib.import_module(COMMANDS[cmd_name]).app)
        command.name = cmd_name
        return command

    def invoke(self, ctx: Any) -> Any:
        """Run the command. A failure that was foreseen is said in one line."""
        try:
            return super().invoke(ctx)
        except StackError as error:
            _fail(str(error))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
            _fail(f"no room left on the disk of {error.filename or 'the data directory'}")


def _fail(reason: str) -> None:
    typer.echo(f"canvass: {reason}", err=True)
    raise typer.Exit(1)


app = typer.Typer(cls=Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def canvass() -> None:
    """Expert-network research: vendors' files in, one shortlist out."""
