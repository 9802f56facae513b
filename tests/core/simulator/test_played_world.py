"""A small world, played through gateway and core: every report says what the simulator knows to be true."""

from collections.abc import AsyncIterator, Awaitable, Callable
from uuid import uuid4

import pytest
from fastapi import FastAPI

from services.cli import simulate
from services.core.simulator import making
from tests.support.simulated import CHECKS, Played
from tests.support.stack import Stack


@pytest.fixture(scope="module")
async def played(gateway_app: FastAPI) -> AsyncIterator[Played]:
    world = making.make(26, campaigns=2, weeks=3)
    client = await Stack(gateway_app).sign_up("ada")
    ids, _ = await simulate.play(client, world, slug=f"simulation-{uuid4().hex}")
    yield Played(world, ids, client)
    await client.aclose()


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
async def test_reports_tell_the_truth(check: Callable[[Played], Awaitable[None]], played: Played) -> None:
    await check(played)
