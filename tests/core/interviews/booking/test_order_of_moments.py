"""A call is asked for, booked and held in that order, whenever it is entered."""

import datetime as dt

import httpx2
import pytest

from tests.core.interviews.office import HOUR, Office, instant, noon, text
from tests.core.research import expected


def out_of_order(answer: httpx2.Response, field: str, *moments: dt.datetime) -> None:
    problem = expected.refusal_of(answer, 422, "out_of_order")
    assert [error["pointer"] for error in problem["errors"]] == [f"#/{field}"]
    assert all(moment.isoformat() in problem["detail"] for moment in moments)


async def told(office: Office, call: dict[str, object], verb: str, **said: object) -> httpx2.Response:
    return await office.client.post(f"/api/interviews/{call['id']}/{verb}", json=said)


async def test_a_call_held_last_month_and_entered_today_was_asked_for_by_its_start(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-40)))
    call = await office.booked(noon(-30), expert_id)
    assert instant(call["requested_at"]) == instant(call["status_at"]) == noon(-30)
    held = await office.done(call, "complete")
    assert instant(held["completed_at"]) == instant(held["status_at"]) == noon(-30) + HOUR


async def test_who_enters_it_may_say_when_it_was_asked_for(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-40)))
    call = await office.booked(noon(-30), expert_id, requested_at=text(noon(-33)))
    assert instant(call["requested_at"]) == noon(-33)


async def test_a_call_is_not_asked_for_after_its_start_nor_before_its_expert_was_proposed(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-40)))
    given = {"expert_id": expert_id, "starts_at": text(noon(-30))}
    late = await office.client.post("/api/interviews", json=given | {"requested_at": text(noon(-29))})
    out_of_order(late, "requested_at", noon(-29), noon(-30))
    early = await office.client.post("/api/interviews", json=given | {"requested_at": text(noon(-41))})
    out_of_order(early, "requested_at", noon(-41), noon(-40))


async def test_a_request_of_today_that_is_booked_for_a_day_past_was_asked_for_by_then(office: Office) -> None:
    call = await office.done(await office.request(), "schedule", starts_at=text(noon(-2)))
    assert instant(call["requested_at"]) == instant(call["status_at"]) == noon(-2)
    moved = await office.done(call, "reschedule", starts_at=text(noon(-3)))
    assert instant(moved["requested_at"]) == noon(-3)
    assert instant((await office.done(call, "complete"))["completed_at"]) == noon(-3) + HOUR


async def test_a_call_that_was_asked_for_on_a_day_does_not_begin_before_it(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-9)))
    call = await office.request(expert_id, requested_at=text(noon(-5)))
    out_of_order(await told(office, call, "schedule", starts_at=text(noon(-6))), "starts_at", noon(-6), noon(-5))


@pytest.mark.parametrize(
    ("verb", "said"), [("schedule", {"starts_at": text(noon(3))}), ("cancel", {"reason": "project stopped"})]
)
async def test_a_request_is_answered_after_it_was_made(office: Office, verb: str, said: dict[str, str]) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-9)))
    call = await office.request(expert_id, requested_at=text(noon(-5)))
    out_of_order(await told(office, call, verb, **said, occurred_at=text(noon(-6))), "occurred_at", noon(-6), noon(-5))
    assert (await told(office, call, verb, **said, occurred_at=text(noon(-4)))).status_code == 200


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("confirm", {}),
        ("reschedule", {"starts_at": text(noon(3))}),
        ("request-again", {}),
        ("cancel", {"reason": "off"}),
    ],
)
async def test_a_booked_call_moves_after_it_was_booked(office: Office, verb: str, said: dict[str, str]) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-9)))
    call = await office.booked(noon(2), expert_id, requested_at=text(noon(-5)))
    out_of_order(await told(office, call, verb, **said, occurred_at=text(noon(-6))), "occurred_at", noon(-6), noon(-5))


async def test_a_call_is_not_booked_or_confirmed_after_its_start(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-9)))
    call = await office.request(expert_id, requested_at=text(noon(-5)))
    late = await told(office, call, "schedule", starts_at=text(noon(-3)), occurred_at=text(noon(-2)))
    out_of_order(late, "occurred_at", noon(-2), noon(-3))
    await office.done(call, "schedule", starts_at=text(noon(-3)), occurred_at=text(noon(-4)))
    out_of_order(await told(office, call, "confirm", occurred_at=text(noon(-2))), "occurred_at", noon(-2), noon(-3))


async def test_an_expert_follows_calls_entered_afterwards_without_going_back_in_time(office: Office) -> None:
    expert_id = await office.expert(proposed_at=text(noon(-40)))
    approved = instant((await office.client.get(f"/api/experts/{expert_id}")).json()["status_at"])
    await office.done(await office.booked(noon(-30), expert_id), "complete")
    expert = (await office.client.get(f"/api/experts/{expert_id}")).json()
    assert (expert["status"], instant(expert["status_at"])) == ("completed", approved)
    funnel = (await office.client.get(f"/api/campaigns/{office.campaign_id}/funnel")).json()
    days = {stage["stage"]: stage["median_days"]["value"] for stage in funnel["stages"]}
    assert (days["scheduling"], days["scheduled"]) == (0, 0)
    assert days["proposed"] > 39


async def test_a_time_given_with_a_request_is_its_first_slot(office: Office) -> None:
    other = {"start": text(noon(5)), "end": text(noon(5) + HOUR)}
    for given in ({"status": "pending", "scheduled_date": "2036-06-02T12:00:00"},
                  {"status": "requested", "starts_at": "2036-06-02T12:00:00Z"}):  # fmt: skip
        call = await office.request(**given, proposed_slots=[other])
        assert (call["status"], call["starts_at"]) == ("requested", None)
        first, second = call["proposed_slots"]
        assert instant(first["start"]) == dt.datetime(2036, 6, 2, 12, tzinfo=dt.UTC)
        assert instant(second["start"]) == noon(5)
    booked = await office.done(call, "schedule", slot=0)
    assert instant(booked["starts_at"]) == dt.datetime(2036, 6, 2, 12, tzinfo=dt.UTC)


async def test_the_last_of_twenty_slots_can_be_chosen_beside_a_start_that_was_asked_for(office: Office) -> None:
    slots = [{"start": text(noon(5 + day)), "end": text(noon(5 + day) + HOUR)} for day in range(20)]
    call = await office.request(status="requested", starts_at=text(noon(4)), proposed_slots=slots)
    assert len(call["proposed_slots"]) == 21
    booked = await office.done(call, "schedule", slot=20)
    assert instant(booked["starts_at"]) == noon(24)
