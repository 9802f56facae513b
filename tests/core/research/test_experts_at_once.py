"""Two who enter, edit, answer or remove the same at once: nothing is lost, doubled or left over."""

import asyncio

import httpx2

from tests.core.research import expected
from tests.core.research.offers import COLEMAN, GLG, add, listed
from tests.support.core import Core


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


async def test_two_who_answer_one_question_at_once_leave_one_answer(core: Core, ada: httpx2.AsyncClient) -> None:
    path = f"/api/experts/{(await add(ada, await expected.campaign(ada), name='Sarah Chen'))['id']}/screening"
    async with core.as_("ada") as again:
        for question in ("Warm?", "Why?"):
            body = {"question_text": question, "response_text": "Because"}
            both = await asyncio.gather(*(client.post(path, json=body) for client in (ada, again)))
            assert [response.status_code for response in both] == [201, 201]
    assert len((await ada.get(path)).json()["items"]) == 2
