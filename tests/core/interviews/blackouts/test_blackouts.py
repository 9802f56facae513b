"""Days without calls: added, changed, listed by whose they are and when, and opened again."""

from typing import Any
from uuid import uuid4

import pytest

from services.core.interviews.blackouts.schemas import BlackoutOut
from shared.contracts.page import Page
from tests.core.interviews.office import Office
from tests.core.research import expected

DAYS = {"starts_on": "2026-12-24", "ends_on": "2026-12-26", "reason": "Christmas"}


async def test_every_field_of_a_blackout_comes_back_and_null_clears(office: Office) -> None:
    made = await office.client.post("/api/blackouts", json=DAYS | {"campaign_id": office.campaign_id})
    body = expected.body_of(made, BlackoutOut, 201)
    assert {name: body[name] for name in DAYS} == DAYS
    assert body["campaign_id"] == office.campaign_id
    assert (await office.client.get(made.headers["location"])).content == made.content
    changed = await office.client.patch(made.headers["location"], json={"ends_on": "2026-12-31", "reason": None})
    assert expected.body_of(changed, BlackoutOut) == body | {"ends_on": "2026-12-31", "reason": None}
    stale = {"if-match": made.headers["etag"]}
    expected.refusal_of(await office.client.delete(made.headers["location"], headers=stale), 412, "changed_since_read")
    assert (await office.client.delete(made.headers["location"])).status_code == 204
    assert (await office.client.get(made.headers["location"])).status_code == 404


async def test_the_list_shows_whose_days_and_those_that_touch_a_stretch(office: Office) -> None:
    member_id = await office.member()
    ids: list[str] = []
    for more in ({}, {"team_member_id": member_id}, {"starts_on": "2027-01-04", "ends_on": "2027-01-04"}):
        made = await office.client.post("/api/blackouts", json=DAYS | more)
        ids.append(made.json()["id"])
    for asked, found in (
        ({"since": "2026-12-26", "until": "2027-01-03"}, ids[:2]),
        ({"since": "2026-12-27"}, ids[2:]),
        ({"until": "2026-12-23"}, []),
        ({"team_member_id": member_id}, ids[1:2]),
        ({"sort": "-created_at"}, ids[::-1]),
    ):
        answer = await office.client.get("/api/blackouts", params=asked)
        assert [each["id"] for each in expected.body_of(answer, Page[BlackoutOut])["items"]] == found, asked


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"ends_on": "2026-12-23"}, 422, "dates_reversed"),
        ({"campaign_id": str(uuid4())}, 404, "campaign_missing"),
        ({"team_member_id": str(uuid4())}, 404, "team_member_missing"),
        ({"person_id": str(uuid4())}, 404, "person_missing"),
        ({"person_id": str(uuid4()), "team_member_id": str(uuid4())}, 422, "input_invalid"),
    ],
)
async def test_a_blackout_is_of_one_who_is_known_and_of_days(
    office: Office, sent: dict[str, Any], status: int, code: str
) -> None:
    expected.refusal_of(await office.client.post("/api/blackouts", json=DAYS | sent), status, code)


async def test_days_are_not_reversed_by_a_patch(office: Office) -> None:
    made = await office.client.post("/api/blackouts", json=DAYS)
    patched = await office.client.patch(made.headers["location"], json={"ends_on": "2026-12-01"})
    expected.refusal_of(patched, 422, "dates_reversed", "#/ends_on")


async def test_a_stranger_finds_no_blackout_of_anothers(office: Office) -> None:
    made = await office.client.post("/api/blackouts", json=DAYS)
    async with office.core.as_("bob") as bob:
        for method, sent in (("GET", {}), ("PATCH", {"json": {"reason": "mine"}}), ("DELETE", {})):
            await expected.is_missing_as_if_absent(bob, method, "/api/blackouts/{}", made.json()["id"], **sent)
        assert (await bob.get("/api/blackouts")).json()["items"] == []
