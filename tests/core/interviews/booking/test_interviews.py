"""Calls as a list and as things: what is said of them comes back, old words are understood, strangers see none."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.core.interviews.booking.schemas import InterviewOut
from shared.contracts.page import Page
from tests.core.interviews.office import HOUR, Office, instant, noon, text
from tests.core.research import expected

NOTED: dict[str, Any] = {
    "place": "https://meet.example/42",
    "color_tag": "purple",
    "notes": "Ask about the tender.",
    "transcript_url": "https://files.example/t.txt",
    "recording_url": "https://files.example/r.mp4",
}


async def listed(office: Office, **asked: Any) -> list[str]:
    """The ids a list answers with."""
    answer = await office.client.get("/api/interviews", params={"campaign_id": office.campaign_id} | asked)
    return [one["id"] for one in expected.body_of(answer, Page[InterviewOut])["items"]]


async def test_every_field_of_a_call_comes_back_and_null_clears(office: Office) -> None:
    lead = await office.member()
    given = {name: NOTED[name] for name in ("place", "color_tag", "notes")}
    given |= {"duration_minutes": 45, "timezone": "Asia/Kolkata", "lead_member_id": lead}
    made = await office.client.post("/api/interviews", json=given | {"expert_id": await office.expert()})
    body = expected.body_of(made, InterviewOut, 201)
    assert {name: body[name] for name in given} == given
    assert (await office.client.get(made.headers["location"])).content == made.content
    patched = await office.client.patch(made.headers["location"], json=NOTED)
    assert {name: patched.json()[name] for name in NOTED} == NOTED
    cleared = (await office.client.patch(made.headers["location"], json=dict.fromkeys(NOTED))).json()
    assert {name: cleared[name] for name in NOTED} == dict.fromkeys(NOTED)
    unled = await office.client.patch(made.headers["location"], json={"lead_member_id": None})
    assert (unled.json()["lead_member_id"], len(unled.json()["attendees"])) == (None, 1)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("duration_minutes", 14),
        ("duration_minutes", 241),
        ("duration_minutes", -30),
        ("timezone", "Mars/Base"),
        ("starts_at", "2026-11-19T10:00:00"),
        ("color_tag", "beige"),
        ("status", "completed"),
        ("notes", "nul\x00"),
        ("proposed_slots", [{"start": "2026-11-19T10:00:00Z", "end": "2026-11-19T09:00:00Z"}]),
    ],
)
async def test_a_bad_value_is_refused_by_its_name(office: Office, field: str, value: object) -> None:
    body = {"expert_id": await office.expert(), field: value}
    problem = expected.refusal_of(await office.client.post("/api/interviews", json=body), 422, "input_invalid")
    assert problem["errors"][0]["pointer"].startswith(f"#/{field}")


async def test_time_and_state_are_not_patched(office: Office) -> None:
    call = await office.request()
    for field, value in (("starts_at", text(noon(2))), ("status", "confirmed"), ("duration_minutes", 30)):
        answer = await office.client.patch(f"/api/interviews/{call['id']}", json={field: value})
        expected.refusal_of(answer, 422, "input_invalid", f"#/{field}")


async def test_the_old_shape_books_and_its_hour_is_of_the_zone_it_names(office: Office) -> None:
    day = noon(5).date()
    old = {
        "campaign_id": office.campaign_id,
        "expert_id": await office.expert(),
        "scheduled_date": f"{day}T10:00:00",
        "duration_minutes": 30,
        "timezone": "America/Sao_Paulo",
        "status": "Confirmed",
    }
    body = expected.body_of(await office.client.post("/api/interviews", json=old), InterviewOut, 201)
    local = dt.datetime.combine(day, dt.time(10), ZoneInfo("America/Sao_Paulo"))
    assert (body["status"], instant(body["starts_at"])) == ("confirmed", local)
    pending = {"expert_id": await office.expert(), "status": "Pending"}
    assert (await office.client.post("/api/interviews", json=pending)).json()["status"] == "requested"
    assert len(await listed(office, status="pending")) == 1
    assert len(await listed(office, status=["Pending", "confirmed"])) == 2


async def test_a_call_without_a_zone_is_in_its_campaigns(office: Office) -> None:
    await office.client.patch(f"/api/campaigns/{office.campaign_id}", json={"timezone": "Europe/Berlin"})
    assert (await office.request())["timezone"] == "Europe/Berlin"


async def test_a_call_has_its_own_colour_or_its_campaigns(office: Office) -> None:
    await office.client.patch(f"/api/campaigns/{office.campaign_id}", json={"color_tag": "green"})
    assert [(await office.request(color_tag=own))["color"] for own in (None, "red")] == ["green", "red"]


async def test_an_experts_other_campaign_is_no_campaign_of_the_call(office: Office) -> None:
    other = await expected.campaign(office.client)
    body = {"expert_id": await office.expert(), "campaign_id": other}
    expected.refusal_of(await office.client.post("/api/interviews", json=body), 404, "campaign_missing")


async def test_the_list_is_filtered_by_everything_it_says(office: Office) -> None:
    member_id, expert_id = await office.member(), await office.expert(name="Ursula Quill", company="Wärtsilä")
    first = await office.booked(noon(1), expert_id, attendees=[member_id])
    second = await office.booked(noon(2))
    asked = await office.request()
    await office.done(second, "confirm")
    for filters, found in (
        ({}, [first, second, asked]),
        ({"expert_id": expert_id}, [first]),
        ({"person_id": second["person_id"]}, [second]),
        ({"vendor_id": office.vendor_id, "sort": "-starts_at"}, [asked, second, first]),
        ({"member_id": member_id}, [first]),
        ({"status": "confirmed"}, [second]),
        ({"status": ["requested", "confirmed"], "sort": "-created_at"}, [asked, second]),
        ({"from": text(noon(1) + HOUR)}, [second]),
        ({"from": text(noon(1)), "to": text(noon(2))}, [first]),
        ({"q": "wÄRT"}, [first]),
        ({"q": "quill"}, [first]),
        ({"campaign_id": await expected.campaign(office.client)}, []),
    ):
        assert await listed(office, **filters) == [call["id"] for call in found], filters


@pytest.mark.parametrize("sort", ["starts_at", "-starts_at", "status_at", "-updated_at", "status", "-duration_minutes"])
async def test_pages_together_are_the_whole_list_in_order(office: Office, sort: str) -> None:
    for days in (3, 1, 2):
        await office.booked(noon(days))
    for _ in range(2):
        await office.request()
    whole = await listed(office, sort=sort)
    paged, after = [], None
    while True:
        asked: dict[str, Any] = {"campaign_id": office.campaign_id, "sort": sort, "limit": 2}
        asked |= {"after": after} if after else {}
        page = (await office.client.get("/api/interviews", params=asked)).json()
        paged += [one["id"] for one in page["items"]]
        if (after := page["next"]) is None:
            break
    assert paged == whole
    assert len(whole) == 5


async def test_unknown_words_and_members_are_refused(office: Office) -> None:
    answer = await office.client.get("/api/interviews", params={"status": "perhaps"})
    assert answer.status_code == 422
    stranger = {"expert_id": await office.expert(), "attendees": [office.campaign_id]}
    expected.refusal_of(await office.client.post("/api/interviews", json=stranger), 404, "team_member_missing")


async def test_a_stranger_finds_no_call_of_anothers(office: Office) -> None:
    call = await office.booked(noon(-2))
    async with office.core.as_("bob") as bob:
        missing = expected.is_missing_as_if_absent
        for method, sent in (("GET", {}), ("PATCH", {"json": {"notes": "mine"}}), ("DELETE", {})):
            await missing(bob, method, "/api/interviews/{}", call["id"], **sent)
        for verb, said in (("confirm", {}), ("complete", {}), ("cancel", {"reason": "mine"})):
            await missing(bob, "POST", f"/api/interviews/{{}}/{verb}", call["id"], json=said)
        assert (await bob.get("/api/interviews")).json()["items"] == []
