"""Who an offer is of: one person by several vendors, once by each, gone with the last offer."""

import httpx2

from services.core.research.experts.schemas import ExpertOut
from tests.core.research import expected
from tests.core.research.offers import COLEMAN, GLG, Json, add, listed, patched


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
