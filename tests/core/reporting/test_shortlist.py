"""The shortlist: each person once, offers in one currency, the cheapest bookable first."""

from typing import Any

import pytest

from services.core.reporting.schemas import ShortlistOut
from tests.core.intake import desk as desks
from tests.core.intake.desk import ANNA, BERT, CLEO, HEAD, Desk
from tests.core.research import expected

Json = dict[str, Any]
GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
MONEY = (*HEAD, "Conflict check")


async def shortlist(desk: Desk, **query: Any) -> Json:
    path = f"/api/campaigns/{desk.campaign_id}/shortlist"
    found: Json = expected.body_of(await desk.client.get(path, params=query), ShortlistOut)
    return found


async def entered(desk: Desk, name: str, price: Json | None, *, vendor: str = GLG, **fields: Any) -> Json:
    """Somebody entered by hand; prices are US dollars an hour unless they say otherwise."""
    usual = {"unit": "hour", "currency": "USD"}
    body = {"campaign_id": desk.campaign_id, "vendor_platform_id": vendor, "name": name, "company": f"{name} Ltd"}
    return await desk.post("/api/experts", 201, json=body | {"price": price and usual | price} | fields)


async def vendor(desk: Desk, name: str, **fields: Any) -> str:
    return str((await desk.post("/api/vendors", 201, json={"name": name} | fields))["id"])


async def rate(desk: Desk, currency: str, usd: str) -> None:
    response = await desk.client.put(f"/api/exchange-rates/{currency}", json={"usd_per_unit": usd})
    assert response.is_success, response.text


def names(found: Json) -> list[str]:
    return [entry["person"]["name"] for entry in found["items"]]


def costs(found: Json) -> dict[str, tuple[int | None, str]]:
    """Cost and basis of each person's first offer."""
    offers = {entry["person"]["name"]: entry["offers"][0] for entry in found["items"]}
    return {name: (offer["cost_minor"], offer["basis"]) for name, offer in offers.items()}


async def test_an_empty_campaign_has_an_empty_list(desk: Desk) -> None:
    found = await shortlist(desk)
    assert (found["items"], found["next"], found["currency"], found["minutes"]) == ([], None, "USD", 60)
    assert found["summary"] == {
        "people": 0,
        "offers": 0,
        "offered_more_than_once": 0,
        "vendors": 0,
        "without_quote": 0,
        "saving_minor": 0,
    }


async def test_offers_of_one_person_stand_side_by_side_cheapest_first_with_the_saving(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA))
    await desk.report(desks.sheet((*ANNA[:4], "$800 per hour")), vendor="AlphaSights")
    await desk.report(desks.sheet((*ANNA[:4], "$450 per hour")), vendor="Guidepoint")
    found = await shortlist(desk)
    (entry,) = found["items"]
    assert [(offer["vendor"], offer["cost_minor"]) for offer in entry["offers"]] == [
        ("Guidepoint", 45000),
        ("GLG", 50000),
        ("AlphaSights", 80000),
    ]
    assert entry["best_offer_id"] == entry["offers"][0]["expert_id"]
    assert (entry["saving_minor"], entry["saving_percent"], entry["vendor_count"]) == (35000, 43.8, 3)
    assert entry["offers"][0]["sources"]["price"]["excerpt"] == "$450 per hour"
    assert found["summary"] | {"saving_minor": 35000, "offers": 3, "offered_more_than_once": 1} == found["summary"]


async def test_the_cheapest_that_is_flagged_is_not_the_best(desk: Desk) -> None:
    await desk.report(desks.csv_of(MONEY, (*ANNA, "cleared")))
    await desk.report(desks.csv_of(MONEY, (*ANNA[:4], "$100 per hour", "conflict found")), vendor="AlphaSights")
    await desk.edit(await desk.offer("AlphaSights Anna Weber"), conflict_status="flagged")
    (entry,) = (await shortlist(desk))["items"]
    assert [offer["vendor"] for offer in entry["offers"]] == ["GLG", "AlphaSights"]
    assert entry["best_offer_id"] == entry["offers"][0]["expert_id"]


async def test_people_are_ordered_by_their_best_offer(desk: Desk) -> None:
    dear, none = (
        await vendor(desk, "Dear", avg_cost_per_call_min=10, avg_cost_per_call_max=20),
        await vendor(desk, "None"),
    )
    await entered(desk, "Quoted Dearly", {"amount_minor": 90000})
    await entered(desk, "Quoted Cheaply", {"amount_minor": 10000})
    await entered(desk, "By Reference", None, vendor=dear)
    await entered(desk, "Without Any", None, vendor=none)
    await entered(desk, "Flagged Cheaply", {"amount_minor": 1}, conflict_status="flagged")
    found = await shortlist(desk)
    assert names(found) == ["Quoted Cheaply", "Quoted Dearly", "By Reference", "Flagged Cheaply", "Without Any"]
    assert costs(found)["By Reference"] == (1500, "reference")
    assert costs(found)["Without Any"] == (None, "unknown")
    assert found["summary"]["without_quote"] == 2
    assert found["items"][3]["best_offer_id"] is None


