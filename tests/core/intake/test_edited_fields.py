"""What a person has edited no intake overwrites: the vendor's newer word waits as a suggestion."""

import asyncio
from typing import Any

import pytest

from services.core.intake.suggestions.schemas import SuggestionOut
from shared.contracts.page import Page
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, HEAD, Desk, counted
from tests.core.research import expected

Json = dict[str, Any]
PROMOTED = (ANNA[0], "Chief Executive Officer", *ANNA[2:])


@pytest.fixture
async def edited(desk: Desk) -> Json:
    """Anna's offer, whose title a person has edited."""
    await desk.report(desks.sheet(ANNA, BERT))
    return await desk.edit(await desk.offer(), title="CIO, Siemens Healthineers")


async def suggestions(desk: Desk, **query: str) -> list[Json]:
    found = expected.body_of(await desk.client.get("/api/suggestions", params=query), Page[SuggestionOut])
    items: list[Json] = found["items"]
    return items


async def test_the_new_value_waits_beside_the_edited_one(desk: Desk, edited: Json) -> None:
    assert edited["edited_fields"] == ["title"]
    report = await desk.report(desks.sheet(PROMOTED))
    assert counted(report) == {"updated": 1}
    assert "waits: you edited this field" in report["items"][0]["reason"]
    assert [(part["field"], part["suggested"]) for part in report["items"][0]["changes"]] == [("title", True)]
    offer = await desk.offer()
    assert (offer["title"], offer["open_suggestions"]) == ("CIO, Siemens Healthineers", 1)
    (waiting,) = await suggestions(desk)
    assert (waiting["field"], waiting["value"], waiting["status"]) == ("title", "Chief Executive Officer", "open")
    assert waiting["expert_name"] == "Anna Weber"
    assert waiting["intake_id"] == report["id"]
    assert waiting["source"]["locator"].startswith("line 2")
    assert waiting["source"]["excerpt"] == "Chief Executive Officer"


async def test_other_fields_go_on_following_the_vendor(desk: Desk, edited: Json) -> None:
    report = await desk.report(desks.sheet((*PROMOTED[:4], "$900 per hour")))
    offer = await desk.offer()
    assert offer["price"]["amount_minor"] == 90000
    assert offer["title"] == edited["title"]
    reason = report["items"][0]["reason"]
    assert "price: USD 900 per hour (was USD 500 per hour)" in reason
    assert "title: Chief Executive Officer" in reason


async def test_the_same_suggestion_is_not_made_twice(desk: Desk, edited: Json) -> None:
    await desk.report(desks.sheet(PROMOTED))
    again = await desk.report(desks.sheet(PROMOTED, BERT))
    assert counted(again) == {"unchanged": 2}
    assert len(await suggestions(desk)) == 1


async def test_accepted_it_is_taken_over_and_the_field_follows_the_vendor_again(desk: Desk, edited: Json) -> None:
    await desk.report(desks.sheet(PROMOTED))
    (waiting,) = await suggestions(desk)
    accepted = expected.body_of(await desk.client.post(f"/api/suggestions/{waiting['id']}/accept"), SuggestionOut)
    assert (accepted["status"], accepted["decided_by"]) == ("accepted", desk.core.user_id("ada"))
    offer = await desk.offer()
    assert (offer["title"], offer["edited_fields"], offer["open_suggestions"]) == ("Chief Executive Officer", [], 0)
    assert offer["sources"]["title"] == waiting["source"]
    assert (await desk.get(f"/api/people/{offer['person_id']}"))["title"] == "Chief Executive Officer"
    report = await desk.report(desks.sheet((ANNA[0], "Board Member", *ANNA[2:])))
    assert report["items"][0]["reason"] == "title: Board Member (was Chief Executive Officer)"
    assert (await desk.offer())["title"] == "Board Member"


async def test_dismissed_it_is_not_made_again_but_another_value_is(desk: Desk, edited: Json) -> None:
    await desk.report(desks.sheet(PROMOTED))
    (waiting,) = await suggestions(desk)
    dismissed = await desk.post(f"/api/suggestions/{waiting['id']}/dismiss")
    assert dismissed["status"] == "dismissed"
    assert (await desk.offer())["title"] == edited["title"]
    again = await desk.report(desks.sheet(PROMOTED, BERT))
    assert counted(again) == {"unchanged": 2}
    assert await suggestions(desk, status="open") == []
    await desk.report(desks.sheet((ANNA[0], "Board Member", *ANNA[2:])))
    assert [waiting["value"] for waiting in await suggestions(desk, status="open")] == ["Board Member"]


