"""The coverage matrix: people, not offers, by region and expert type against what the campaign wants."""

from typing import Any
from uuid import UUID

import httpx2
import pytest

from services.core.reporting.coverage.schemas import MatrixOut
from tests.core.reporting.ground import Ground
from tests.core.research import expected

Json = dict[str, Any]
CALLED = (("shortlisted", 1.0), ("scheduled", 2.0), ("completed", 30.0))


async def matrix(ada: httpx2.AsyncClient, campaign: UUID) -> Json:
    found: Json = expected.body_of(await ada.get(f"/api/campaigns/{campaign}/coverage"), MatrixOut)
    return found


def cells(found: Json, *names: str) -> dict[tuple[str, str], Any]:
    return {(cell["region"], cell["expert_type"]): tuple(cell[name] for name in names) for cell in found["cells"]}


async def target(ground: Ground, campaign: UUID, region: str, kind: str, low: int, high: int | None = None) -> None:
    await ground.row(
        "coverage_targets", campaign_id=campaign, region=region, expert_type=kind, min_calls=low, max_calls=high
    )


async def test_an_empty_campaign_has_no_cells(ada: httpx2.AsyncClient, ground: Ground) -> None:
    found = await matrix(ada, await ground.campaign(min_calls=5, max_calls=9))
    assert (found["cells"], found["gaps"], found["min_calls"], found["max_calls"]) == ([], [], 5, 9)
    assert found["totals"] == {"people": 0, "approved": 0, "booked": 0, "done": 0}


async def test_somebody_offered_twice_counts_once_as_far_as_they_have_come(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, glg, alpha = await ground.campaign(), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    anna, bert = await ground.person("Anna", region="Europe"), await ground.person("Bert", region="Europe")
    await ground.offer(campaign, glg, anna, expert_type="customer")
    await ground.call(
        campaign, await ground.offer(campaign, alpha, anna, expert_type="customer", moves=CALLED), "completed"
    )
    await ground.offer(campaign, glg, bert, expert_type="customer", moves=(("shortlisted", 1),))
    await ground.offer(campaign, alpha, bert, expert_type="customer", moves=(("rejected", 1),))
    found = await matrix(ada, campaign)
    assert cells(found, "people", "approved", "booked", "done") == {("Europe", "customer"): (2, 2, 0, 1)}


@pytest.mark.parametrize(("held", "follow_up"), [("completed", "scheduled"), ("stopped", "requested")])
async def test_who_was_called_stays_done_though_another_call_is_booked_with_them(
    ada: httpx2.AsyncClient, ground: Ground, held: str, follow_up: str
) -> None:
    campaign, glg, alpha = await ground.campaign(), await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    anna = await ground.person("Anna", region="Europe")
    booked = follow_up == "scheduled"
    moves = (*CALLED, ("scheduled" if booked else "scheduling", 31.0))
    offer = await ground.offer(campaign, glg, anna, expert_type="customer", moves=moves)
    await ground.offer(campaign, alpha, anna, expert_type="customer", moves=(("shortlisted", 1),))
    await ground.call(campaign, offer, held)
    await ground.call(campaign, offer, follow_up, hours=40)
    found = await matrix(ada, campaign)
    assert cells(found, "people", "approved", "booked", "done") == {("Europe", "customer"): (1, 1, int(booked), 1)}


async def test_who_is_out_is_not_covered_and_what_is_not_known_is_said(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, glg = await ground.campaign(), await ground.vendor("GLG")
    for state in ("rejected", "declined", "lapsed", "blocked"):
        await ground.offer(campaign, glg, await ground.person(state, region="Europe"), moves=((state, 1),))
    await ground.offer(campaign, glg, await ground.person("Nobody knows"))
    assert cells(await matrix(ada, campaign), "people") == {("unknown", "unknown"): (1,)}


async def test_gaps_are_told_widest_first_with_vendors_whose_tags_fit(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign = await ground.campaign()
    near = await ground.vendor("Near", tags=["EU specialists"])
    await ground.vendor("Elsewhere", tags=["APAC bench"])
    here = await ground.vendor("Here", tags=["European roots"])
    await ground.invited(campaign, here, status="active")
    await target(ground, campaign, "Europe", "customer", 2, 3)
    await target(ground, campaign, "Europe", "competitor", 3)
    await target(ground, campaign, "Asia Pacific", "customer", 0, 0)
    await ground.offer(campaign, near, await ground.person("Anna", region="Europe"), expert_type="customer")
    for name in ("Bert", "Cleo"):
        person = await ground.person(name, region="Asia Pacific")
        await ground.offer(campaign, near, person, expert_type="customer", moves=(("shortlisted", 1),))
    found = await matrix(ada, campaign)
    told = [(gap["region"], gap["expert_type"], gap["missing"], gap["to_find"]) for gap in found["gaps"]]
    assert told == [("Europe", "competitor", 3, 3), ("Europe", "customer", 2, 1)]
    assert cells(found, "over")["Asia Pacific", "customer"] == (2,)
    advice = {each["vendor"]: (each["enrollment"], each["reason"]) for each in found["gaps"][0]["vendors"]}
    assert (advice["Here"], advice["Near"]) == (("active", "says “European roots”"), (None, "says “EU specialists”"))
    assert next(iter(advice)) == "Here" and "Elsewhere" not in advice


async def test_a_vendor_that_is_not_active_is_never_advised(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign = await ground.campaign()
    await ground.vendor("Gone", tags=["EU specialists"], is_active=False)
    await target(ground, campaign, "Europe", "customer", 1)
    (gap,) = (await matrix(ada, campaign))["gaps"]
    assert "Gone" not in [each["vendor"] for each in gap["vendors"]]
