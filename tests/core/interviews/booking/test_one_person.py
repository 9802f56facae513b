"""Two people in calls at one time are not made one: the calls that forbid it are named."""

from tests.core.interviews.office import DAY, HOUR, Office, instant, noon, text
from tests.core.research import expected


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
    assert "Anna Weber" in problem["detail"]
    await office.done(second, "reschedule", starts_at=text(noon(3) + HOUR))
    assert (await office.client.post(accept)).status_code == 200
