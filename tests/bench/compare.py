"""Compares reads through the gateway with the same reads of a plain service on the same machine, and holds the bars.

`python -m tests.bench.compare [--rounds 5] [--seconds 3] [--json FILE]`; ends with 1 below a bar. No part of the tests.
"""

import statistics
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from shared.security import internal_token
from tests.bench import load, stage
from tests.bench.load import LoadError, Target
from tests.bench.stage import Stage

PAGE = "limit=50"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One read, ours against the plain service's, and how many times as fast ours has to be."""

    name: str
    ours: str
    plain: str
    bar: float


COMPARISONS = (
    Comparison("campaign by id", "gateway by id", "plain by id", 2.5),
    Comparison("page of 50 campaigns", "gateway page", "plain page", 4.0),
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """What came of a comparison: the ratios of its rounds, least, middle and greatest."""

    name: str
    bar: float
    least: float
    middle: float
    greatest: float

    @property
    def holds(self) -> bool:
        """Whether the middle one reaches the bar."""
        return self.middle >= self.bar


def targets(on: Stage) -> list[Target]:
    """What is measured in each round, in this order; the same read of each side follows the other."""
    ours, plain = {"cookie": on.cookie}, {"x-workspace-id": str(on.principal.workspace_id)}
    core = {internal_token.HEADER: on.token}
    return [
        Target("gateway by id", f"{on.gateway}/api/campaigns/{on.campaign_id}", ours),
        Target("plain by id", f"{on.baseline}/campaigns/{on.campaign_id}", plain),
        Target("core by id", f"{on.core}/api/campaigns/{on.campaign_id}", core),
        Target("gateway page", f"{on.gateway}/api/campaigns?{PAGE}", ours),
        Target("plain page", f"{on.baseline}/campaigns?{PAGE}", plain),
        Target("core page", f"{on.core}/api/campaigns?{PAGE}", core),
    ]


def measure(on: Stage, *, rounds: int, seconds: int, console: Console) -> dict[str, list[float]]:
    """Requests a second of each target in each round. Raises LoadError."""
    for target in targets(on):
        load.rate(target, seconds=1)
    rates: dict[str, list[float]] = {}
    for number in range(1, rounds + 1):
        with console.status(f"round {number} of {rounds}"):
            for target in targets(on):
                rates.setdefault(target.name, []).append(load.rate(target, seconds=seconds))
    return rates


def ratios(rates: dict[str, list[float]]) -> list[Ratio]:
    """Each comparison, round by round."""
    found = []
    for each in COMPARISONS:
        values = [ours / plain for ours, plain in zip(rates[each.ours], rates[each.plain], strict=True)]
        found.append(Ratio(each.name, each.bar, min(values), statistics.median(values), max(values)))
    return found


def show(console: Console, rates: dict[str, list[float]], found: list[Ratio]) -> None:
    """Two tables for people."""
    figures = Table("requests a second", "min", "median", "max")
    for name, values in rates.items():
        figures.add_row(name, *(f"{value:,.0f}" for value in (min(values), statistics.median(values), max(values))))
    console.print(figures)
    compared = Table("through the gateway ÷ plain", "min", "median", "max", "at least", "")
    for ratio in found:
        middle = (f"{value:.2f}" for value in (ratio.least, ratio.middle, ratio.greatest, ratio.bar))
        compared.add_row(ratio.name, *middle, "holds" if ratio.holds else "[bold red]below")
    console.print(compared)


def main(
    rounds: Annotated[int, typer.Option(min=1, help="How often each read is measured, in turn")] = 5,
    seconds: Annotated[int, typer.Option(min=1, max=9, help="How long each time")] = 3,
    json: Annotated[Path | None, typer.Option(help="Where to leave the figures")] = None,
) -> None:
    """Measure, print, leave the figures, and end with 1 when a bar is missed."""
    console = Console()
    try:
        load.find_wrk()
        with stage.raised() as on:
            rates = measure(on, rounds=rounds, seconds=seconds, console=console)
    except LoadError as error:
        console.print(f"[bold red]{error}")
        raise typer.Exit(2) from error
    found = ratios(rates)
    show(console, rates, found)
    if json is not None:
        json.write_bytes(orjson.dumps({"rates": rates, "ratios": [asdict(ratio) for ratio in found]}))
    if not all(ratio.holds for ratio in found):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
