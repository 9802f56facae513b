"""Where the checkout is and where a stack keeps its data; and the option by which a command is told otherwise."""

from pathlib import Path
from typing import Annotated

import typer

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / ".canvass"

DataOption = Annotated[Path, typer.Option("--data", metavar="DIR", help="Where the stack keeps its data.")]
