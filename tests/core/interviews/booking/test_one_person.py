"""Two people in calls at one time are not made one: the calls that forbid it are named."""

import asyncio
from uuid import UUID

import asyncpg

from tests.core.interviews.office import DAY, HOUR, Office, instant, noon, text
from tests.core.research import expected
from tests.support.waits import somebody_waits_for

MOVED = """
    UPDATE expert_network.calendar_holds h SET period = first.period
    FROM expert_network.calendar_holds first WHERE first.interview_id = $1 AND h.interview_id = $2
"""


async def test_who_is_in_two_calls_at_once_is_not_made_one_person(office: Office) -> None:
    one = await office.expert(name="Anna Weber", company="Siemens")
    other = await office.expert(name="Anna Weber")
    [review] = (await office.client.get("/api/match-reviews")).json()["items"]
    first = await office.booked(noon(2), one)
    second = await office.booked(noon(2) + HOUR / 2, other)
    await office.booked(noon(2) + DAY, other)
    accept = f"/api/match-reviews/{review['id']}/accept"
    problem = expected.refusal_of(await office.client.post(accept), 409, "double_booking")
    assert [call["interview_id"] for call in problem["calls"]] == [first["id"], second["id"]]
    assert [instant(call["starts_at"]) for call in problem["calls"]] == [noon(2), noon(2) + HOUR / 2]
    assert "Anna Weber" in problem["detail"] and "move one" in problem["detail"]
    await office.done(second, "reschedule", starts_at=text(noon(3) + HOUR))
    assert (await office.client.post(accept)).status_code == 200


async def test_of_two_calls_that_were_held_nobody_is_told_to_move_one(office: Office) -> None:
    one = await office.expert(name="Anna Weber", company="Siemens")
    other = await office.expert(name="Anna Weber")
    [review] = (await office.client.get("/api/match-reviews")).json()["items"]
    calls = [await office.booked(noon(-2), one), await office.booked(noon(-2) + HOUR / 2, other)]
    for call in calls:
        await office.done(call, "complete", actual_minutes=60)
    problem = expected.refusal_of(
        await office.client.post(f"/api/match-reviews/{review['id']}/accept"), 409, "double_booking"
    )
    assert {call["interview_id"] for call in problem["calls"]} == {call["id"] for call in calls}
    assert "refuse the review" in problem["detail"] and "move" not in problem["detail"]
    await office.done(calls[0], "correct", actual_minutes=30, reason="Mistyped")
    assert (await office.client.post(f"/api/match-reviews/{review['id']}/accept")).status_code == 200


async def test_a_call_booked_while_two_are_made_one_is_named_too(office: Office) -> None:
    one = await office.expert(name="Anna Weber", company="Siemens")
    other = await office.expert(name="Anna Weber")
    [review] = (await office.client.get("/api/match-reviews")).json()["items"]
    first, second = await office.booked(noon(2), one), await office.booked(noon(4), other)
    booking = await asyncpg.connect(office.core.database.owner_url)
    try:
        async with booking.transaction():
            await booking.execute("SELECT FROM expert_network.experts WHERE id = $1 FOR NO KEY UPDATE", UUID(other))
            await booking.execute(MOVED, UUID(first["id"]), UUID(second["id"]))
            accepting = asyncio.create_task(office.client.post(f"/api/match-reviews/{review['id']}/accept"))
            await somebody_waits_for(booking)
    finally:
        await booking.close()
    problem = expected.refusal_of(await accepting, 409, "double_booking")
    assert [call["interview_id"] for call in problem["calls"]] == sorted([first["id"], second["id"]])
