"""Scorecards: what each vendor delivered, by figures that can be counted on one's fingers."""

from typing import Any

import httpx2
import pytest

from services.core.reporting.scorecards.schemas import ScorecardsOut
from tests.core.reporting.ground import Ground, Moves, at
from tests.core.research import expected

Json = dict[str, Any]
WINDOW = {"from": at(0).isoformat(), "to": at(24 * 30).isoformat()}


async def cards(ada: httpx2.AsyncClient, path: str = "/api/vendors/scorecards", **query: Any) -> dict[str, Json]:
    found: Json = expected.body_of(await ada.get(path, params=WINDOW | query), ScorecardsOut)
    return {card["vendor"]: card for card in found["vendors"]}


def share(found: Json) -> tuple[int, int]:
    return found["hits"], found["n"]


async def test_nothing_has_happened_yet(ada: httpx2.AsyncClient) -> None:
    assert await cards(ada) == {}


async def test_calls_done_are_set_against_calls_asked_whose_end_is_known(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, vendor = await ground.campaign(), await ground.vendor("GLG")
    offer = await ground.offer(campaign, vendor, await ground.person("Anna"))
    ends = {"completed": 6, "stopped": 1, "no_show": 2, "cancelled": 1, "requested": 1, "scheduled": 2}
    for status, times in ends.items():
        for _ in range(times):
            await ground.call(campaign, offer, status, hours=5, fault="client" if status == "no_show" else None)
    await ground.call(campaign, offer, "no_show", hours=6, fault="expert")
    await ground.call(campaign, offer, "completed", hours=-1)
    await ground.call(campaign, offer, "completed", hours=24 * 31)
    card = (await cards(ada))["GLG"]
    assert card["calls"] == {"asked": 11, "done": 7, "no_show": 3, "cancelled": 1, "open": 3}
    assert share(card["en_score"]) == (7, 11)
    assert (card["en_score"]["value"], card["en_score"]["low"], card["en_score"]["high"]) == (0.6364, 0.3538, 0.8483)
    assert (card["grade"], card["rank"]) == ("great", 1)
    assert share(card["no_shows"]) == (1, 8)


async def test_too_few_calls_are_shown_and_neither_graded_nor_ranked(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign = await ground.campaign()
    lucky, steady = await ground.vendor("Lucky"), await ground.vendor("Steady")
    person = await ground.person("Anna")
    offers = {vendor: await ground.offer(campaign, vendor, person) for vendor in (lucky, steady)}
    for number in range(12):
        await ground.call(campaign, offers[steady], "completed" if number < 5 else "cancelled", hours=1)
    for _ in range(3):
        await ground.call(campaign, offers[lucky], "completed", hours=1)
    found = await cards(ada)
    assert list(found) == ["Steady", "Lucky"]
    assert [(card["rank"], card["grade"]) for card in found.values()] == [(1, "good"), (None, "too few")]


async def test_whom_another_vendor_was_the_first_to_propose_is_already_known(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    one, two = await ground.campaign("One"), await ground.campaign("Two")
    glg, alpha = await ground.vendor("GLG"), await ground.vendor("AlphaSights")
    anna, bert = await ground.person("Anna"), await ground.person("Bert")
    await ground.offer(one, glg, anna, hours=1)
    await ground.offer(one, alpha, anna, hours=2)
    await ground.offer(two, glg, anna, hours=3)
    await ground.offer(two, alpha, bert, hours=4)
    found = await cards(ada)
    assert share(found["AlphaSights"]["duplicates"]) == (1, 2)
    assert share(found["GLG"]["duplicates"]) == (0, 2)
    in_one = await cards(ada, f"/api/campaigns/{one}/scorecards")
    assert (share(in_one["AlphaSights"]["duplicates"]), share(in_one["GLG"]["duplicates"])) == ((1, 1), (0, 1))


async def test_a_proposal_once_shortlisted_counts_as_accepted_whatever_came_after(
    ada: httpx2.AsyncClient, ground: Ground
) -> None:
    campaign, vendor = await ground.campaign(), await ground.vendor("GLG")
    ways: tuple[Moves, ...] = (
        (
            ("shortlisted", 2.0),
            ("rejected", 3.0),
        ),
        (
            ("shortlisted", 2.0),
            ("completed", 9.0),
        ),
        (
            ("reviewed", 2.0),
            ("rejected", 3.0),
        ),
        (("reviewed", 2.0),),
        (("declined", 2.0),),
        (),
    )
    for moves in ways:
        await ground.offer(campaign, vendor, await ground.person("Anna"), hours=1, moves=moves)
    card = (await cards(ada))["GLG"]
    assert (card["proposals"], share(card["acceptance"])) == (6, (2, 3))


async def test_the_first_proposal_is_awaited_by_open_invitations_too(ada: httpx2.AsyncClient, ground: Ground) -> None:
    vendor = await ground.vendor("GLG")
    for number, hours in enumerate((5, 11, 30, None)):
        campaign = await ground.campaign(f"Number {number}")
        await ground.invited(campaign, vendor, hours=1)
        if hours is not None:
            await ground.offer(campaign, vendor, await ground.person("Anna"), hours=hours + 1)
            await ground.offer(campaign, vendor, await ground.person("Bert"), hours=hours + 9)
    await ground.invited(await ground.campaign(), vendor, status="declined", status_at=at(3), hours=1)
    card = (await cards(ada))["GLG"]
    first = card["first_proposal"]
    assert (first["open"], first["median_hours"]["n"], first["median_hours"]["value"]) == (1, 5, 11.0)
    assert first["p90_hours"]["value"] is None
    assert share(card["invitations"]) == (4, 5)


@pytest.mark.parametrize(
    ("offers", "open_", "n", "value"),
    [
        ([(2, 2)], 1, 1, None),
        ([(2, 20)], 0, 0, None),
        ([(2, 2), (15, 15)], 0, 1, 5.0),
        ([(2, 20), (15, 15)], 0, 1, 5.0),
    ],
    ids=["invited anew", "entered late", "answered anew", "answered and entered late"],
)
async def test_what_was_proposed_before_an_invitation_does_not_answer_it(
    ada: httpx2.AsyncClient, ground: Ground, offers: list[tuple[float, float]], open_: int, n: int, value: float | None
) -> None:
    campaign, vendor = await ground.campaign(), await ground.vendor("GLG")
    await ground.invited(campaign, vendor, hours=10)
    for hours, entered in offers:
        await ground.offer(campaign, vendor, await ground.person("Anna"), hours=hours, created_at=at(entered))
    card = (await cards(ada))["GLG"]
    first = card["first_proposal"]
    assert (first["open"], first["median_hours"]["n"], first["median_hours"]["value"]) == (open_, n, value)
    assert card["proposals"] == len(offers)


async def test_quotes_are_set_against_the_middle_of_the_list_price(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, vendor = await ground.campaign(), await ground.vendor("GLG")
    prices: tuple[Json, ...] = (
        {"price_unit": "hour", "price_amount_minor": 100_000, "price_currency": "USD"},
        {"price_unit": "call", "price_amount_minor": 90_000, "price_currency": "USD"},
        {"price_unit": "minute", "price_amount_minor": 1_000, "price_currency": "USD", "price_minimum_minutes": 90},
        {
            "price_unit": "credit",
            "price_amount_minor": 200,
            "price_currency": "USD",
            "price_credit_value_minor": 55_000,
        },
        {"price_unit": "credit", "price_amount_minor": 200},
        {},
    )
    for price in prices:
        await ground.offer(campaign, vendor, await ground.person("Anna"), hours=1, **price)
    found = (await cards(ada))["GLG"]["price_to_list"]
    ratios = (1.0, 0.9, 0.9, 1.1)
    assert (found["n"], found["value"], found["too_few"]) == (4, pytest.approx(sum(ratios) / 4), True)
    assert found["low"] == pytest.approx(0.975 - 3.1824 * 0.095743 / 2, abs=1e-3)


async def test_quotes_in_other_currencies_are_converted(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, vendor = await ground.campaign(), await ground.vendor("GLG")
    for currency, amount in (("EUR", 100_000), ("JPY", 100_000)):
        price: Json = {"price_unit": "hour", "price_amount_minor": amount, "price_currency": currency}
        await ground.offer(campaign, vendor, await ground.person("Anna"), hours=1, **price)
    found = (await cards(ada))["GLG"]["price_to_list"]
    assert found["value"] == pytest.approx((1.16 + 0.65) / 2)


async def test_who_did_not_come_is_named_with_how_often(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign, vendor = await ground.campaign(), await ground.vendor("GLG")
    for name, missed, done in (("Anna", 1, 3), ("Bert", 0, 2), ("Cleo", 2, 0)):
        offer = await ground.offer(campaign, vendor, await ground.person(name))
        for _ in range(missed):
            await ground.call(campaign, offer, "no_show", hours=1, fault="expert")
        for _ in range(done):
            await ground.call(campaign, offer, "completed", hours=1)
    response = await ada.get(f"/api/campaigns/{campaign}/scorecards", params=WINDOW)
    told = [(each["name"], share(each["no_shows"])) for each in response.json()["no_shows_by_expert"]]
    assert told == [("Cleo", (2, 2)), ("Anna", (1, 4))]


async def test_one_vendor_s_card_keeps_its_rank_among_all(ada: httpx2.AsyncClient, ground: Ground) -> None:
    campaign = await ground.campaign()
    ids = {}
    for name, done in (("Good", 9), ("Better", 11)):
        ids[name] = await ground.vendor(name)
        offer = await ground.offer(campaign, ids[name], await ground.person("Anna"))
        for number in range(12):
            await ground.call(campaign, offer, "completed" if number < done else "cancelled", hours=1)
    found = await cards(ada, vendor_id=str(ids["Good"]))
    assert {name: card["rank"] for name, card in found.items()} == {"Good": 2}


async def test_a_window_that_ends_before_it_begins_is_refused(ada: httpx2.AsyncClient) -> None:
    refused = await ada.get("/api/vendors/scorecards", params={"from": at(2).isoformat(), "to": at(1).isoformat()})
    assert (refused.status_code, refused.json()["code"]) == (422, "window_reversed")