async def test_every_unit_is_made_an_amount_for_the_asked_call(desk: Desk) -> None:
    await rate(desk, "EUR", "1.25")
    await entered(desk, "Anna Hour", {"amount_minor": 60000, "minimum_minutes": 30, "increment_minutes": 15})
    await entered(desk, "Bea Call", {"amount_minor": 70000, "unit": "call"})
    await entered(desk, "Cora Minute", {"amount_minor": 1000, "unit": "minute"})
    await entered(desk, "Dora Credit", {"amount_minor": 150, "unit": "credit", "credit_value_minor": 40000})
    await entered(desk, "Edda Token", {"amount_minor": 150, "unit": "credit", "currency": None})
    await entered(desk, "Fee Euro", {"amount_minor": 40000, "currency": "EUR"})
    assert costs(await shortlist(desk)) == {
        "Anna Hour": (60000, "quoted"),
        "Bea Call": (70000, "quoted"),
        "Cora Minute": (60000, "quoted"),
        "Dora Credit": (60000, "quoted"),
        "Edda Token": (115000, "reference"),
        "Fee Euro": (50000, "quoted"),
    }
    half = await shortlist(desk, minutes=20)
    assert costs(half) == {
        "Anna Hour": (30000, "quoted"),
        "Bea Call": (70000, "quoted"),
        "Cora Minute": (20000, "quoted"),
        "Dora Credit": (20000, "quoted"),
        "Edda Token": (115000, "reference"),
        "Fee Euro": (16667, "quoted"),
    }
    assert {entry["offers"][0]["per_hour_minor"] for entry in half["items"]} == {50000, 60000, 70000, 115000}


async def test_everything_can_be_asked_for_in_another_currency(desk: Desk) -> None:
    await rate(desk, "EUR", "1.25")
    await entered(desk, "Anna Hour", {"amount_minor": 60000})
    await entered(desk, "Bea Call", None)
    found = await shortlist(desk, currency="EUR")
    assert found["currency"] == "EUR"
    assert costs(found) == {"Anna Hour": (48000, "quoted"), "Bea Call": (92000, "reference")}
    bea = found["items"][1]["offers"][0]
    assert (bea["reference_low_minor"], bea["reference_high_minor"], bea["currency"]) == (64000, 120000, "EUR")
    rates = {used["currency"]: (used["usd_per_unit"], used["source"]) for used in found["rates"]}
    assert rates.keys() == {"EUR", "USD"}
    assert float(rates["EUR"][0]) == 1.25
    assert all(used["as_of"] for used in found["rates"])


async def test_a_quote_in_yen_is_compared_as_yen(desk: Desk) -> None:
    await rate(desk, "JPY", "0.01")
    await desk.report(desks.sheet((*ANNA[:4], "JPY 60,000 per hour"), BERT))
    found = await shortlist(desk)
    assert names(found) == ["Anna Weber", "Bert Okafor"]
    assert costs(found)["Anna Weber"] == costs(found)["Bert Okafor"] == (60000, "quoted")
    assert costs(await shortlist(desk, currency="JPY"))["Bert Okafor"] == (60000, "quoted")


async def test_without_a_word_it_is_the_campaigns_currency(desk: Desk) -> None:
    await rate(desk, "GBP", "2")
    changed = await desk.client.patch(f"/api/campaigns/{desk.campaign_id}", json={"currency": "GBP"})
    assert changed.status_code == 200
    await entered(desk, "Anna Hour", {"amount_minor": 60000})
    found = await shortlist(desk)
    assert (found["currency"], costs(found)["Anna Hour"]) == ("GBP", (30000, "quoted"))


@pytest.mark.parametrize(
    ("query", "code", "pointer"),
    [
        ({"currency": "KES"}, "currency_without_rate", "#/query/currency"),
        ({"currency": "euro"}, "input_invalid", "#/query/currency"),
        ({"minutes": "14"}, "input_invalid", "#/query/minutes"),
        ({"minutes": "241"}, "input_invalid", "#/query/minutes"),
        ({"limit": "0"}, "input_invalid", "#/query/limit"),
        ({"limit": "201"}, "input_invalid", "#/query/limit"),
        ({"after": "nobody"}, "input_invalid", "#/query/after"),
        ({"after": GLG}, "cursor_malformed", "#/query/after"),
        ({"offset": "3"}, "input_invalid", "#/query/offset"),
    ],
)
async def test_what_makes_no_sense_is_refused_by_its_name(desk: Desk, query: Json, code: str, pointer: str) -> None:
    response = await desk.client.get(f"/api/campaigns/{desk.campaign_id}/shortlist", params=query)
    expected.refusal_of(response, 422, code, pointer)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
