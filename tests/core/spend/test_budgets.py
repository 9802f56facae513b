"""Budgets: a threshold is told once, when the charge that reaches it is entered, and again only after a rise."""

import asyncio
from typing import Any

import pytest

from services.core.spend.budgets.schemas import CampaignBudgetOut, ForecastOut
from tests.core.interviews.office import DAY, noon
from tests.core.research import expected
from tests.core.spend.till import Till

CALL = 120_000


async def test_without_a_budget_what_is_spent_is_told_all_the_same(till: Till) -> None:
    await till.card()
    await till.held(60)
    await till.booked(noon(3))
    body = expected.body_of(await till.client.get(f"/api/campaigns/{till.campaign_id}/budget"), CampaignBudgetOut)
    assert (body["amount_minor"], body["left_minor"], body["thresholds"]) == (None, None, [])
    assert (body["committed_minor"], body["actual_minor"], body["currency"]) == (CALL, CALL, "USD")


async def test_each_threshold_fires_once_with_the_charge_that_reaches_it(till: Till) -> None:
    await till.card()
    put = await till.budget(4 * CALL, ("percent", 50), ("absolute", 3 * CALL))
    assert [each["limit_minor"] for each in put["thresholds"]] == [2 * CALL, 3 * CALL]
    for number, fired in ((1, 0), (2, 1), (3, 2), (4, 2)):
        await till.booked(noon(number))
        assert len(await till.fired()) == fired
    half, absolute = await till.fired()
    assert half["subject_kind"] == "threshold"
    assert half["details"] == {
        "kind": "percent",
        "value": 50,
        "limit_minor": 2 * CALL,
        "spent_minor": 2 * CALL,
        "budget_minor": 4 * CALL,
    }
    assert absolute["details"]["value"] == 3 * CALL
    assert [each["fired_spend_minor"] for each in (await till.budget())["thresholds"]] == [2 * CALL, 3 * CALL]


async def test_a_settled_call_does_not_fire_what_its_commitment_has(till: Till) -> None:
    await till.card()
    await till.budget(CALL, ("percent", 100))
    await till.held(60)
    assert len(await till.fired()) == 1


async def test_a_rise_arms_what_then_lies_ahead_and_nothing_else_does(till: Till) -> None:
    await till.card()
    await till.budget(2 * CALL, ("percent", 50), ("percent", 100), ("absolute", CALL))
    await till.booked(noon(1))
    assert len(await till.fired()) == 2
    await till.budget(2 * CALL, ("percent", 50), ("percent", 100), ("absolute", CALL))
    assert len(await till.fired()) == 2
    raised = await till.budget(4 * CALL, ("percent", 50), ("percent", 100), ("absolute", CALL))
    armed = {(each["kind"], each["value"]) for each in raised["thresholds"] if each["fired_at"] is None}
    assert armed == {("percent", 50), ("percent", 100)}
    await till.booked(noon(2))
    assert [entry["details"]["kind"] for entry in (await till.fired())[2:]] == ["percent"]


async def test_a_threshold_set_below_what_is_spent_fires_at_once(till: Till) -> None:
    await till.card()
    await till.booked(noon(1))
    put = await till.budget(10 * CALL, ("absolute", CALL), ("absolute", CALL + 1))
    assert [each["fired_at"] is None for each in put["thresholds"]] == [False, True]


async def test_a_threshold_left_out_is_gone(till: Till) -> None:
    await till.budget(CALL, ("percent", 50), ("percent", 80))
    assert [each["value"] for each in (await till.budget(CALL, ("percent", 80)))["thresholds"]] == [80]


async def test_a_charge_that_is_not_committed_fires_nothing(till: Till) -> None:
    await till.card()
    await till.budget(CALL, ("percent", 100))
    at = noon(1)
    await till.booked(at)
    assert len(await till.fired()) == 1
    path = f"/api/campaigns/{till.campaign_id}/budget"
    await till.budget(2 * CALL, ("percent", 100))
    refused = await till.client.post(
        "/api/interviews", json={"expert_id": await till.expert("proposed"), "starts_at": (at + DAY).isoformat()}
    )
    assert refused.status_code == 409
    assert (await till.client.get(path)).json()["committed_minor"] == CALL
    assert len(await till.fired()) == 1


async def test_twenty_bookings_at_once_fire_each_threshold_exactly_once(till: Till) -> None:
    await till.card()
    await till.budget(20 * CALL, *(("absolute", number * CALL) for number in (1, 7, 13, 20)))
    experts = [await till.expert() for _ in range(20)]
    await asyncio.gather(*(till.booked(noon(number + 1), expert) for number, expert in enumerate(experts)))
    assert (await till.budget())["committed_minor"] == 20 * CALL
    told = [entry["details"] for entry in await till.fired()]
    assert sorted(each["value"] for each in told) == [number * CALL for number in (1, 7, 13, 20)]
    assert all(each["spent_minor"] == each["value"] for each in told)


