"""How long lists, searches and reports take in a workspace of 100,000 offers: python -m tests.bench.desk [WORD …].

Asks a core process of its own, one request at a time, each several times; words choose the paths that hold one of them.
Prints the slowest and how many exceed the bar, and ends with 1 if any does. Not part of the test run.
"""

import asyncio
import statistics
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from uuid import UUID

import httpx2

from services.cli.stack import ports, services
from shared.contracts.principal import Principal
from shared.security import internal_token
from tests.bench import stage
from tests.bench.desk import asked, rows
from tests.bench.desk.asked import Asked
from tests.support import databases, settings

BAR_MS, FILE_BAR_MS = 200.0, 1000.0
"""For what is shown on a screen, and for a file of a whole campaign to keep."""
TIMES, MORE = 12, 60
"""How often each is asked, and those that are not far below the bar, so that their p95 is not merely their worst."""
SHOWN = 40
CALLER = Principal("bench", UUID("00000000-0000-4000-8000-00000000be4c"), "owner")


@dataclass(frozen=True, slots=True)
class Figure:
    """A request with its milliseconds."""

    asked: Asked
    status: int
    median: float
    p95: float
    kilobytes: float

    @property
    def is_slow(self) -> bool:
        """Whether it exceeds its bar."""
        return self.p95 > (FILE_BAR_MS if self.asked.path.endswith((".csv", ".xlsx")) else BAR_MS)


def main(words: list[str]) -> int:
    """Fill, ask, print."""
    with ExitStack() as stack:
        owner_url = stack.enter_context(databases.template(stack.enter_context(databases.server())))
        began = time.monotonic()
        asyncio.run(rows.fill(owner_url, CALLER.workspace_id))
        sys.stdout.write(f"filled in {time.monotonic() - began:.0f} s\n")
        core, unused = ports.any_free(), ports.any_free()
        (service,) = [
            each for each in services.all_of(stage.ENVIRONMENT, owner_url, unused, core) if each.name == "core"
        ]
        stage.start(stack, service)
        with httpx2.Client(base_url=f"http://{ports.LOOPBACK}:{core}", timeout=60) as client:
            document = client.get("/internal/openapi.json").raise_for_status().json()
            wanted = [
                each for each in asked.requests(document) if not words or any(word in each.name for word in words)
            ]
            figures = sorted((measured(client, each) for each in wanted), key=lambda figure: -figure.p95)
    return told(figures)


def measured(client: httpx2.Client, each: Asked) -> Figure:
    """The request, several times over a warm connection."""
    spent: list[float] = []
    while len(spent) < TIMES or (len(spent) < MORE and statistics.median(spent) > BAR_MS / 3):
        token = internal_token.mint(CALLER, key=internal_token.signing_key(settings.INTERNAL_SECRET))
        began = time.perf_counter()
        response = client.get(f"{each.path}?{each.query}", headers={internal_token.HEADER: token})
        spent.append(1000 * (time.perf_counter() - began))
        if sum(spent) > 3 * MORE * BAR_MS:
            break
    warm = spent[1:] or spent
    p95 = statistics.quantiles(warm, n=20)[-1] if len(warm) > 1 else warm[0]
    return Figure(
        each, response.status_code, statistics.median(warm), min(p95, max(warm)), len(response.content) / 1024
    )


def told(figures: list[Figure]) -> int:
    """The slowest, what failed, and the verdict."""
    slow = [figure for figure in figures if figure.is_slow]
    failed = [figure for figure in figures if figure.status >= 500 or figure.status == 422]
    for figure in figures[:SHOWN]:
        sys.stdout.write(
            f"{figure.p95:8.1f} ms p95 {figure.median:8.1f} median {figure.kilobytes:7.0f} KiB  {figure.asked.name}\n"
        )
    for figure in failed:
        sys.stdout.write(f"answered {figure.status}: {figure.asked.name}\n")
    bars = f"{BAR_MS:.0f} ms ({FILE_BAR_MS:.0f} for a file)"
    sys.stdout.write(f"{len(figures)} requests, {len(slow)} above {bars}, {len(failed)} failed\n")
    return 1 if slow or failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
