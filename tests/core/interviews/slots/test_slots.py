"""Times for a call, from what vendors offer, the team works, calendars hold and days are closed."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from services.core.interviews.slots.schemas import SlotsOut
from tests.core.interviews.office import DAY, HOUR, Office, instant, noon, text
from tests.core.research import expected

ALWAYS = {"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "23:59"}


def offered(start: dt.datetime, hours: float = 1, **more: Any) -> dict[str, Any]:
    """A window as a vendor states it."""
    return {"text": "as offered", "start": text(start), "end": text(start + hours * HOUR)} | more


async def slots(office: Office, expert_id: str, **asked: Any) -> dict[str, Any]:
    """What the search answers with."""
    answer = await office.client.get(f"/api/experts/{expert_id}/slots", params=asked)
    return dict(expected.body_of(answer, SlotsOut))


def starts(found: dict[str, Any]) -> list[dt.datetime]:
    """The starts found, soonest first."""
    return sorted(instant(slot["start"]) for slot in found["slots"])


async def test_a_slot_suits_the_vendor_the_members_hours_and_everybodys_calendar(office: Office) -> None:
    member_id = await office.member(required=True, name="Ana", timezone="America/Sao_Paulo", working_hours=ALWAYS)
    expert_id = await office.expert(availability=[offered(noon(2), 4), {"text": "Fridays after 6pm"}])
    await office.booked(noon(2), attendees=[member_id])
    found = await slots(office, expert_id, step=60)
    assert starts(found) == [noon(2) + n * HOUR for n in (1, 2, 3)]
    assert found["unread"] == ["Fridays after 6pm"]
    [window] = found["windows"]
    assert (window["feasible"], window["tried"]) == (3, 4)
    [block] = window["blocked"]
    assert (block["constraint"], block["party"], block["starts"]) == ("hold", "Ana", 1)
    assert block["text"].startswith("Ana: in another call ")
    parties = {party["name"]: party for party in found["slots"][0]["parties"]}
    assert parties["Ana"]["timezone"] == "America/Sao_Paulo"
    assert parties["Ana"]["start"].endswith("-03:00")


async def test_without_a_slot_each_window_says_why_and_the_nearest_miss_is_named(office: Office) -> None:
    hours = {"days": [1, 2, 3, 4, 5, 6, 7], "start": "09:00", "end": "18:00"}
    await office.member(required=True, name="Ana", timezone="America/Sao_Paulo", working_hours=hours)
    early, late = noon(2) - 6 * HOUR, noon(3) - 5 * HOUR
    expert_id = await office.expert(availability=[offered(early), offered(late, 0.5)])
    found = await slots(office, expert_id)
    assert (found["slots"], found["total"]) == ([], 0)
    texts = [[block["text"] for block in window["blocked"]] for window in found["windows"]]
    why = "Ana: outside 09:00-18:00 America/Sao_Paulo (Mon Tue Wed Thu Fri Sat Sun)"
    assert texts == [[why], ["30 minutes, too short for a call of 60"]]
    assert instant(found["nearest_miss"]["start"]) == early
    assert found["nearest_miss"]["blocked"] == [why]
    assert [reason["text"] for reason in found["reasons"]] == [why, "30 minutes, too short for a call of 60"]


async def test_an_expert_without_times_is_a_reason_that_says_what_to_do(office: Office) -> None:
    found = await slots(office, await office.expert())
    [reason] = found["reasons"]
    assert (reason["constraint"], found["slots"], found["nearest_miss"]) == ("availability", [], None)
    assert reason["text"].endswith(": has offered no times for this expert")
    assert reason["remedy"].startswith("Ask the vendor for times, and enter them")


@pytest.mark.parametrize(
    ("availability", "told"),
    [
        ([{"text": "Fridays after 6pm"}], ["unread"]),
        ([offered(noon(2), 0.5)], ["duration"]),
        ([offered(noon(30))], ["range"]),
        ([offered(noon(-3))], ["range"]),
        ([offered(noon(2), 0.5), offered(noon(30)), {"text": "mornings"}], ["duration", "range", "unread"]),
        ([offered(noon(2)), {"text": "mornings"}], []),
    ],
)
async def test_whatever_keeps_times_from_being_found_is_a_reason(
    office: Office, availability: list[dict[str, Any]], told: list[str]
) -> None:
    found = await slots(office, await office.expert(availability=availability))
    assert [reason["constraint"] for reason in found["reasons"]] == told
    assert bool(found["slots"]) is not bool(told)
    assert all(reason["text"] and reason["remedy"] for reason in found["reasons"])


@pytest.mark.parametrize("whose", ["everybody", "campaign", "member", "person", "another campaign"])
async def test_days_are_closed_for_everybody_a_campaign_a_member_or_a_person(office: Office, whose: str) -> None:
    member_id = await office.member(required=True, working_hours=ALWAYS)
    expert_id = await office.expert(availability=[offered(noon(2)), offered(noon(3))])
    person_id = (await office.client.get(f"/api/experts/{expert_id}")).json()["person_id"]
    scope = {
        "everybody": {},
        "campaign": {"campaign_id": office.campaign_id},
        "member": {"team_member_id": member_id},
        "person": {"person_id": person_id},
        "another campaign": {"campaign_id": await expected.campaign(office.client)},
    }[whose]
    day = noon(2).date().isoformat()
    closed = {"starts_on": day, "ends_on": day, "reason": "holiday"} | scope
    assert (await office.client.post("/api/blackouts", json=closed)).status_code == 201
    found = await slots(office, expert_id)
    if whose == "another campaign":
        assert starts(found) == [noon(2), noon(3)]
    else:
        assert starts(found) == [noon(3)]
        [block] = found["windows"][0]["blocked"]
        named = {"everybody": "everybody: holiday", "campaign": "this campaign: holiday"}
        assert block["constraint"] == "blackout"
        assert block["text"].startswith(named.get(whose, "")), block


async def test_a_vendor_of_the_catalogue_too_needs_the_time_agreed_with_it(office: Office) -> None:
    vendor = (await office.client.get("/api/vendors", params={"q": "GLG"})).json()["items"][0]
    expert_id = await office.expert(vendor_platform_id=vendor["id"], availability=[offered(noon(2)), offered(noon(4))])
    assert starts(await slots(office, expert_id)) == [noon(2), noon(4)]
    agreed = await office.client.patch(f"/api/vendors/{vendor['id']}", json={"lead_time_hours": 48})
    assert (agreed.status_code, agreed.json()["lead_time_hours"]) == (200, 48)
    renamed = await office.client.patch(f"/api/vendors/{vendor['id']}", json={"lead_time_hours": 1, "name": "Ours"})
    expected.refusal_of(renamed, 403, "vendor_of_catalogue")
    found = await slots(office, expert_id, as_of=text(noon(-1)))
    assert starts(found) == [noon(2), noon(4)]
    found = await slots(office, expert_id, **{"as_of": text(noon(0) - DAY), "from": text(noon(0) - DAY)})
    assert starts(found) == [noon(2), noon(4)]
    soon = await office.expert(vendor_platform_id=vendor["id"], availability=[offered(noon(1) - 3 * HOUR)])
    blocked = (await slots(office, soon))["windows"][0]["blocked"]
    assert blocked[0]["text"].startswith(f"{vendor['name']}: needs 48 hours, so not before ")


async def test_a_time_without_an_end_is_one_at_which_the_call_may_begin(office: Office) -> None:
    expert_id = await office.expert(availability=[{"text": "Tuesday at noon", "start": text(noon(2))}])
    assert starts(await slots(office, expert_id, duration_minutes=90)) == [noon(2)]


async def test_the_slots_proposed_for_a_call_are_windows_too_and_its_own_time_is_free(office: Office) -> None:
    expert_id = await office.expert()
    call = await office.request(expert_id, proposed_slots=[{"start": text(noon(2)), "end": text(noon(2) + HOUR)}])
    assert starts(await slots(office, expert_id)) == [noon(2)]
    await office.done(call, "schedule", slot=0)
    await office.client.patch(f"/api/experts/{expert_id}", json={"availability": [offered(noon(2), 2)]})
    assert starts(await slots(office, expert_id, step=60)) == [noon(2) + HOUR]
    own = await slots(office, expert_id, step=60, interview_id=call["id"])
    assert starts(own) == [noon(2), noon(2) + HOUR]


async def test_nothing_is_found_for_a_stranger_or_with_unknown_members_and_calls(office: Office) -> None:
    expert_id = await office.expert(availability=[offered(noon(2))])
    address = f"/api/experts/{expert_id}/slots"
    for name, code in (("attendees", "team_member_missing"), ("interview_id", "interview_missing")):
        expected.refusal_of(await office.client.get(address, params={name: str(uuid4())}), 404, code)
    async with office.core.as_("bob") as bob:
        await expected.is_missing_as_if_absent(bob, "GET", "/api/experts/{}/slots", expert_id)


@pytest.mark.parametrize(
    "asked",
    [
        {"from": text(noon(1)), "to": text(noon(1))},
        {"from": text(noon(1)), "to": text(noon(40))},
        {"duration_minutes": 10},
        {"step": 7},
        {"attendees": "nobody"},
        {"as_of": text(noon(2))},
        {"misspelt": 1},
    ],
)
async def test_a_strange_wish_is_refused(office: Office, asked: dict[str, Any]) -> None:
    answer = await office.client.get(f"/api/experts/{await office.expert()}/slots", params=asked)
    assert answer.status_code == 422, answer.text


async def test_what_is_long_past_is_searched_as_of_then(office: Office) -> None:
    expert_id = await office.expert(availability=[offered(noon(-20))])
    assert starts(await slots(office, expert_id)) == []
    assert starts(await slots(office, expert_id, as_of=text(noon(-22)))) == [noon(-20)]