async def test_of_ten_first_budgets_at_once_one_stands(till: Till) -> None:
    path = f"/api/campaigns/{till.campaign_id}/budget"
    none_yet = (await till.client.get(path)).headers["etag"]
    bodies = [{"amount_minor": number, "thresholds": [{"kind": "percent", "value": number}]} for number in range(1, 11)]
    told = await asyncio.gather(*(till.client.put(path, json=body, headers={"if-match": none_yet}) for body in bodies))
    assert sorted(answer.status_code for answer in told) == [200] + [412] * 9
    [stands] = [answer.json() for answer in told if answer.status_code == 200]
    assert await till.budget() == stands


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ({"amount_minor": -1}, "input_invalid", "#/amount_minor"),
        ({}, "input_invalid", "#/amount_minor"),
        ({"thresholds": [{"kind": "percent", "value": 0}]}, "input_invalid", "#/thresholds/0/value"),
        ({"thresholds": [{"kind": "share", "value": 1}]}, "input_invalid", "#/thresholds/0/kind"),
        ({"thresholds": [{"kind": "percent", "value": 5}] * 2}, "threshold_twice", "#/thresholds"),
    ],
)
async def test_a_budget_that_cannot_be_is_refused(till: Till, body: dict[str, Any], code: str, pointer: str) -> None:
    given = body if body == {} else {"amount_minor": 1} | body
    put = await till.client.put(f"/api/campaigns/{till.campaign_id}/budget", json=given)
    expected.refusal_of(put, 422, code, pointer)


async def forecast(till: Till) -> dict[str, Any]:
    """What the campaign will have cost."""
    return dict(expected.body_of(await till.client.get(f"/api/campaigns/{till.campaign_id}/forecast"), ForecastOut))


async def test_the_forecast_is_what_is_spent_and_the_calls_still_needed_at_their_price(till: Till) -> None:
    await till.card()
    path = f"/api/campaigns/{till.campaign_id}"
    assert (await till.client.patch(path, json={"min_calls": 4, "max_calls": 8})).status_code == 200
    await till.expert(price={"amount_minor": 90_000, "currency": "USD", "unit": "hour"})
    found = await forecast(till)
    assert (found["basis"], found["price_n"], found["price_minor"]["expected"]) == ("offers", 1, 90_000)
    assert found["calls_needed"] == {"expected": 6, "low": 4, "high": 8}
    assert found["total_minor"] == {"expected": 540_000, "low": 360_000, "high": 720_000}
    await till.held(30, hours=48)
    await till.held(60)
    await till.booked(noon(3))
    found = await forecast(till)
    assert (found["basis"], found["price_n"], found["calls_done"], found["calls_booked"]) == ("own_calls", 2, 2, 1)
    assert found["price_minor"] == {"expected": 90_000, "low": 75_000, "high": 105_000}
    assert found["calls_needed"] == {"expected": 3, "low": 1, "high": 5}
    spent = 60_000 + CALL + CALL
    assert found["total_minor"] == {
        "expected": spent + 270_000,
        "low": spent + 75_000,
        "high": spent + 525_000,
    }


async def test_where_cells_have_targets_calls_are_needed_cell_by_cell(till: Till) -> None:
    await till.card()
    path = f"/api/campaigns/{till.campaign_id}"
    await till.client.patch(path, json={"min_calls": 1, "max_calls": 9})
    cells = [
        {"region": "Europe", "expert_type": "customer", "min_calls": 1, "max_calls": 3},
        {"region": "Europe", "expert_type": "competitor", "min_calls": 2},
    ]
    put = await till.client.put(f"{path}/coverage-targets", json={"items": cells})
    assert put.status_code == 200, put.text
    for number in range(2):
        expert = await till.expert(region="Europe", expert_type="customer")
        await till.booked(noon(number + 1), expert)
    await till.booked(noon(5), await till.expert(region="Asia Pacific", expert_type="competitor"))
    assert (await forecast(till))["calls_needed"] == {"expected": 2, "low": 2, "high": 3}
    await till.client.patch(path, json={"max_calls": 4})
    assert (await forecast(till))["calls_needed"] == {"expected": 1, "low": 1, "high": 1}
    await till.client.patch(path, json={"min_calls": 6, "max_calls": 9})
    assert (await forecast(till))["calls_needed"] == {"expected": 3, "low": 3, "high": 3}


async def test_a_forecast_without_any_price_is_unknown_and_not_nought(till: Till) -> None:
    await till.client.patch(f"/api/campaigns/{till.campaign_id}", json={"min_calls": 4, "max_calls": 8})
    found = await forecast(till)
    assert (found["basis"], found["price_minor"], found["total_minor"]) == ("unknown", None, None)
