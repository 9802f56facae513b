"""Experts entered and edited by hand: every field, who the person is, what is refused, what happens at once."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.core.research.experts.schemas import AnswerOut, ExpertOut
from shared.contracts.page import Page
from tests.core.research import expected
from tests.support.core import Core

Json = dict[str, Any]
GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
COLEMAN = "f6a7b8c9-d0e1-4345-f789-012345fabcde"
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


@pytest.fixture
async def ada(core: Core) -> AsyncIterator[httpx2.AsyncClient]:
    async with core.as_("ada") as client:
        yield client


async def add(client: httpx2.AsyncClient, campaign_id: str, *, vendor: str = GLG, **fields: Any) -> Json:
    body = {"campaign_id": campaign_id, "vendor_platform_id": vendor} | fields
    made: Json = expected.body_of(await client.post("/api/experts", json=body), ExpertOut, 201)
    return made


async def patched(client: httpx2.AsyncClient, offer: Json, **fields: Any) -> Json:
    changed: Json = expected.body_of(await client.patch(f"/api/experts/{offer['id']}", json=fields), ExpertOut)
    return changed


async def listed(client: httpx2.AsyncClient, **query: str) -> list[str]:
    page = expected.body_of(await client.get("/api/experts", params=query), Page[ExpertOut])
    return [offer["name"] for offer in page["items"]]


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


async def test_the_same_person_from_another_vendor_is_recognised(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    one = await add(ada, campaign_id, name="Sarah Chen", company="Epic Systems", title="CIO")
    other = await add(ada, campaign_id, vendor=COLEMAN, name="Dr. Chen, Sarah", company="Epic Systems", title="CIO")
    assert other["person_id"] == one["person_id"]
    person = (await ada.get(f"/api/people/{one['person_id']}")).json()
    assert {offer["vendor"] for offer in person["offers"]} == {"GLG", "Coleman Research"}
    elsewhere = await add(ada, await expected.campaign(ada), name="Sarah Chen", company="Epic Systems", title="CIO")
    assert elsewhere["person_id"] == one["person_id"]
    somebody_else = await add(ada, campaign_id, name="Sarah Chen", company="Pfizer", title="Chemist")
    assert somebody_else["person_id"] != one["person_id"]


async def test_who_may_be_known_is_a_question(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    one = await add(ada, campaign_id, name="Sarah Chen", company="Epic Systems")
    other = await add(ada, campaign_id, vendor=COLEMAN, name="Sarah Chen")
    (review,) = (await ada.get("/api/match-reviews")).json()["items"]
    assert {review["person"]["id"], review["other_person"]["id"]} == {one["person_id"], other["person_id"]}


async def test_one_vendor_offers_a_person_once(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    one = await add(ada, campaign_id, name="Sarah Chen", company="Epic Systems")
    body = {"campaign_id": campaign_id, "vendor_platform_id": GLG, "name": "Dr. Sarah Chen", "company": "Epic Systems"}
    expected.refusal_of(await ada.post("/api/experts", json=body), 409, "offer_exists", "#/name")
    assert await listed(ada, campaign_id=campaign_id) == ["Sarah Chen"]
    await patched(ada, one, status="rejected", reason="Too junior.")
    again = expected.body_of(await ada.post("/api/experts", json=body), ExpertOut, 201)
    assert again["person_id"] == one["person_id"]
    reopened = await ada.patch(f"/api/experts/{one['id']}", json={"status": "proposed"})
    expected.refusal_of(reopened, 409, "offer_exists")


async def test_two_who_enter_one_person_at_once_make_one(core: Core, ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    async with core.as_("ada") as again:
        for name in ("Warm Up", "Sarah Chen"):
            body = {"campaign_id": campaign_id, "vendor_platform_id": GLG, "name": name, "company": "Epic Systems"}
            both = await asyncio.gather(*(client.post("/api/experts", json=body) for client in (ada, again)))
            assert sorted(response.status_code for response in both) == [201, 409]
    assert await listed(ada, campaign_id=campaign_id) == ["Warm Up", "Sarah Chen"]


async def test_somebody_entered_while_a_list_of_the_same_new_vendor_is_placed(
    core: Core, ada: httpx2.AsyncClient
) -> None:
    async with core.as_("ada") as again:
        for vendor in (GLG, COLEMAN):
            campaign_id = await expected.campaign(ada)
            body = {"campaign_id": campaign_id, "vendor_platform_id": vendor, "name": "Zoe Maier", "company": "Bosch"}
            sheet = {"files": ("a.csv", b"Name,Title,Company\nSarah Chen,CIO,Epic Systems\n", "text/csv")}
            both = await asyncio.gather(
                ada.post("/api/experts", json=body),
                again.post(f"/api/campaigns/{campaign_id}/intake", params={"vendor": vendor}, files=sheet),
            )
            assert [response.status_code for response in both] == [201, 201], [response.text for response in both]


async def test_edits_of_two_offers_of_one_person_at_once_are_both_made(core: Core, ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    offers = [
        await add(ada, campaign_id, vendor=vendor, name="Sarah Chen", company="Epic") for vendor in (GLG, COLEMAN)
    ]
    assert len({offer["person_id"] for offer in offers}) == 1
    async with core.as_("ada") as again:
        for title in ("one", "two", "three", "four"):
            both = await asyncio.gather(
                *(
                    client.patch(f"/api/experts/{offer['id']}", json={"title": title, "email": f"{title}@example.com"})
                    for client, offer in zip((ada, again), offers, strict=True)
                )
            )
            assert [response.status_code for response in both] == [200, 200], [response.text for response in both]


async def test_the_last_two_offers_of_a_person_removed_at_once_take_the_person_with_them(
    core: Core, ada: httpx2.AsyncClient
) -> None:
    async with core.as_("ada") as again:
        for _ in range(3):
            campaign_id = await expected.campaign(ada)
            offers = [
                await add(ada, campaign_id, vendor=vendor, name="Sarah Chen", company="Epic")
                for vendor in (GLG, COLEMAN)
            ]
            both = await asyncio.gather(
                *(
                    client.delete(f"/api/experts/{offer['id']}")
                    for client, offer in zip((ada, again), offers, strict=True)
                )
            )
            assert [response.status_code for response in both] == [204, 204], [response.text for response in both]
            assert (await ada.get("/api/people")).json()["items"] == []


async def test_removed_an_offer_takes_its_answers_and_the_last_one_the_person(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    one, other = [await add(ada, campaign_id, vendor=v, name="Sarah Chen", company="Epic") for v in (GLG, COLEMAN)]
    await ada.post(f"/api/experts/{one['id']}/screening", json={"question_text": "Why?", "response_text": "Because"})
    assert (await ada.delete(f"/api/experts/{one['id']}")).status_code == 204
    assert (await ada.get(f"/api/experts/{one['id']}")).status_code == 404
    assert len((await ada.get(f"/api/people/{one['person_id']}")).json()["offers"]) == 1
    assert (await ada.delete(f"/api/experts/{other['id']}")).status_code == 204
    assert (await ada.get(f"/api/people/{one['person_id']}")).status_code == 404
    assert (await ada.delete(f"/api/experts/{other['id']}")).status_code == 404


async def superseded(client: httpx2.AsyncClient, campaign_id: str) -> tuple[Json, Json]:
    """Two offers of one vendor that turned out to be of one person: the one set aside, and the one that stands."""
    first = await add(client, campaign_id, name="James Whitman", title="Head of IT", company="Allianz")
    second = await add(client, campaign_id, name="J. Whitman", title="Investment Manager", company="Allianz")
    (review,) = (await client.get("/api/match-reviews")).json()["items"]
    assert (await client.post(f"/api/match-reviews/{review['id']}/accept")).status_code == 200
    aside = (await client.get(f"/api/experts/{first['id']}")).json()
    assert aside["superseded_by_id"] == second["id"]
    return aside, second


async def test_an_offer_set_aside_stands_again_when_the_standing_one_is_removed(ada: httpx2.AsyncClient) -> None:
    aside, standing = await superseded(ada, await expected.campaign(ada))
    assert (await ada.delete(f"/api/experts/{standing['id']}")).status_code == 204
    assert (await ada.get(f"/api/experts/{aside['id']}")).json()["superseded_by_id"] is None


async def test_an_offer_set_aside_stays_aside_while_another_of_the_vendor_stands(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    aside, standing = await superseded(ada, campaign_id)
    await patched(ada, standing, status="rejected", reason="Too junior.")
    anew = await add(ada, campaign_id, name="James Whitman", title="Head of IT", company="Allianz")
    assert anew["person_id"] == aside["person_id"]
    removed = await ada.delete(f"/api/experts/{standing['id']}")
    assert removed.status_code == 204, removed.text
    assert (await ada.get(f"/api/experts/{aside['id']}")).json()["superseded_by_id"] == anew["id"]


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


async def test_answers_are_given_and_given_again(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    asked = (await ada.post(f"/api/campaigns/{campaign_id}/screening-questions", json={"question_text": "Why?"})).json()
    path = f"/api/experts/{(await add(ada, campaign_id, name='Sarah Chen'))['id']}/screening"
    own = {"screening_question_id": asked["id"], "response_text": "Because"}
    first = expected.body_of(await ada.post(path, json=own), AnswerOut, 201)
    assert (first["question_text"], first["source"]) == ("Why?", None)
    await ada.post(path, json={"question_text": "How?", "response_text": "Slowly"})
    again = expected.body_of(await ada.post(path, json=own | {"response_text": "No reason"}), AnswerOut, 201)
    assert again["id"] == first["id"]
    page = expected.body_of(await ada.get(path), Page[AnswerOut])
    assert [(a["question_text"], a["response_text"]) for a in page["items"]] == [
        ("Why?", "No reason"),
        ("How?", "Slowly"),
    ]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"response_text": "x"}, 422, "input_invalid"),
        ({"question_text": "Why?", "screening_question_id": str(uuid4()), "response_text": "x"}, 422, "input_invalid"),
        ({"question_text": "Why?", "response_text": ""}, 422, "input_invalid"),
        ({"question_text": "", "response_text": "x"}, 422, "input_invalid"),
        ({"question_text": "x" * 601, "response_text": "x"}, 422, "input_invalid"),
        ({"screening_question_id": str(uuid4()), "response_text": "x"}, 404, "screening_question_missing"),
    ],
)
async def test_an_answer_to_nothing_is_refused(ada: httpx2.AsyncClient, body: Json, status: int, code: str) -> None:
    path = f"/api/experts/{(await add(ada, await expected.campaign(ada), name='Sarah Chen'))['id']}/screening"
    expected.refusal_of(await ada.post(path, json=body), status, code)
    assert (await ada.get(path)).json()["items"] == []


async def test_a_question_of_any_length_can_be_answered(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    text = "".join(f"{number * 7919 % 10_007:x} " for number in range(1000))[:5000]
    path = f"/api/campaigns/{campaign_id}/screening-questions"
    asked = (await ada.post(path, json={"question_text": text})).json()
    path = f"/api/experts/{(await add(ada, campaign_id, name='Sarah Chen'))['id']}/screening"
    for answer in ("Because", "No reason"):
        own = {"screening_question_id": asked["id"], "response_text": answer}
        given = expected.body_of(await ada.post(path, json=own), AnswerOut, 201)
    assert text.startswith(given["question_text"])
    assert len((await ada.get(path)).json()["items"]) == 1


async def test_two_who_answer_one_question_at_once_leave_one_answer(core: Core, ada: httpx2.AsyncClient) -> None:
    path = f"/api/experts/{(await add(ada, await expected.campaign(ada), name='Sarah Chen'))['id']}/screening"
    async with core.as_("ada") as again:
        for question in ("Warm?", "Why?"):
            body = {"question_text": question, "response_text": "Because"}
            both = await asyncio.gather(*(client.post(path, json=body) for client in (ada, again)))
            assert [response.status_code for response in both] == [201, 201]
    assert len((await ada.get(path)).json()["items"]) == 2


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
