"""The vendor choice over HTTP: by what is asked, else by what the campaign says, of the catalogue and one's own."""

import datetime as dt
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import httpx2
import pytest

from services.core.research.vendor_choice.schemas import VendorChoiceOut
from tests.core.reporting.ground import START, Ground
from tests.core.research import expected
from tests.support.core import Core

PATH = "/api/vendor-choice"


async def chosen(client: httpx2.AsyncClient, **query: Any) -> dict[str, Any]:
    body: dict[str, Any] = expected.body_of(await client.get(PATH, params=query), VendorChoiceOut)
    return body


def names(found: dict[str, Any]) -> list[str]:
    return [item["vendor"] for item in found["items"]]


async def test_wishes_are_weighed_and_what_is_relaxed_is_told(core: Core) -> None:
    async with core.as_("ada") as ada:
        found = await chosen(ada, region="APAC", urgency="urgent", industry="Healthcare", compliance="true")
        assert found["need"] == {
            "regions": ["Asia Pacific"], "hours": 24, "industry": "Healthcare", "seniority": None,
            "compliance": True, "budget_usd": None,
        }  # fmt: skip
        assert names(found)[:2] == ["ExpertConnect", "Capvision"]
        assert [item["relaxed"] for item in found["items"][:2]] == [
            ["speed", "industry"],
            ["speed", "industry", "compliance"],
        ]
        first = {finding["wish"]: finding for finding in found["items"][0]["findings"]}
        assert first["speed"] == {
            "wish": "speed",
            "verdict": "partly",
            "reason": "'48h sourcing', asked for within 24 h.",
        }


async def test_a_campaign_says_what_is_not_asked(core: Core) -> None:
    async with core.as_("ada") as ada:
        body = expected.CAMPAIGN | {
            "target_regions": ["Europe", "Other"],
            "industry_vertical": "Finance",
            "currency": "EUR",
        }
        campaign_id = (await ada.post("/api/campaigns", json=body)).json()["id"]
        await ada.put("/api/exchange-rates/EUR", json={"usd_per_unit": "2"})
        found = await chosen(ada, campaign_id=campaign_id, seniority="executives", budget_minor=70_000)
        assert (found["need"]["regions"], found["need"]["industry"]) == (["Europe"], "Finance")
        assert found["need"]["budget_usd"] == "1400.00"
        assert names(found)[0] == "AlphaSights"
        assert (await chosen(ada, campaign_id=campaign_id, region="US"))["need"]["regions"] == ["North America"]


async def test_ones_own_vendor_is_chosen_and_an_inactive_one_is_not(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        tags = ["12h sourcing", "LATAM", "Energy", "C-suite access"]
        made = await ada.post("/api/vendors", json={"name": "Andes Experts", "tags": tags})
        query = {"region": "Latin America", "urgency": 12, "industry": "Energy", "seniority": "executives"}
        found = await chosen(ada, **query)
        assert found["items"][0] | {"findings": []} == {
            "vendor_id": made.json()["id"], "vendor": "Andes Experts", "fit": 94, "relaxed": [], "findings": [],
        }  # fmt: skip
        assert "Andes Experts" not in names(await chosen(bob, **query))
        await ada.patch(made.headers["location"], json={"is_active": False})
        assert "Andes Experts" not in names(await chosen(ada, **query))


async def test_what_the_workspace_has_seen_of_a_vendor_weighs_and_is_told(core: Core) -> None:
    query = {"region": "Global", "urgency": "immediate", "industry": "Technology"}
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        before = await chosen(ada, **query)
        first, second = before["items"][:2]
        path = f"/api/campaigns/{await expected.campaign(ada)}/vendors"
        enrolled = await ada.post(path, json={"vendor_platform_id": second["vendor_id"]})
        assert enrolled.status_code == 201, enrolled.text
        assert await chosen(ada, **query) == before
        await seen(core, second["vendor_id"], {"completed": 47, "cancelled": 20, "no_show": 3, "requested": 9})
        found = await chosen(ada, **query)
        assert names(found)[:2] == [second["vendor"], first["vendor"]]
        told = {finding["wish"]: finding for finding in found["items"][0]["findings"]}
        assert told["experience"] == {
            "wish": "experience",
            "verdict": "met",
            "reason": "47 of 70 calls asked for took place: 67 % (56 to 77 %, n 70).",
        }
        assert "experience" in found["items"][1]["relaxed"]
        assert await chosen(bob, **query) == before


async def seen(core: Core, vendor_id: str, calls: dict[str, int]) -> None:
    """State that so many of Ada's calls with the vendor's expert, asked for lately, came to these ends."""
    connection = await asyncpg.connect(core.database.owner_url)
    try:
        await connection.execute("SET session_replication_role = replica")
        ground = Ground(core, connection)
        lately = (dt.datetime.now(dt.UTC) - START) / dt.timedelta(hours=1) - 48
        campaign = await ground.campaign()
        offer = await ground.offer(campaign, UUID(vendor_id), await ground.person("Anna"))
        for status, times in calls.items():
            for _ in range(times):
                await ground.call(campaign, offer, status, hours=lately)
    finally:
        await connection.close()


async def test_three_to_five_are_named(core: Core) -> None:
    async with core.as_("ada") as ada:
        assert [len(names(await chosen(ada, limit=limit))) for limit in (3, 4, 5)] == [3, 4, 5]
        assert len(names(await chosen(ada))) == 5


@pytest.mark.parametrize(
    "query",
    [
        {"limit": 6},
        {"region": "Atlantis"},
        {"urgency": "soon"},
        {"urgency": 0},
        {"seniority": "any"},
        {"colour": "red"},
    ],
)
async def test_what_is_no_wish_is_refused(core: Core, query: dict[str, Any]) -> None:
    async with core.as_("ada") as ada:
        assert (await ada.get(PATH, params=query)).status_code == 422


async def test_an_unknown_campaign_or_currency_is_told(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob:
        own = await expected.campaign(ada)
        for id_ in (own, str(uuid4())):
            expected.refusal_of(await bob.get(PATH, params={"campaign_id": id_}), 404, "campaign_missing")
        query: dict[str, Any] = {"budget_minor": 1, "currency": "KES"}
        expected.refusal_of(await ada.get(PATH, params=query), 422, "currency_without_rate", "#/query/currency")
