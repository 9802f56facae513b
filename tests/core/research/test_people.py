"""People: one card from all offers, kept in line with them; read only."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from services.core.research.people.schemas import PersonDetail, PersonOut
from shared.contracts.page import Page
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, CLEO, HEAD, Desk
from tests.core.research import expected
from tests.support.core import Core

Json = dict[str, Any]


@pytest.fixture
async def desk(core: Core) -> AsyncIterator[Desk]:
    async with core.as_("ada") as client:
        yield await Desk.open(core, client)


async def names(desk: Desk, **query: str) -> list[str]:
    page = expected.body_of(await desk.client.get("/api/people", params=query), Page[PersonOut])
    return [person["name"] for person in page["items"]]


async def person_of(desk: Desk, name: str = "GLG Anna Weber") -> Json:
    response = await desk.client.get(f"/api/people/{(await desk.offer(name))['person_id']}")
    found: Json = expected.body_of(response, PersonDetail)
    return found


async def test_the_card_gathers_what_all_offers_state(desk: Desk) -> None:
    head = (*HEAD, "Email")
    await desk.report(desks.csv_of(head, (*ANNA[:3], "", "", "anna@example.com")))
    await desk.report(desks.csv_of(head, ("Dr. Anna Weber", *ANNA[1:4], "", "")), vendor="AlphaSights")
    person = await person_of(desk)
    assert (person["name"], person["email"], person["location"]) == (
        "Anna Weber",
        "anna@example.com",
        "Munich, Germany",
    )
    assert [offer["vendor"] for offer in person["offers"]] == ["GLG", "AlphaSights"]


async def test_an_edited_value_is_the_cards(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await desk.report(desks.sheet((ANNA[0], "CIO", *ANNA[2:])), vendor="AlphaSights")
    await desk.edit(await desk.offer("AlphaSights Anna Weber"), title="Chief of IT")
    assert (await person_of(desk))["title"] == "Chief of IT"
    await desk.edit(await desk.offer("AlphaSights Anna Weber"), title=None)
    assert (await person_of(desk))["title"] == "Chief Information Officer"


async def test_a_name_in_capitals_is_shown_in_ordinary_letters(desk: Desk) -> None:
    await desk.report(desks.sheet(("ANNA WEBER", *ANNA[1:])))
    assert await names(desk) == ["Anna Weber"]
    assert set(await desk.offers()) == {"GLG ANNA WEBER"}


async def test_people_are_listed_by_name_filtered_and_paged(desk: Desk) -> None:
    await desk.report(desks.sheet(CLEO, ANNA, BERT))
    assert await names(desk) == ["Anna Weber", "Bert Okafor", "Cleo Marchetti"]
    assert await names(desk, sort="-name") == ["Cleo Marchetti", "Bert Okafor", "Anna Weber"]
    assert await names(desk, q="plant") == ["Bert Okafor"]
    assert await names(desk, q="%") == []
    assert await names(desk, company="bosch") == ["Bert Okafor"]
    page = await desk.get("/api/people", limit="2", count="true")
    assert page["total"] == 3
    assert [p["name"] for p in (await desk.get("/api/people", limit="2", after=page["next"]))["items"]] == [
        "Cleo Marchetti"
    ]


async def test_the_person_is_one_across_campaigns(desk: Desk) -> None:
    other = await Desk.open(desk.core, desk.client)
    await desk.report(desks.sheet(ANNA))
    await other.report(desks.sheet(ANNA))
    offers = (await person_of(desk))["offers"]
    assert {offer["campaign_id"] for offer in offers} == {desk.campaign_id, other.campaign_id}


async def test_a_person_of_another_workspace_is_missing(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    async with desk.core.as_("bob") as bob:
        await expected.is_missing_as_if_absent(bob, "GET", "/api/people/{}", (await person_of(desk))["id"])
        assert (await bob.get("/api/people")).json()["items"] == []


async def test_nothing_about_people_can_be_written_but_through_their_offers(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    path = f"/api/people/{(await person_of(desk))['id']}"
    for response in (await desk.client.patch(path, json={"name": "x"}), await desk.client.delete(path)):
        expected.refusal_of(response, 405, "method_not_allowed")
