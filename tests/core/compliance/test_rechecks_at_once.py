"""Calls are asked about anew while others book, move and edit: nothing is overwritten or missed, little is repeated."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
import pytest

from services.core.compliance.rechecks import repository
from tests.core.compliance.bureau import Bureau
from tests.core.compliance.lookout import DAY, SINCE, SOON, conflicts, let_a_minute_pass, look, waiting
from tests.support.waits import somebody_waits_for

INTRODUCE = "SELECT set_config('app.workspace_id', $1, true), set_config('app.user_id', $2, true)"
CANCEL = "UPDATE expert_network.interviews SET status = 'cancelled', status_reason = 'off' WHERE id = $1"
SHIFT = "UPDATE expert_network.interviews SET starts_at = starts_at + interval '7 days' WHERE id = $1"
SAID_BEFORE = """
    SELECT s.told, (s.said).company FROM expert_network.experts e
    CROSS JOIN LATERAL expert_network.said_otherwise(e) s WHERE e.id = $1
"""


@asynccontextmanager
async def meanwhile(bureau: Bureau) -> AsyncIterator[asyncpg.Connection]:
    """A transaction of Bob's that commits when it is left."""
    connection = await asyncpg.connect(bureau.core.database.core_url)
    try:
        async with connection.transaction():
            await connection.execute(INTRODUCE, str(bureau.core.workspace("ada")), bureau.core.user_id("bob"))
            yield connection
    finally:
        await connection.close()


@pytest.mark.parametrize("change", [CANCEL, SHIFT])
async def test_a_call_that_moves_while_it_is_asked_about_keeps_what_its_move_made_of_it(
    bureau: Bureau, change: str
) -> None:
    call = await bureau.booked(await bureau.expert(company="Umbrella"), SOON.isoformat())
    await bureau.entry("Umbrella", valid_from="2026-01-01", valid_to=SOON.date().isoformat())
    async with meanwhile(bureau) as other:
        await other.execute(change, call["id"])
        asked = asyncio.create_task(look(bureau))
        await somebody_waits_for(other)
    assert await asked == 1
    assert (await bureau.bob.get(f"/api/interviews/{call['id']}")).json()["gate_conflict"] is None
    assert await bureau.entries("gate.conflict") == []


async def test_a_booking_in_flight_is_looked_at_a_minute_later(bureau: Bureau) -> None:
    await bureau.rule("healthcare")
    expert = await bureau.expert(company="Umbrella")
    await look(bureau)
    async with meanwhile(bureau) as other:
        await bureau.insert(other, expert, "scheduled", SOON.date().isoformat())
        await bureau.fact("Umbrella", "healthcare")
        assert await look(bureau) == 1
    assert await conflicts(bureau) == []
    await let_a_minute_pass(bureau)
    assert await look(bureau) == 1
    assert len(await conflicts(bureau)) == 1
    await let_a_minute_pass(bureau)
    assert await look(bureau) == 0


async def test_who_asks_while_others_wait_is_answered_with_them(bureau: Bureau) -> None:
    experts = [await bureau.expert(name=name, company="Initech") for name in ("Sarah Chen", "Otto Other", "Mia Moss")]
    for hours, expert in enumerate(experts):
        await bureau.booked(expert, (SOON + hours * DAY).isoformat())
    await bureau.entry("Umbrella", **SINCE)
    await look(bureau)
    await let_a_minute_pass(bureau)
    await look(bureau)
    for expert in experts:
        await bureau.bob.patch(f"/api/experts/{expert['id']}", json={"company": "Umbrella"})
    assert len(await waiting(bureau)) == 3
    assert await look(bureau) == 1
    assert len(await conflicts(bureau)) == 3
    [again] = await waiting(bureau, due=False)
    assert set(again.subject["people"].split()) == {expert["person_id"] for expert in experts}


async def test_every_booked_call_is_asked_about_however_many_at_a_time(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repository, "AT_A_TIME", 2)
    expert = await bureau.expert(company="Umbrella")
    for days in range(5):
        await bureau.booked(expert, (SOON + days * DAY).isoformat())
    await bureau.rule("call_limit", "off")
    await bureau.entry("Umbrella", **SINCE)
    await look(bureau)
    assert len(await bureau.entries("gate.conflict")) == 5


async def test_what_an_offer_said_more_than_once_is_asked_about_once(bureau: Bureau) -> None:
    expert: dict[str, Any] = await bureau.expert(company="Umbrella")
    for company in ("Initech", "Umbrella", "Hooli", "Umbrella", "Initech", "Globex"):
        edited = await bureau.bob.patch(f"/api/experts/{expert['id']}", json={"company": company})
        assert edited.status_code == 200, edited.text
    async with bureau.as_core() as core:
        said = await core.fetch(SAID_BEFORE, expert["id"])
    assert sorted(row["company"] for row in said) == ["Hooli", "Initech", "Umbrella"]
    assert all(row["told"].startswith(f"company was '{row['company']}' until edited by") for row in said)
