"""Who attends a call is not lost with a member who leaves, and calendars hear of every change of who attends."""

from typing import Any

import pytest

from tests.core.interviews.office import Office, instant, noon
from tests.core.research import expected


async def seated(office: Office, member_id: str, how: str, **more: Any) -> dict[str, Any]:
    """A booked call that the member leads, must attend, or may."""
    seats: dict[str, dict[str, Any]] = {
        "lead": {"lead_member_id": member_id},
        "required": {"attendees": [member_id]},
        "optional": {"optional_attendees": [member_id]},
    }
    return await office.booked(noon(3), **seats[how], **more)


@pytest.mark.parametrize("how", ["lead", "required"])
async def test_a_member_whom_calls_to_come_need_stays_until_somebody_else_has_them(office: Office, how: str) -> None:
    member_id, other_id = await office.member(name="Ana"), await office.member(name="Ben")
    call = await seated(office, member_id, how)
    asked_for = await office.request(attendees=[member_id])
    refused = expected.refusal_of(await office.client.delete(f"/api/team-members/{member_id}"), 409, "calls_ahead")
    assert [each["interview_id"] for each in refused["calls"]] == [call["id"], asked_for["id"]]
    assert [each["status"] for each in refused["calls"]] == ["scheduled", "requested"]
    assert (instant(refused["calls"][0]["starts_at"]), refused["calls"][1]["starts_at"]) == (noon(3), None)
    assert {each["expert"] for each in refused["calls"]} == {call["expert_name"], asked_for["expert_name"]}
    for each in (call, asked_for):
        handed_over = {"attendees": [other_id], "lead_member_id": other_id}
        assert (await office.client.patch(f"/api/interviews/{each['id']}", json=handed_over)).status_code == 200
    assert (await office.client.delete(f"/api/team-members/{member_id}")).status_code == 204


@pytest.mark.parametrize("how", ["optional", "required"])
async def test_a_member_leaves_whom_no_call_to_come_needs(office: Office, how: str) -> None:
    member_id = await office.member()
    call = await seated(office, member_id, how)
    if how == "required":
        await office.done(call, "cancel", reason="off")
    assert (await office.client.delete(f"/api/team-members/{member_id}")).status_code == 204


async def test_calendars_see_every_change_of_who_attends_as_an_update_of_the_same_event(office: Office) -> None:
    ana, ben = await office.member(), await office.member()
    call = await seated(office, ana, "required")
    address, sequences = f"/api/interviews/{call['id']}", [call["sequence"]]
    for change in (
        {"attendees": [ana, ben]},
        {"attendees": [ben], "optional_attendees": [ana]},
        {"lead_member_id": ben},
        {"attendees": [ben], "optional_attendees": []},
    ):
        sequences.append((await office.client.patch(address, json=change)).json()["sequence"])
    assert sequences == sorted(set(sequences))
    assert (await office.client.patch(address, json={"notes": "bring slides"})).json()["sequence"] == sequences[-1]
    optional = await seated(office, ana, "optional", expert_id=await office.expert())
    assert (await office.client.delete(f"/api/team-members/{ana}")).status_code == 204
    left = (await office.client.get(f"/api/interviews/{optional['id']}")).json()
    assert (left["attendees"], left["sequence"]) == ([], optional["sequence"] + 1)
