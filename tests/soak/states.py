"""Two people work at one desk at the same moment, for thousands of steps: `python -m tests.soak.states`.

Each step draws two requests, sends them at once through core, and holds what is left to the invariants.
"""

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from contextlib import AsyncExitStack
from typing import Any

import asyncpg
import httpx2
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from services.core import main as core_main
from tests.core.research import expected
from tests.soak.actions import Desk, Sent, drawn
from tests.soak.invariants import Record
from tests.support import databases
from tests.support import settings as given
from tests.support.core import Core
from tests.support.databases import Database

DRAWS = st.integers(0, 2**32 - 1)
DESKS_OF = 100
"""Requests after which a new desk is begun."""
FAULT = 500


class Ground:
    """Core on a database of its own, in a loop of its own; and how it answered so far."""

    def __init__(self, database: Database) -> None:
        self.database, self.loop, self.answers = database, asyncio.Runner(), Counter[str]()
        self._stack = AsyncExitStack()

    def __enter__(self) -> "Ground":
        self.loop.run(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self.loop.run(self._stack.aclose())
        self.loop.close()

    async def _open(self) -> None:
        self.app = core_main.create_app(given.of_core(self.database.core_url))
        await self._stack.enter_async_context(self.app.router.lifespan_context(self.app))
        self.sql = await asyncpg.connect(self.database.owner_url)
        self._stack.push_async_callback(self.sql.close)


class Office:
    """One workspace in which two people do what is drawn for them."""

    def __init__(self, ground: Ground) -> None:
        self._ground, core = ground, Core(ground.app, ground.database)
        self._people = core.as_("ada"), core.as_("eve", "member", within="ada")
        self._record = Record(core.workspace("ada"))

    async def open(self) -> None:
        """A campaign, and a team one of whom must be in every call."""
        ada = self._people[0]
        campaign = await expected.campaign(ada)
        members = [(await ada.post("/api/team-members", json={"name": f"M{n}", "designation": "A"})) for n in range(3)]
        ids = [str(made.json()["id"]) for made in members]
        assigned = f"/api/team-members/campaigns/{campaign}/assign/{ids[0]}"
        await ada.post(assigned)
        assert (await ada.patch(assigned, json={"is_required": True})).status_code == 200
        self._desk = Desk(campaign, ids)

    async def step(self, one: int, other: int) -> None:
        """Both act at once; then everything must be right."""
        sent = [drawn(self._desk, random.Random(each)) for each in (one, other)]
        answers = await asyncio.gather(*(_send(*each) for each in zip(self._people, sent, strict=True)))
        for (method, path, _), answer in zip(sent, answers, strict=True):
            assert answer.status_code < FAULT, f"{method} {path}: {answer.status_code} {answer.text}"
            self._ground.answers[f"{answer.status_code} {answer.json().get('code', '') if answer.content else ''}"] += 1
        present = await self._record.check(self._ground.sql)
        self._desk.offers = [row["id"] for row in present["expert"]]
        self._desk.calls = [row["id"] for row in present["interview"]]
        campaign = (await self._people[0].get(f"/api/campaigns/{self._desk.campaign}")).json()
        assert campaign["expert_count"] == sum(row["superseded_by_id"] is None for row in present["expert"])
        assert campaign["interview_count"] == len(present["interview"])
        for name, states in (("scheduled_calls", ("scheduled", "confirmed")), ("completed_calls", ("completed",))):
            assert campaign[name] == sum(row["status"] in states for row in present["interview"])


async def _send(client: httpx2.AsyncClient, sent: Sent) -> httpx2.Response:
    method, path, body = sent
    return await client.request(method, path, json=body)


def play(ground: Ground, *, requests: int, start: int) -> None:
    """So many requests at desks begun anew now and then. Raises AssertionError for a broken invariant."""

    class Machine(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            self.office = Office(ground)
            ground.loop.run(self.office.open())

        @rule(one=DRAWS, other=DRAWS)
        def both(self, one: int, other: int) -> None:
            ground.loop.run(self.office.step(one, other))

    options: dict[str, Any] = {"deadline": None, "database": None, "phases": [Phase.generate]}
    limits = settings(
        max_examples=max(requests // DESKS_OF, 1),
        stateful_step_count=DESKS_OF // 2,
        suppress_health_check=list(HealthCheck),
        **options,
    )
    seed(start)(Machine)
    run_state_machine_as_test(Machine, settings=limits)


def main() -> int:
    """Play until so many requests were made; 1 where an invariant broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.soak.states")
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    with databases.server() as server, databases.template(server) as template, databases.copy(template) as database:
        with Ground(database) as ground:
            begun, start = time.monotonic(), asked.seed
            while (made := ground.answers.total()) < asked.requests:
                play(ground, requests=asked.requests - made, start=start)
                start += 1
        took = time.monotonic() - begun
    sys.stdout.write(f"{ground.answers.total()} requests in {took:.0f} s, 0 invariants broken\n")
    for answer, number in ground.answers.most_common():
        sys.stdout.write(f"{number:6d}  {answer}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
