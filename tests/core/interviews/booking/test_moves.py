"""Which verb is obeyed in which state, and what a refusal says."""

from typing import Any

import pytest

from services.core.interviews.booking import states
from tests.core.interviews.office import HOUR, Office, noon, text
from tests.core.research import expected

SAID: dict[str, dict[str, Any]] = {
    "schedule": {"starts_at": text(noon(-1))},
    "reschedule": {"starts_at": text(noon(-1)), "reason": "later"},
    "confirm": {},
    "request-again": {},
    "complete": {},
    "stop": {"rule": "attestation_terms", "reason": "named his employer"},
    "no-show": {"fault": "expert"},
    "cancel": {"reason": "off"},
}
ENTERS = {
    "schedule": "scheduled",
    "reschedule": "scheduled",
    "confirm": "confirmed",
    "request-again": "requested",
    "complete": "completed",
    "stop": "stopped",
    "no-show": "no_show",
    "cancel": "cancelled",
}
WAYS: dict[str, tuple[str, ...]] = {
    "requested": (),
    "scheduled": ("schedule",),
    "confirmed": ("schedule", "confirm"),
    "completed": ("schedule", "complete"),
    "stopped": ("schedule", "stop"),
    "no_show": ("schedule", "no-show"),
    "cancelled": ("cancel",),
}


async def in_state(office: Office, state: str) -> dict[str, Any]:
    """A call that has come to that state."""
    call = await office.request()
    for verb in WAYS[state]:
        call = await office.done(call, verb, **SAID[verb])
    assert call["status"] == state
    return call


@pytest.mark.parametrize("state", WAYS)
async def test_each_verb_is_obeyed_exactly_where_the_table_has_its_move(office: Office, state: str) -> None:
    for verb, target in ENTERS.items():
        call = await in_state(office, state)
        answer = await office.tell(call, verb, **SAID[verb])
        legal = target in states.MACHINE.moves[state]
        if verb in ("schedule", "reschedule"):
            legal = state in (states.BOOKED if verb == "reschedule" else ("requested",))
        if legal:
            assert (answer.status_code, answer.json()["status"]) == (200, target), (verb, answer.text)
        else:
            problem = expected.refusal_of(answer, 409, "move_not_allowed")
            assert problem["current"] == state
            assert problem["allowed"] == list(states.MACHINE.moves[state])


@pytest.mark.parametrize("verb", ["complete", "stop", "no-show"])
async def test_what_has_not_begun_cannot_be_over(office: Office, verb: str) -> None:
    call = await office.booked(noon(2))
    problem = expected.refusal_of(await office.tell(call, verb, **SAID[verb]), 409, "call_to_come")
    assert problem["starts_at"] is not None


@pytest.mark.parametrize(
    ("verb", "field"),
    [
        ("schedule", "occurred_at"),
        ("complete", "completed_at"),
        ("stop", "occurred_at"),
        ("no-show", "occurred_at"),
        ("cancel", "occurred_at"),
        ("confirm", "occurred_at"),
        ("request-again", "occurred_at"),
    ],
)
async def test_nothing_has_happened_in_the_future(office: Office, verb: str, field: str) -> None:
    call = await in_state(office, "requested" if verb == "schedule" else "scheduled")
    answer = await office.tell(call, verb, **SAID[verb] | {field: text(noon(2))})
    expected.refusal_of(answer, 422, "still_to_come", f"#/{field}")


async def test_a_call_is_not_over_before_it_began(office: Office) -> None:
    call = await office.booked(noon(-2))
    for verb, field in (("complete", "completed_at"), ("stop", "occurred_at"), ("no-show", "occurred_at")):
        answer = await office.tell(call, verb, **SAID[verb] | {field: text(noon(-2) - HOUR)})
        expected.refusal_of(answer, 422, "before_the_call", f"#/{field}")


@pytest.mark.parametrize("verb", ["stop", "cancel"])
async def test_some_moves_need_a_reason(office: Office, verb: str) -> None:
    call = await office.booked(noon(-2))
    for reason in ({}, {"reason": ""}, {"reason": "   "}):
        said = {name: value for name, value in SAID[verb].items() if name != "reason"}
        expected.refusal_of(await office.tell(call, verb, **said | reason), 422, "input_invalid", "#/reason")


async def test_who_missed_a_call_must_be_said(office: Office) -> None:
    call = await office.booked(noon(-2))
    for said in ({}, {"fault": "nobody"}):
        expected.refusal_of(await office.tell(call, "no-show", **said), 422, "input_invalid", "#/fault")


async def test_a_slot_is_one_of_those_proposed_and_long_enough(office: Office) -> None:
    slots = [{"start": text(noon(2)), "end": text(noon(2) + HOUR / 2)}, {"start": text(noon(3))}]
    call = await office.request(proposed_slots=slots)
    expected.refusal_of(await office.tell(call, "schedule", slot=2), 422, "slot_missing", "#/slot")
    expected.refusal_of(await office.tell(call, "schedule", slot=0), 422, "slot_too_short", "#/slot")
    for said in ({}, {"slot": 0, "starts_at": text(noon(2))}):
        expected.refusal_of(await office.tell(call, "schedule", **said), 422, "time_unclear", "#/starts_at")
    assert (await office.done(call, "schedule", slot=0, duration_minutes=30))["duration_minutes"] == 30


