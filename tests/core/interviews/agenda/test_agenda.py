"""The calendar: what is booked, in whose colour and on whose clock, what speaks against it, and what is closed."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.core.interviews.agenda.schemas import AgendaOut
from tests.core.interviews.office import DAY, HOUR, Office, instant, noon, text
from tests.core.research import expected

ALWAYS = {"days": [1, 2, 3, 4, 5, 6, 7], "start": "00:00", "end": "23:59"}


async def agenda(office: Office, **asked: Any) -> dict[str, Any]:
    """The calendar of a fortnight around today."""
    asked = {"from": text(noon(-7)), "to": text(noon(7))} | asked
    return dict(expected.body_of(await office.client.get("/api/calendar", params=asked), AgendaOut))


def ids(found: dict[str, Any]) -> list[str]:
    return [call["id"] for call in found["calls"]]


async def test_calls_are_shown_in_order_on_the_clock_asked_for_and_in_their_colour(office: Office) -> None:
    await office.client.patch(f"/api/campaigns/{office.campaign_id}", json={"color_tag": "orange"})
    late, early = await office.booked(noon(2), color_tag="red"), await office.booked(noon(1))
    await office.request()
    await office.booked(noon(9))
    found = await agenda(office, timezone="America/New_York")
    assert (ids(found), found["total"], found["timezone"]) == ([early["id"], late["id"]], 2, "America/New_York")
    assert [call["color"] for call in found["calls"]] == ["orange", "red"]
    local = noon(1).astimezone(ZoneInfo("America/New_York"))
    assert found["calls"][0]["local_start"] == local.isoformat()
    assert instant(found["calls"][0]["local_end"]) == noon(1) + HOUR


async def test_a_call_that_reaches_into_the_stretch_is_shown_and_one_that_only_touches_it_is_not(
    office: Office,
) -> None:
    call = await office.booked(noon(1))
    assert ids(await agenda(office, **{"from": text(noon(1) + HOUR / 2)})) == [call["id"]]
    assert ids(await agenda(office, **{"from": text(noon(1) + HOUR)})) == []
    assert ids(await agenda(office, to=text(noon(1)))) == []


async def test_it_is_narrowed_to_a_campaign_or_a_member(office: Office) -> None:
    member_id = await office.member()
    attended = await office.booked(noon(1), attendees=[member_id])
    led = await office.booked(noon(2), lead_member_id=member_id)
    await office.booked(noon(3))
    other = await Office.open(office.core, office.client)
    elsewhere = await other.booked(noon(4), attendees=[member_id])
    assert ids(await agenda(office, member_id=member_id)) == [attended["id"], led["id"], elsewhere["id"]]
    assert ids(await agenda(office, campaign_id=other.campaign_id)) == [elsewhere["id"]]
    cut = await agenda(office, limit=2)
    assert (len(cut["calls"]), cut["total"]) == (2, 4)


async def test_what_speaks_against_a_booked_time_is_told(office: Office) -> None:
    asleep = await office.member(name="Ana", timezone="Pacific/Auckland", working_hours=ALWAYS | {"end": "00:30"})
    away = await office.member(name="Ben", working_hours=ALWAYS)
    twice = await office.member(name="Cy", working_hours=ALWAYS)
    day = noon(1).date().isoformat()
    for scope in ({"team_member_id": away}, {"campaign_id": office.campaign_id}):
        await office.client.post("/api/blackouts", json={"starts_on": day, "ends_on": day, "reason": "closed"} | scope)
    call = await office.booked(noon(1), attendees=[asleep, away], optional_attendees=[twice])
    await office.booked(noon(1) + HOUR / 2, attendees=[twice])
    shown = {each["id"]: each["conflicts"] for each in (await agenda(office))["calls"]}
    assert [(each["kind"], each["party"]) for each in shown[call["id"]]] == [
        ("blackout", None),
        ("working_hours", "Ana"),
        ("blackout", "Ben"),
        ("hold", "Cy"),
    ]
    await office.done(call, "cancel", reason="off")
    assert [each["conflicts"] for each in (await agenda(office))["calls"] if each["id"] == call["id"]] == [[]]


async def test_the_days_closed_for_what_is_shown_are_shown(office: Office) -> None:
    other = await expected.campaign(office.client)
    member_id = await office.member()
    made = {}
    days = {"starts_on": noon(1).date().isoformat(), "ends_on": noon(1).date().isoformat()}
    for name, scope in {
        "all": {},
        "campaign": {"campaign_id": office.campaign_id},
        "other": {"campaign_id": other},
        "member": {"team_member_id": member_id},
    }.items():
        made[name] = (await office.client.post("/api/blackouts", json=days | scope)).json()["id"]
    late = (noon(30).date() + DAY).isoformat()
    await office.client.post("/api/blackouts", json={"starts_on": late, "ends_on": late})

    async def closed(**asked: Any) -> set[str]:
        shown = {each["id"] for each in (await agenda(office, **asked))["blackouts"]}
        return {name for name, id_ in made.items() if id_ in shown}

    assert await closed() == {"all", "campaign", "other", "member"}
    assert await closed(campaign_id=office.campaign_id) == {"all", "campaign"}
    assert await closed(member_id=member_id) == {"all", "member"}


@pytest.mark.parametrize(
    "asked",
    [
        {"to": text(noon(-7))},
        {"from": text(noon(-7)), "to": text(noon(-7) + dt.timedelta(days=92, seconds=1))},
        {"timezone": "Mars/Base"},
        {"limit": 1001},
        {"from": "2026-11-19T10:00:00"},
        {"misspelt": 1},
    ],
)
async def test_a_strange_stretch_is_refused(office: Office, asked: dict[str, Any]) -> None:
    asked = {"from": text(noon(-7)), "to": text(noon(7))} | asked
    assert (await office.client.get("/api/calendar", params=asked)).status_code == 422


async def test_a_stranger_sees_an_empty_calendar(office: Office) -> None:
    await office.booked(noon(1))
    async with office.core.as_("bob") as bob:
        asked = {"from": text(noon(-7)), "to": text(noon(7)), "campaign_id": office.campaign_id}
        found = (await bob.get("/api/calendar", params=asked)).json()
    assert (found["calls"], found["total"], found["blackouts"]) == ([], 0, [])
