"""The vendor choice over HTTP: by what is asked, else by what the campaign says, of the catalogue and one's own."""

from typing import Any
from uuid import uuid4

import httpx2
import pytest

from services.core.research.vendor_choice.schemas import VendorChoiceOut
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
        query: dict[str, Any] = {"budget_minor": 1, "currency": "XAU"}
        expected.refusal_of(await ada.get(PATH, params=query), 422, "currency_without_rate", "#/query/currency")