@pytest.mark.parametrize("first", ["accept", "dismiss"])
@pytest.mark.parametrize("second", ["accept", "dismiss"])
async def test_decided_is_decided(desk: Desk, edited: Json, first: str, second: str) -> None:
    await desk.report(desks.sheet(PROMOTED))
    (waiting,) = await suggestions(desk)
    await desk.post(f"/api/suggestions/{waiting['id']}/{first}")
    before = await desk.rows()
    refused = await desk.client.post(f"/api/suggestions/{waiting['id']}/{second}")
    assert expected.refusal_of(refused, 409, "suggestion_decided")["current"] == f"{first}ed".replace("tt", "t")
    assert await desk.rows() == before


async def test_two_who_accept_at_once_accept_once(desk: Desk, edited: Json) -> None:
    await desk.report(desks.sheet(PROMOTED))
    (waiting,) = await suggestions(desk)
    async with desk.core.as_("ada") as again:
        both = await asyncio.gather(
            *(client.post(f"/api/suggestions/{waiting['id']}/accept") for client in (desk.client, again))
        )
    assert sorted(response.status_code for response in both) == [200, 409]


async def test_suggestions_can_be_filtered(desk: Desk, edited: Json) -> None:
    await desk.edit(await desk.offer("GLG Bert Okafor"), title="Head of Plants")
    await desk.report(desks.sheet(PROMOTED, (BERT[0], "Works Director", *BERT[2:])))
    assert [waiting["field"] for waiting in await suggestions(desk, expert_id=edited["id"])] == ["title"]
    assert len(await suggestions(desk, campaign_id=desk.campaign_id, status="open")) == 2
    other = await Desk.open(desk.core, desk.client)
    assert await suggestions(desk, campaign_id=other.campaign_id) == []


async def test_a_cleared_field_stays_clear(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    cleared = await desk.edit(await desk.offer(), price=None, title=None)
    assert cleared["edited_fields"] == ["price", "title"]
    await desk.report(desks.sheet((*PROMOTED[:4], "$900 per hour")))
    offer = await desk.offer()
    assert (offer["price"], offer["title"], offer["open_suggestions"]) == (None, None, 2)


async def test_a_suggested_price_is_accepted_whole(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    mine = {"amount_minor": 1, "unit": "hour", "currency": "USD", "minimum_minutes": 45, "increment_minutes": 15}
    await desk.edit(await desk.offer(), price=mine)
    await desk.report(desks.sheet((*ANNA[:4], "EUR 20 per minute")))
    (waiting,) = await suggestions(desk)
    await desk.post(f"/api/suggestions/{waiting['id']}/accept")
    price = (await desk.offer())["price"]
    assert {name: value for name, value in price.items() if value is not None} == {
        "amount_minor": 2000,
        "unit": "minute",
        "currency": "EUR",
    }


async def test_an_offer_entered_by_hand_is_not_overwritten(desk: Desk) -> None:
    entered = await desk.post(
        "/api/experts",
        201,
        json={
            "campaign_id": desk.campaign_id,
            "vendor_platform_id": "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b",
            "name": ANNA[0],
            "title": "CIO",
            "company": "Siemens",
        },
    )
    report = await desk.report(desks.sheet(ANNA))
    assert counted(report) == {"updated": 1}
    assert report["items"][0]["expert_id"] == entered["id"]
    offer = await desk.offer()
    assert (offer["title"], offer["location"], offer["price"]["amount_minor"]) == ("CIO", "Munich, Germany", 50000)
    assert [waiting["field"] for waiting in await suggestions(desk)] == ["title"]


async def test_an_answer_typed_by_hand_is_not_overwritten(desk: Desk) -> None:
    head = (*HEAD, "How many beds does the hospital have?")
    await desk.report(desks.csv_of(head, (*ANNA, "About 900")))
    offer = await desk.offer()
    path = f"/api/experts/{offer['id']}/screening"
    (told,) = (await desk.get(path))["items"]
    assert (told["response_text"], told["source"]["excerpt"]) == ("About 900", "About 900")
    await desk.report(desks.csv_of(head, (*ANNA, "About 950")))
    assert (await desk.get(path))["items"][0]["response_text"] == "About 950"
    typed = {"question_text": told["question_text"], "response_text": "1,000 as she told me"}
    await desk.post(path, 201, json=typed)
    report = await desk.report(desks.csv_of(head, (*ANNA, "About 800")))
    assert counted(report) == {"unchanged": 1}
    (kept,) = (await desk.get(path))["items"]
    assert (kept["response_text"], kept["source"]) == ("1,000 as she told me", None)


async def test_an_edit_made_while_a_list_is_placed_is_kept(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    offer = await desk.offer()
    async with desk.core.as_("ada") as again:
        for number in range(3):
            edit = again.patch(f"/api/experts/{offer['id']}", json={"title": f"Mine {number}"})
            news = desk.send(desks.sheet((ANNA[0], f"Theirs {number}", *ANNA[2:])))
            both = await asyncio.gather(edit, news)
            assert {response.status_code for response in both} <= {200, 201}
            assert (await desk.offer())["title"] == f"Mine {number}"
