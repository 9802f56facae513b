"""An offer is found by any of its words, however they are written, from the moment they are and no longer than that."""

import httpx2
import pytest

from tests.core.research import expected
from tests.core.research.offers import COLEMAN, Json, add, listed, patched

ZOE: Json = {
    "name": "Zo\u00eb M\u00fcller",
    "title": "Head of 100% Green",
    "company": "Charit\u00e9",
    "past_employers": [{"name": "Epic Systems", "title": "Engineer"}, {"name": "SAP"}],
    "location": "Berlin",
    "description": "Ran the migration.",
    "skills": ["EHR", "procurement"],
}
WRITTEN = (
    "zo\u00eb m\u00fcller",
    "ZOE MULLER",
    "Zoe\u0308",
    "100%",
    "charite",
    "epic SYSTEMS",
    "engineer",
    "berlin",
    "ehr",
)


@pytest.mark.parametrize("typed", WRITTEN)
async def test_what_is_written_in_it_finds_an_offer(ada: httpx2.AsyncClient, typed: str) -> None:
    campaign_id = await expected.campaign(ada)
    await add(ada, campaign_id, **ZOE)
    await add(ada, campaign_id, name="Ben Sorrel", title="Head of 1000 Greens")
    assert await listed(ada, q=typed) == [ZOE["name"]]
    assert await listed(ada, q=typed, sort="-score", campaign_id=campaign_id) == [ZOE["name"]]


@pytest.mark.parametrize("typed", ["mueller", "_", "zo\u00eb  m\u00fcller", "None", "{", "\u0301", "\u0308\u0301"])
async def test_what_is_not_written_in_it_does_not(ada: httpx2.AsyncClient, typed: str) -> None:
    await add(ada, await expected.campaign(ada), **ZOE)
    assert await listed(ada, q=typed) == []


async def test_an_edited_offer_is_found_by_its_new_words_alone(ada: httpx2.AsyncClient) -> None:
    offer = await add(ada, await expected.campaign(ada), **ZOE)
    await patched(ada, offer, past_employers=[{"name": "Oracle"}], name="Zoe Miller")
    found = {typed: await listed(ada, q=typed) for typed in ("oracle", "miller", "epic", "muller")}
    assert found == {"oracle": ["Zoe Miller"], "miller": ["Zoe Miller"], "epic": [], "muller": []}


async def test_offers_are_found_by_their_region_or_else_their_persons(ada: httpx2.AsyncClient) -> None:
    campaign_id = await expected.campaign(ada)
    await add(ada, campaign_id, name="Sarah Chen", company="Epic", region="Europe")
    await add(ada, campaign_id, name="Sarah Chen", company="Epic", vendor=COLEMAN)
    await add(ada, campaign_id, name="Lena Vogt", company="Siemens", region="Asia Pacific")
    await add(ada, campaign_id, name="Tom Abara", company="Bosch")
    query = {"campaign_id": campaign_id, "sort": "name", "count": "true"}
    assert await listed(ada, **query, region="Europe") == ["Sarah Chen", "Sarah Chen"]
    assert await listed(ada, **query, region="Asia Pacific") == ["Lena Vogt"]
    assert (await ada.get("/api/experts", params={"region": "Mars"})).status_code == 422
