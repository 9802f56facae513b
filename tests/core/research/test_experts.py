"""Experts entered and edited by hand: every field, what is refused, what a list shows."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.core.research.experts.schemas import ExpertOut
from tests.core.research import expected
from tests.core.research.offers import COLEMAN, GLG, Json, add, listed, patched
from tests.support.core import Core

FULL: Json = {
    "name": "Dr. Zo\u00eb M\u00fcller-L\u00fcdenscheidt",
    "title": "Chief Information Officer",
    "company": "Charit\u00e9",
    "past_employers": [
        {"name": "Epic Systems", "title": "Engineer", "start": "2011", "end": "2016-04"},
        {"name": "SAP"},
    ],
    "location": "Berlin, Germany",
    "region": "Europe",
    "skills": ["EHR", "procurement"],
    "description": "Ran the migration.\nTwice.",
    "work_history": "2016\u2013: CIO",
    "years_experience": 21,
    "linkedin_url": "https://www.linkedin.com/in/zoe-mueller",
    "email": "zoe@example.com",
    "phone": "+4930123456",
    "avatar_url": "https://example.com/zoe.png",
    "rating": 4.5,
    "ai_fit_score": 9,
    "price": {
        "amount_minor": 120000,
        "currency": "EUR",
        "unit": "hour",
        "minimum_minutes": 30,
        "increment_minutes": 5,
        "free_minutes": 15,
        "credit_value_minor": None,
    },
    "availability": [
        {
            "text": "Mon 10:00-11:00 CET",
            "start": "2026-11-23T10:00:00+01:00",
            "end": "2026-11-23T11:00:00+01:00",
            "timezone": "Europe/Berlin",
        },
        {"text": "most mornings"},
    ],
    "conflict_status": "cleared",
    "vendor_ref": "GLG-0815",
}
CLEARED: Json = {
    "title": None,
    "company": None,
    "location": None,
    "region": None,
    "description": None,
    "work_history": None,
    "years_experience": None,
    "linkedin_url": None,
    "email": None,
    "phone": None,
    "avatar_url": None,
    "rating": None,
    "ai_fit_score": None,
    "price": None,
    "vendor_ref": None,
}
EMPTY: Json = {"past_employers": [], "skills": [], "availability": [], "conflict_status": "not_checked"}


async def test_every_field_comes_back_as_it_was_sent(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    body = {"campaign_id": campaign_id, "vendor_platform_id": GLG} | FULL
    response = await ada.post("/api/experts", json=body)
    made = expected.body_of(response, ExpertOut, 201)
    assert response.headers["location"] == f"/api/experts/{made['id']}"
    assert {name: made[name] for name in FULL} == FULL
    assert (made["vendor"], made["status"], made["is_new"], made["superseded_by_id"]) == ("GLG", "proposed", True, None)
    assert made["edited_fields"] == sorted(FULL)
    assert made["sources"] == {}
    read = await ada.get(f"/api/experts/{made['id']}")
    assert read.json() == made
    assert read.headers["etag"] == response.headers["etag"]


async def test_a_name_alone_is_enough(ada: httpx2.AsyncClient) -> None:
    made = await add(ada, await expected.campaign(ada), name="  Sarah Chen ")
    assert made["name"] == "Sarah Chen"
    assert {name: made[name] for name in CLEARED | EMPTY} == CLEARED | EMPTY
    assert made["edited_fields"] == ["name"]


async def test_each_field_can_be_changed_and_null_clears(ada: httpx2.AsyncClient) -> None:
    made = await add(ada, await expected.campaign(ada), name="Sarah Chen")
    changed = await patched(ada, made, **{name: value for name, value in FULL.items() if name != "name"})
    assert {name: changed[name] for name in FULL if name != "name"} == {n: v for n, v in FULL.items() if n != "name"}
    untouched = await patched(ada, made)
    assert untouched == changed
    cleared = await patched(ada, made, **CLEARED, **EMPTY)
    assert {name: cleared[name] for name in CLEARED | EMPTY} == CLEARED | EMPTY
    assert cleared["edited_fields"] == sorted(FULL)
    assert (await patched(ada, made, name="Sarah J. Chen"))["name"] == "Sarah J. Chen"


async def test_what_is_set_to_what_it_is_counts_as_no_edit(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    made = await add(ada, campaign_id, name="Sarah Chen", price={"amount_minor": 5, "unit": "call", "currency": "EUR"})
    same = await patched(ada, made, title=None, skills=[], price=made["price"], name="Sarah Chen")
    assert same["edited_fields"] == ["name", "price"]
    assert same["updated_at"] == made["updated_at"]


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", None),
        ("name", "x" * 256),
        ("name", "a\u0000b"),
        ("title", 5),
        ("region", "Atlantis"),
        ("skills", None),
        ("skills", ["x"] * 101),
        ("years_experience", -1),
        ("years_experience", 81),
        ("linkedin_url", "javascript:alert(1)"),
        ("avatar_url", "ftp://example.com/a.png"),
        ("email", "nobody"),
        ("email", "a@b@c.de"),
        ("rating", 5.1),
        ("rating", 4.25),
        ("rating", -1),
        ("ai_fit_score", 11),
        ("ai_fit_score", 4.5),
        ("conflict_status", "maybe"),
        ("availability", [{"start": "2026-11-23T10:00:00+01:00"}]),
        ("availability", [{"text": "Mon", "start": "2026-11-23T10:00:00"}]),
        ("availability", [{"text": "Mon", "timezone": "Mars/Olympus"}]),
        ("past_employers", [{"title": "Engineer"}]),
        ("enchanted", True),
        ("status", "shortlisted"),
        ("price", {"unit": "hour", "currency": "EUR"}),
        ("price", {"amount_minor": -1, "unit": "hour", "currency": "EUR"}),
        ("price", {"amount_minor": 2**31, "unit": "hour", "currency": "EUR"}),
        ("price", {"amount_minor": 1.5, "unit": "hour", "currency": "EUR"}),
        ("price", {"amount_minor": 1, "unit": "day", "currency": "EUR"}),
        ("price", {"amount_minor": 1, "unit": "hour"}),
        ("price", {"amount_minor": 1, "unit": "hour", "currency": "euro"}),
        ("price", {"amount_minor": 1, "unit": "hour", "currency": "EUR", "increment_minutes": 0}),
        ("price", {"amount_minor": 1, "unit": "hour", "currency": "EUR", "minimum_minutes": 1441}),
        ("price", {"amount_minor": 1, "unit": "hour", "currency": "EUR", "free_minutes": -5}),
        ("price", {"amount_minor": 1, "unit": "credit", "credit_value_minor": 100}),
        ("price", {"amount_minor": 1, "unit": "hour", "currency": "EUR", "surcharge": 3}),
    ],
)
async def test_a_bad_value_is_refused_by_its_name(ada: httpx2.AsyncClient, pointer: str, value: Any) -> None:
    campaign_id = await expected.campaign(ada)
    body = {"campaign_id": campaign_id, "vendor_platform_id": GLG, "name": "Sarah Chen", pointer: value}
    refused = expected.refusal_of(await ada.post("/api/experts", json=body), 422, "input_invalid")
    assert all(error["pointer"].startswith(f"#/{pointer}") for error in refused["errors"])
    assert await listed(ada, campaign_id=campaign_id) == []
    if pointer != "status":
        made = await add(ada, campaign_id, name="Sarah Chen")
        refused = expected.refusal_of(
            await ada.patch(f"/api/experts/{made['id']}", json={pointer: value}), 422, "input_invalid"
        )
        assert (await ada.get(f"/api/experts/{made['id']}")).json() == made


async def test_an_unknown_campaign_or_vendor_is_missing(ada: httpx2.AsyncClient, core: Core) -> None:
    campaign_id = await expected.campaign(ada)
    for body, code in (
        ({"campaign_id": str(uuid4()), "vendor_platform_id": GLG}, "campaign_missing"),
        ({"campaign_id": campaign_id, "vendor_platform_id": str(uuid4())}, "vendor_missing"),
    ):
        response = await ada.post("/api/experts", json=body | {"name": "Sarah Chen"})
        expected.refusal_of(response, 404, code)
    rows = "SELECT FROM expert_network.people WHERE workspace_id = $1"
    assert await core.owner_sql(rows, core.workspace()) == []


async def test_the_list_is_filtered_sorted_and_paged(ada: httpx2.AsyncClient) -> None:
    campaign_id, elsewhere = await expected.campaign(ada), await expected.campaign(ada)
    zoe = await add(ada, campaign_id, name="Zoe Maier", company="Bosch", skills=["Lean 100%"])
    adam = await add(ada, campaign_id, vendor=COLEMAN, name="Adam Novak", company="Skoda", conflict_status="flagged")
    mia = await add(ada, campaign_id, name="Mia Rossi", title="Buyer, Bosch division", company="Rexroth")
    await add(ada, elsewhere, name="Else Where", company="Nowhere")
    own = {"campaign_id": campaign_id}
    assert await listed(ada, **own) == ["Zoe Maier", "Adam Novak", "Mia Rossi"]
    assert await listed(ada, **own, sort="name") == ["Adam Novak", "Mia Rossi", "Zoe Maier"]
    assert await listed(ada, **own, sort="-created_at") == ["Mia Rossi", "Adam Novak", "Zoe Maier"]
    assert await listed(ada, **own, vendor_id=COLEMAN) == ["Adam Novak"]
    assert await listed(ada, **own, conflict_status="flagged") == ["Adam Novak"]
    assert await listed(ada, **own, q="bosch") == ["Zoe Maier", "Mia Rossi"]
    assert await listed(ada, **own, q="100%") == ["Zoe Maier"]
    assert await listed(ada, person_id=mia["person_id"]) == ["Mia Rossi"]
    await patched(ada, adam, status="approved")
    assert (
        await listed(ada, **own, status="shortlisted") == await listed(ada, **own, status="Approved") == ["Adam Novak"]
    )
    assert await listed(ada, **own, sort="-updated_at", limit="1") == ["Adam Novak"]
    seen, after = [], None
    while True:
        query = own | {"limit": "2", "sort": "name"} | ({"after": after} if after else {})
        page = (await ada.get("/api/experts", params=query)).json()
        seen += [offer["name"] for offer in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == ["Adam Novak", "Mia Rossi", "Zoe Maier"]
    assert zoe["name"] == "Zoe Maier"


async def test_a_change_made_against_an_older_state_is_refused(ada: httpx2.AsyncClient) -> None:
    made = await add(ada, await expected.campaign(ada), name="Sarah Chen")
    path = f"/api/experts/{made['id']}"
    seen = {"if-match": (await ada.get(path)).headers["etag"]}
    assert (await ada.patch(path, json={"title": "One"}, headers=seen)).status_code == 200
    for response in (
        await ada.patch(path, json={"title": "Two"}, headers=seen),
        await ada.delete(path, headers=seen),
    ):
        problem = expected.refusal_of(response, 412, "changed_since_read")
        assert problem["etag"] == (await ada.get(path)).headers["etag"]
    assert (await ada.get(path, headers={"if-none-match": problem["etag"]})).status_code == 304


async def test_a_stranger_finds_no_expert_of_anothers(core: Core, ada: httpx2.AsyncClient) -> None:
    made = await add(ada, await expected.campaign(ada), name="Sarah Chen")
    async with core.as_("bob") as bob:
        missing = expected.is_missing_as_if_absent
        await missing(bob, "GET", "/api/experts/{}", made["id"])
        await missing(bob, "PATCH", "/api/experts/{}", made["id"], json={"title": "Mine"})
        await missing(bob, "DELETE", "/api/experts/{}", made["id"])
        await missing(bob, "GET", "/api/experts/{}/screening", made["id"])
        answer = {"question_text": "Why?", "response_text": "x"}
        await missing(bob, "POST", "/api/experts/{}/screening", made["id"], json=answer)
        await missing(bob, "GET", "/api/people/{}", made["person_id"])
    assert (await ada.get(f"/api/experts/{made['id']}")).json() == made
