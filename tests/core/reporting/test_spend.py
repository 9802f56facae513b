"""Spend: what is owed and committed, by vendor, week and fee, each currency by itself and nothing taken for nought."""

from typing import Any
from uuid import UUID

import httpx2

from services.core.reporting.spend.schemas import SpendOut, WorkspaceSpendOut
from tests.core.reporting.ground import Ground, at
from tests.core.research import expected

Json = dict[str, Any]
WEEK = 24 * 7


async def spend(ada: httpx2.AsyncClient, campaign: UUID, **query: Any) -> Json:
    response = await ada.get(f"/api/campaigns/{campaign}/spend", params=query)
    found: Json = expected.body_of(response, SpendOut)
    return found


def sums(found: Json) -> tuple[int, int, int, int]:
    return found["actual_minor"], found["committed_minor"], found["calls"], found["without_price"]


async def test_a_campaign_without_charges_has_spent_nothing(ada: httpx2.AsyncClient, ground: Ground) -> None:
    found = await spend(ada, await ground.campaign())
    assert sums(found["totals"]) == (0, 0, 0, 0)
    assert (found["vendors"], found["weeks"], found["budget"], found["currency"]) == ([], [], None, "EUR")


async def test_sums_by_vendor_and_fee_leave_out_what_was_released_and_count_what_has_no_price(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, glg, alpha = await ground.campaign(), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    await ground.charge(campaign, glg, "actual", 100_000, hours=1)
    await ground.charge(campaign, glg, "actual", 60_000, hours=2)
    await ground.charge(campaign, glg, "released", 90_000, hours=2)
    await ground.charge(campaign, glg, "actual", 30_000, hours=3, fee_type="cancellation")
    await ground.charge(campaign, alpha, "committed", 120_000, hours=3)
    await ground.charge(campaign, alpha, "committed", None, hours=3)
    found = await spend(ada, campaign)
    assert sums(found["totals"]) == (190_000, 120_000, 4, 1)
    assert [(part["vendor"], *sums(part), part["per_call_minor"]) for part in found["vendors"]] == [
        ("GLG", 190_000, 0, 2, 0, 80_000),
        ("AlphaSights", 0, 120_000, 2, 1, None),
    ]
    assert {part["fee_type"]: sums(part)[:2] for part in found["fee_types"]} == {
        "per_call": (160_000, 120_000),
        "cancellation": (30_000, 0),
    }


async def test_weeks_are_those_of_the_calls_in_the_campaign_s_zone(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, glg = await ground.campaign(timezone="Asia/Tokyo"), await ground.vendor("GLG")
    offer = await ground.offer(campaign, glg, await ground.person("Anna"))
    sunday_night = at(6 * 24 + 8)
    call = await ground.call(campaign, offer, "scheduled", starts_at=sunday_night)
    await ground.charge(campaign, glg, "committed", 50_000, hours=1, interview_id=call)
    await ground.charge(campaign, glg, "actual", 10_000, hours=1, fee_type="recruiting")
    found = await spend(ada, campaign)
    assert [(week["week"], week["starts_on"], *sums(week)[:2]) for week in found["weeks"]] == [
        ("2026-W37", "2026-09-07", 10_000, 0),
        ("2026-W38", "2026-09-14", 0, 50_000),
    ]
    assert [part["vendor_platform_id"] for part in found["weeks"][1]["vendors"]] == [str(glg)]


async def test_the_budget_is_told_with_its_thresholds_lowest_first(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, glg = await ground.campaign(), await ground.vendor("GLG")
    await ground.charge(campaign, glg, "actual", 100_000, hours=1)
    await ground.row("budgets", campaign_id=campaign, amount_minor=400_000)
    for kind, value, fired in (("percent", 80, None), ("absolute", 90_000, at(1))):
        limits = {"kind": kind, "value": value, "set_by": "ada", "fired_at": fired}
        await ground.row("budget_thresholds", campaign_id=campaign, **limits)
    budget = (await spend(ada, campaign))["budget"]
    assert (budget["amount_minor"], budget["used"]) == (400_000, 0.25)
    told = [(each["kind"], each["at_minor"], each["fired_at"] is None) for each in budget["thresholds"]]
    assert told == [("absolute", 90_000, False), ("percent", 320_000, True)]


async def test_a_share_of_the_budget_is_reached_where_it_fires(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign = await ground.campaign()
    await ground.row("budgets", campaign_id=campaign, amount_minor=999)
    await ground.row("budget_thresholds", campaign_id=campaign, kind="percent", value=75, set_by="ada")
    (threshold,) = (await spend(ada, campaign))["budget"]["thresholds"]
    (told,) = (await ada.get(f"/api/campaigns/{campaign}/budget")).json()["thresholds"]
    assert threshold["at_minor"] == told["limit_minor"] == 750


async def test_a_budget_without_thresholds_is_a_budget(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign = await ground.campaign()
    await ground.row("budgets", campaign_id=campaign, amount_minor=0)
    assert (await spend(ada, campaign))["budget"] == {"amount_minor": 0, "used": 0.0, "thresholds": []}


async def test_a_window_and_a_vendor_narrow_what_is_summed(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, glg, alpha = await ground.campaign(), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    for vendor, hours in ((glg, 0), (glg, WEEK), (alpha, WEEK)):
        await ground.charge(campaign, vendor, "actual", 1_000, hours=hours)
    late = {"from": at(1).isoformat()}
    assert sums((await spend(ada, campaign, **late))["totals"])[0] == 2_000
    assert sums((await spend(ada, campaign, **late, vendor_id=str(glg)))["totals"])[0] == 1_000
    assert sums((await spend(ada, campaign, to=at(WEEK).isoformat()))["totals"])[0] == 1_000


async def test_no_two_currencies_are_ever_summed(ada: httpx2.AsyncClient, ground: Ground) -> None:
    one, two = await ground.campaign("One"), await ground.campaign("Two", currency="USD")
    glg = await ground.vendor("GLG")
    await ground.charge(one, glg, "actual", 1_000, hours=1)
    await ground.charge(two, glg, "committed", 2_000, hours=WEEK)
    found: Json = expected.body_of(await ada.get("/api/reports/spend"), WorkspaceSpendOut)
    assert [(each["currency"], *sums(each)[:2]) for each in found["currencies"]] == [
        ("EUR", 1_000, 0),
        ("USD", 0, 2_000),
    ]
    assert [(each["campaign_name"], each["currency"]) for each in found["campaigns"]] == [
        ("One", "EUR"),
        ("Two", "USD"),
    ]
    assert [(each["vendor"], each["currency"]) for each in found["vendors"]] == [("GLG", "EUR"), ("GLG", "USD")]
    assert [(each["currency"], each["week"]) for each in found["weeks"]] == [("EUR", "2026-W37"), ("USD", "2026-W38")]


async def test_a_window_that_ends_before_it_begins_is_refused(ada: httpx2.AsyncClient) -> None:
    refused = await ada.get("/api/reports/spend", params={"from": at(2).isoformat(), "to": at(1).isoformat()})
    assert (refused.status_code, refused.json()["code"]) == (422, "window_reversed")
