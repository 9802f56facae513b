"""`canvass simulate` against a started stack: a whole world within a minute, and every report of it true."""

import signal
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import httpx2
import pytest

from services.cli import simulate
from services.cli.simulation.api import PATIENCE, sign_in
from services.cli.stack import ports
from services.core.simulator import making
from tests.support import survivors
from tests.support.running import Stack
from tests.support.simulated import CHECKS, Played

WITHIN = 60.0
"""Seconds in which five campaigns of six weeks are there."""


@pytest.fixture
def stack(ground: Path) -> Iterator[Stack]:
    """A stack that is ready."""
    made = Stack.start(ground, ports.any_free())
    yield made
    made.end(signal.SIGTERM)
    survivors.after(30, str(ground))


@pytest.mark.stack
async def test_a_whole_world_is_played_within_a_minute_and_every_report_is_true(stack: Stack) -> None:
    world = making.make(7, campaigns=5, weeks=6)
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{stack.port}", timeout=PATIENCE) as client:
        await sign_in(client, **simulate.WHO)
        began = time.monotonic()
        ids, _ = await simulate.play(client, world, slug=f"simulation-{uuid4().hex}")
        took = time.monotonic() - began
        print(f"{took:.1f} s")  # noqa: T201 -- the figure this test is about
        for check in CHECKS:
            await check(Played(world, ids, client))
    assert took <= WITHIN