async def test_files_are_asked_for_in_the_same_terms(desk: Desk, kind: str) -> None:
    path = f"/api/campaigns/{desk.campaign_id}/shortlist.{kind}"
    expected.refusal_of(await desk.client.get(path, params={"currency": "KES"}), 422, "currency_without_rate")
    expected.refusal_of(await desk.client.get(path, params={"minutes": "0"}), 422, "input_invalid")
    expected.refusal_of(await desk.client.get(path, params={"limit": "5"}), 422, "input_invalid", "#/query/limit")


@pytest.mark.parametrize("ending", ["", ".csv", ".xlsx"])
async def test_a_campaign_of_another_workspace_is_missing(desk: Desk, ending: str) -> None:
    async with desk.core.as_("bob") as bob:
        await expected.is_missing_as_if_absent(bob, "GET", f"/api/campaigns/{{}}/shortlist{ending}", desk.campaign_id)


async def test_a_price_in_a_currency_without_a_rate_is_no_quote_to_compare(desk: Desk) -> None:
    await entered(desk, "Anna Hour", {"amount_minor": 60000, "currency": "KES"})
    found = await shortlist(desk)
    assert costs(found) == {"Anna Hour": (115000, "reference")}
    assert found["items"][0]["offers"][0]["price"]["currency"] == "KES"


@pytest.mark.parametrize("gone", ["rejected", "declined", "lapsed"])
async def test_who_was_turned_down_is_not_on_the_list(desk: Desk, gone: str) -> None:
    await desk.report(desks.sheet(ANNA, BERT))
    await desk.edit(await desk.offer(), status=gone, reason="Because.")
    found = await shortlist(desk)
    assert names(found) == ["Bert Okafor"]
    assert found["summary"]["offers"] == found["coverage"]["people"] == 1


async def test_regions_and_calls_are_held_against_the_targets(desk: Desk) -> None:
    targets = {"target_regions": ["Europe", "Asia Pacific"], "min_calls": 4, "max_calls": 5}
    assert (await desk.client.patch(f"/api/campaigns/{desk.campaign_id}", json=targets)).status_code == 200
    await entered(desk, "Anna Weber", {"amount_minor": 1}, region="Europe")
    await entered(desk, "Bea Weber", {"amount_minor": 2}, region="Europe")
    await entered(desk, "Cora Weber", {"amount_minor": 3}, region="North America")
    await entered(desk, "Dora Weber", {"amount_minor": 4})
    await entered(desk, "Edda Weber", {"amount_minor": 5}, region="Asia Pacific", conflict_status="flagged")
    coverage = (await shortlist(desk))["coverage"]
    assert coverage == {
        "people": 5,
        "people_without_conflict": 4,
        "people_open": 4,
        "people_booked": 0,
        "people_called": 0,
        "people_barred": 1,
        "min_calls": 4,
        "max_calls": 5,
        "missing_to_min": 0,
        "reaches_max": False,
        "regions": [
            {"region": "Europe", "wanted": True, "people": 2},
            {"region": "Asia Pacific", "wanted": True, "people": 0},
            {"region": "North America", "wanted": False, "people": 1},
            {"region": "unknown", "wanted": False, "people": 1},
        ],
        "regions_missing": ["Asia Pacific"],
    }
    assert (await shortlist(desk, limit=1))["coverage"] == coverage


async def test_the_order_is_the_same_each_time_and_pages_have_no_gaps(desk: Desk) -> None:
    people = [(*row[:4], f"${100 + number % 3} per hour") for number, row in enumerate(desks.crowd(23))]
    await desk.report(desks.sheet(*people))
    whole = await shortlist(desk, limit=200)
    assert whole["next"] is None
    assert [entry["offers"][0]["cost_minor"] for entry in whole["items"]] == sorted(
        entry["offers"][0]["cost_minor"] for entry in whole["items"]
    )
    for limit in (1, 5, 22, 23):
        seen, after = [], None
        while True:
            page = await shortlist(desk, limit=limit, **({"after": after} if after else {}))
            assert page["summary"] == whole["summary"]
            seen += page["items"]
            after = page["next"]
            if after is None:
                break
        assert seen == whole["items"]


async def test_nothing_changed_is_told_in_a_word(desk: Desk) -> None:
    await desk.report(desks.sheet(ANNA, BERT, CLEO))
    path = f"/api/campaigns/{desk.campaign_id}/shortlist"
    etag = (await desk.client.get(path)).headers["etag"]
    assert (await desk.client.get(path, headers={"if-none-match": etag})).status_code == 304
    await desk.edit(await desk.offer(), title="Boss")
    assert (await desk.client.get(path, headers={"if-none-match": etag})).status_code == 200


async def test_answers_are_shown_in_the_order_they_were_given(desk: Desk) -> None:
    questions = [f"Question {letter}, which is asked of everybody?" for letter in "CABED"]
    await desk.report(desks.csv_of((*HEAD, *questions), (*ANNA, *"31254")))
    (entry,) = (await shortlist(desk))["items"]
    assert [answer["answer"] for answer in entry["offers"][0]["answers"]] == list("31254")
