"""Measures who gets in: `python -m tests.bench.identity`; ends with 1 where a bar is missed. No part of the tests.

A flood of sign-ins, fifty at once with what works once, and how soon a revocation is felt, by two gateways on one
database.
"""

import asyncio
import sys

from rich.console import Console

from tests.bench.identity import flood, ground, people, revocation, singles
from tests.bench.identity.figures import Figure, show
from tests.bench.identity.ground import Ground
from tests.bench.identity.people import Town
from tests.gateway.proxy import upstream

PARTS = {
    f"{flood.AT_ONCE} sign-ins at a time for {flood.SECONDS:g} s": flood.measure,
    f"{singles.AT_ONCE} at once over two gateways": singles.measure,
    "revoked at one of two gateways": revocation.measure,
}


async def measure(on: Ground, console: Console) -> list[Figure]:
    """Every part, shown as it is done."""
    found: list[Figure] = []
    async with upstream.serving(ground.endless, on.upstream_port), people.client() as http:
        town = Town(on, http)
        for title, part in PARTS.items():
            figures = await part(town)
            show(console, title, figures)
            found += figures
    return found


def main() -> int:
    """Measure and print; 1 where a bar is missed."""
    with ground.raised() as on:
        found = asyncio.run(measure(on, Console()))
    return int(not all(figure.holds for figure in found))


if __name__ == "__main__":
    sys.exit(main())