async def test_only_what_took_place_is_rated_or_corrected(office: Office) -> None:
    call = await office.booked(noon(-2))
    for verb, said in (("rate", {"rating": 4}), ("correct", {"actual_minutes": 20, "reason": "misread"})):
        expected.refusal_of(await office.tell(call, verb, **said), 409, "call_not_held")
    patched = await office.client.patch(f"/api/interviews/{call['id']}", json={"rating": 4})
    expected.refusal_of(patched, 409, "call_not_held")
    await office.done(call, "complete")
    for rating in (-0.1, 5.1, 4.25):
        expected.refusal_of(await office.tell(call, "rate", rating=rating), 422, "input_invalid", "#/rating")
    expected.refusal_of(await office.tell(call, "rate"), 422, "rating_needed", "#/rating")
    expected.refusal_of(await office.tell(call, "correct", reason="misread"), 422, "correction_needed")
    patched = await office.client.patch(f"/api/interviews/{call['id']}", json={"rating": 4})
    assert patched.json()["rated_at"] is not None


async def test_only_what_was_merely_asked_for_is_deleted(office: Office) -> None:
    expert_id = await office.expert()
    call = await office.request(expert_id)
    assert (await office.client.delete(f"/api/interviews/{call['id']}")).status_code == 204
    assert (await office.client.get(f"/api/interviews/{call['id']}")).status_code == 404
    assert await office.expert_status(expert_id) == "shortlisted"
    booked = await office.booked(noon(2), expert_id)
    problem = expected.refusal_of(await office.client.delete(f"/api/interviews/{booked['id']}"), 409, "cancel_instead")
    assert problem["allowed"] == list(states.MACHINE.moves["scheduled"])
    await office.done(booked, "request-again")
    again = expected.refusal_of(await office.client.delete(f"/api/interviews/{booked['id']}"), 409, "cancel_instead")
    assert again["detail"].startswith("A call that was booked before stays on record")
    assert again["allowed"] == list(states.MACHINE.moves["requested"])


@pytest.mark.parametrize("status", ["proposed", "reviewed", "rejected"])
async def test_only_an_expert_on_the_shortlist_is_called(office: Office, status: str) -> None:
    expert_id = await office.expert(status)
    answer = await office.client.post("/api/interviews", json={"expert_id": expert_id})
    assert expected.refusal_of(answer, 409, "expert_not_shortlisted")["current"] == status


async def test_who_was_turned_down_since_a_missed_call_is_not_asked_again(office: Office) -> None:
    call = await office.booked(noon(-2))
    await office.done(call, "no-show", fault="expert")
    told = {"status": "declined"}
    assert (await office.client.patch(f"/api/experts/{call['expert_id']}", json=told)).status_code == 200
    expected.refusal_of(await office.tell(call, "request-again"), 409, "expert_not_shortlisted")
    assert await office.expert_status(call["expert_id"]) == "declined"


async def test_a_move_against_an_older_state_is_refused(office: Office) -> None:
    call = await office.request()
    address = f"/api/interviews/{call['id']}"
    seen = {"if-match": (await office.client.get(address)).headers["etag"]}
    moved = await office.client.post(f"{address}/schedule", json={"starts_at": text(noon(2))}, headers=seen)
    assert moved.status_code == 200
    for verb in ("confirm", "cancel"):
        stale = await office.client.post(f"{address}/{verb}", json=SAID[verb], headers=seen)
        expected.refusal_of(stale, 412, "changed_since_read")
    fresh = {"if-match": moved.headers["etag"]}
    assert (await office.client.post(f"{address}/confirm", json={}, headers=fresh)).status_code == 200


async def test_a_campaign_with_a_call_that_was_held_stays(office: Office) -> None:
    booked = await office.booked(noon(-2))
    address = f"/api/campaigns/{office.campaign_id}"
    await office.done(booked, "complete", actual_minutes=30)
    refused = await office.client.delete(address)
    assert (refused.status_code, refused.json()["code"], refused.json()["calls"]) == (409, "calls_held", 1)
    other = await Office.open(office.core, office.client)
    await other.booked(noon(3))
    assert (await office.client.delete(f"/api/campaigns/{other.campaign_id}")).status_code == 204


async def test_an_offer_whose_calls_were_held_or_charged_stays(office: Office) -> None:
    held, planned = await office.booked(noon(-2)), await office.booked(noon(3))
    await office.done(held, "complete", actual_minutes=30)
    await office.request(held["expert_id"])
    for call, calls in ((held, 1), (planned, 1)):
        address = f"/api/experts/{call['expert_id']}"
        told = expected.refusal_of(await office.client.delete(address), 409, "calls_held")
        assert told["calls"] == calls and told["charges"] >= 1
        assert (await office.client.get(address)).status_code == 200
    asked = await office.request()
    assert (await office.client.delete(f"/api/experts/{asked['expert_id']}")).status_code == 204
    assert (await office.client.get(f"/api/interviews/{asked['id']}")).status_code == 404


async def test_a_call_is_stopped_for_a_rule_that_has_a_name(office: Office) -> None:
    call = await office.booked(noon(-2))
    refused = await office.tell(call, "stop", rule="he seemed nervous", reason="seemed nervous")
    problem = expected.refusal_of(refused, 422, "input_invalid", "#/rule")
    assert "inside_information" in str(problem["errors"]) and "restricted_company" in str(problem["errors"])
    stopped = await office.done(call, "stop", rule="other", reason="he seemed nervous")
    assert (stopped["stopped_rule"], stopped["status_reason"]) == ("other", "he seemed nervous")
