"""Who booked a call is who was introduced when it got its time: the log and the gate mean the same person."""

from uuid import UUID

import asyncpg
import pytest

from tests.core.compliance.bureau import MOVE, SHIFT, Bureau, noon
from tests.core.research import expected

DAY, NEXT = "2026-03-16", "2026-03-17"
FORGE = "UPDATE expert_network.interviews SET booked_by = 'mallory' WHERE id = $1"
FORGED = """
    INSERT INTO expert_network.interviews (workspace_id, id, campaign_id, expert_id, status, starts_at, booked_by)
    SELECT workspace_id, gen_random_uuid(), campaign_id, expert_id, 'scheduled', starts_at + interval '2 hours',
        'mallory'
    FROM expert_network.interviews WHERE id = $1 RETURNING booked_by
"""


async def booker(core: asyncpg.Connection, call_id: str | UUID) -> str:
    return str(await core.fetchval("SELECT booked_by FROM expert_network.interviews WHERE id = $1", call_id))


async def introduced(bureau: Bureau, core: asyncpg.Connection, user: str) -> None:
    await core.execute("SELECT set_config('app.user_id', $1, true)", bureau.core.user_id(user))


async def test_nobody_is_said_to_have_booked_who_did_not(bureau: Bureau) -> None:
    bob, olga = bureau.core.user_id("bob"), bureau.core.user_id("olga")
    call = await bureau.booked(await bureau.expert(), noon(DAY))
    async with bureau.as_core() as core:
        assert await core.fetchval(FORGED, call["id"]) == bob
        await introduced(bureau, core, "olga")
        for statement, values in ((FORGE, ()), (MOVE, ("confirmed",)), (SHIFT, (noon(DAY),))):
            await core.execute(statement, call["id"], *values)
            assert await booker(core, call["id"]) == bob
        await core.execute(SHIFT, call["id"], noon(NEXT))
        assert await booker(core, call["id"]) == olga
        await introduced(bureau, core, "bob")
        await core.execute(MOVE, call["id"], "completed")
        assert await booker(core, call["id"]) == olga


async def test_who_gives_a_call_its_time_books_it(bureau: Bureau) -> None:
    call = (await bureau.bob.post("/api/interviews", json={"expert_id": (await bureau.expert())["id"]})).json()
    assert call["booked_by"] == bureau.core.user_id("bob")
    path = f"/api/interviews/{call['id']}"
    scheduled = await bureau.olga.post(f"{path}/schedule", json={"starts_at": noon(DAY)})
    assert scheduled.json()["booked_by"] == bureau.core.user_id("olga")
    assert (await bureau.tell(call, "confirm")).json()["booked_by"] == bureau.core.user_id("olga")
    moved = await bureau.tell(call, "reschedule", starts_at=noon(NEXT), reason="later")
    assert moved.json()["booked_by"] == bureau.core.user_id("bob")


async def test_moving_a_call_takes_the_training_booking_it_takes(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("user_training")
    await bureau.train("bob", "2026-01-02")
    call = await bureau.booked(expert, noon(DAY))
    path = f"/api/interviews/{call['id']}/reschedule"
    told = expected.refusal_of(
        await bureau.olga.post(path, json={"starts_at": noon(NEXT), "reason": "later"}), 409, "gate_refused"
    )
    assert told["findings"][0]["rule"] == "user_training"
    async with bureau.as_core() as core:
        await introduced(bureau, core, "olga")
        with pytest.raises(asyncpg.CheckViolationError, match="user_training"):
            await core.execute(SHIFT, call["id"], noon(NEXT))


async def test_the_gate_answers_whoever_asks_as_the_one_who_would_book(bureau: Bureau) -> None:
    expert = await bureau.expert()
    await bureau.rule("user_training")
    await bureau.train("bob", "2026-01-02")
    path, query = f"/api/experts/{expert['id']}/gate", {"starts_at": noon(DAY)}
    assert (await bureau.bob.get(path, params=query)).json()["outcome"] == "cleared"
    assert (await bureau.olga.get(path, params=query)).json()["outcome"] == "refused"
