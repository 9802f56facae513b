"""Charges: a booking commits, a call costs what its terms say, what falls through is released, nothing is edited."""

import datetime as dt
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from sqlmodel import select

from services.core.spend.charges import service
from services.core.spend.charges.schemas import ChargeOut, TotalsOut
from shared.contracts.page import Page
from shared.models.interviews import Interview
from tests.core.interviews.office import HOUR, noon, text
from tests.core.research import expected
from tests.core.spend.till import TERMS, Till
from tests.support.core import Core

HOURLY = {"amount_minor": 120_000, "currency": "USD", "unit": "hour"}


@pytest.mark.parametrize(
    ("minutes", "poor", "dollars"),
    [(22, False, 600), (31, False, 700), (60, False, 1200), (61, False, 1300), (12, True, 0), (16, True, 600)],
)
async def test_a_call_costs_the_six_worked_figures(till: Till, minutes: int, poor: bool, dollars: int) -> None:
    await till.card()
    await till.held(minutes, poor=poor)
    committed, actual = await till.charges()
    assert (committed["stage"], committed["amount_minor"], committed["release_reason"]) == (
        "released",
        120_000,
        "settled",
    )
    assert (actual["stage"], actual["amount_minor"], actual["currency"]) == ("actual", dollars * 100, "USD")
    assert actual["basis"]["price"] == "card"
    assert actual["basis"]["minutes"] == minutes


async def test_the_offers_own_price_goes_before_the_card_which_fills_what_it_leaves_unsaid(till: Till) -> None:
    await till.card(amount_minor=99_900)
    expert = await till.expert(price=HOURLY | {"minimum_minutes": 45})
    await till.done(await till.past(expert_id=expert), "complete", actual_minutes=51)
    *_, actual = await till.charges()
    assert (actual["amount_minor"], actual["basis"]["price"], actual["basis"]["billed_minutes"]) == (
        110_000,
        "quoted",
        55,
    )
    assert actual["basis"]["quote"] == HOURLY | {"minimum_minutes": 45, "increment_minutes": 5, "free_minutes": 15}


async def test_what_is_more_than_the_ledger_can_say_is_refused(till: Till) -> None:
    expert = await till.expert(price=HOURLY | {"amount_minor": 2**31 - 1, "unit": "minute"})
    told = await till.client.post("/api/interviews", json={"expert_id": expert, "starts_at": text(noon(3))})
    assert expected.refusal_of(told, 422, "amount_too_large")["errors"] == []
    fee = {"campaign_id": till.campaign_id, "vendor_platform_id": till.vendor_id, "fee_type": "recruiting"}
    given = fee | {"amount_minor": 2**31 - 1, "currency": "GBP", "reason": "Agreed by mail"}
    refused = await till.client.post("/api/charges", json=given)
    expected.refusal_of(refused, 422, "amount_too_large", "#/amount_minor")


async def test_without_offer_and_card_it_is_the_middle_of_the_vendors_range(till: Till) -> None:
    vendor = {"avg_cost_per_call_min": 800, "avg_cost_per_call_max": 1500}
    assert (await till.client.patch(f"/api/vendors/{till.vendor_id}", json=vendor)).status_code == 200
    await till.booked(noon(3))
    (charge,) = await till.charges()
    assert (charge["amount_minor"], charge["basis"]["price"]) == (115_000, "reference")


async def test_a_call_nobody_knows_the_price_of_is_counted_and_never_nought(till: Till) -> None:
    await till.held(60)
    *_, charge = await till.charges()
    assert (charge["amount_minor"], charge["currency"], charge["basis"]["price"]) == (None, None, "unknown")
    assert (await till.budget())["without_price"] == 1
    totals = expected.body_of(await till.client.get("/api/charges/totals", params={"stage": "actual"}), TotalsOut)
    assert totals["items"] == [
        {"stage": "actual", "currency": None, "amount_minor": 0, "charges": 1, "without_price": 1}
    ]


async def test_the_card_of_the_calls_day_counts_not_that_of_the_booking(till: Till) -> None:
    await till.card()
    day = noon(9).date().isoformat()
    await till.card(valid_from=day, amount_minor=150_000)
    await till.booked(noon(8))
    await till.booked(noon(10))
    assert [charge["amount_minor"] for charge in await till.charges()] == [120_000, 150_000]
    assert [charge["basis"]["rate_card_version"] for charge in await till.charges()] == [1, 2]


async def test_a_call_is_converted_at_the_day_it_was_booked_and_when_held_at_that_day(till: Till) -> None:
    await till.card(currency="EUR", amount_minor=100_000)
    held = dt.datetime.now(dt.UTC) - 48 * HOUR
    days = [(held - 7 * 24 * HOUR).date().isoformat(), held.date().isoformat()]
    for as_of, rate in zip(days, ("1.10", "1.20"), strict=True):
        put = await till.client.put("/api/exchange-rates/EUR", json={"usd_per_unit": rate, "as_of": as_of})
        assert put.status_code == 200
    call = await till.booked(held, requested_at=text(held - 7 * 24 * HOUR))
    await till.done(call, "complete", actual_minutes=60)
    committed, actual = await till.charges()
    assert (committed["campaign_amount_minor"], committed["rate_date"]) == (110_000, days[0])
    assert (actual["campaign_amount_minor"], actual["basis"]["rates"]) == (120_000, {"EUR": "1.2", "USD": "1"})


async def test_a_reschedule_commits_anew_only_what_it_changes(till: Till) -> None:
    await till.card()
    call = await till.booked(noon(3))
    await till.done(call, "reschedule", starts_at=text(noon(4)))
    assert len(await till.charges()) == 1
    await till.done(call, "reschedule", starts_at=text(noon(4)), duration_minutes=90)
    assert await till.live() == [("per_call", "committed", 180_000)]
    first, _ = await till.charges()
    assert (first["stage"], first["release_reason"]) == ("released", "rebooked")


async def test_a_call_asked_for_anew_gives_its_commitment_back(till: Till) -> None:
    await till.card(cancellation=TERMS)
    call = await till.booked(noon(3))
    await till.done(call, "request-again")
    assert await till.live() == []


@pytest.mark.parametrize(
    ("notice", "fault", "minor"),
    [
        (30, None, None),
        (24, None, None),
        (23, None, 60_000),
        (4, "client", 60_000),
        (3, "client", 120_000),
        (3, "expert", None),
        (3, "vendor", None),
    ],
)
async def test_a_cancellation_costs_by_its_notice_unless_the_other_side_is_at_fault(
    till: Till, notice: int, fault: str | None, minor: int | None
) -> None:
    await till.card(cancellation=TERMS)
    call = await till.past(hours=1)
    starts_at = noon(0).fromisoformat(call["starts_at"])
    said = {"reason": "Not needed", "occurred_at": text(starts_at - notice * HOUR)}
    await till.done(call, "cancel", **said | ({"fault": fault} if fault else {}))
    assert await till.live() == ([("cancellation", "actual", minor)] if minor else [])


@pytest.mark.parametrize(("fault", "minor"), [("client", 120_000), ("expert", 30_000), ("vendor", None)])
async def test_a_missed_call_costs_by_whose_fault_it_was(till: Till, fault: str, minor: int | None) -> None:
    await till.card(no_show_client_percent=100, no_show_expert_percent=25)
    await till.done(await till.past(hours=2), "no-show", fault=fault)
    assert await till.live() == ([("no_show", "actual", minor)] if minor else [])


async def test_what_was_only_asked_for_costs_nothing_when_cancelled(till: Till) -> None:
    await till.card(cancellation=TERMS)
    await till.done(await till.request(), "cancel", reason="Not needed")
    assert await till.charges() == []


async def test_a_stopped_call_is_paid_for(till: Till) -> None:
    await till.card()
    await till.done(await till.past(), "stop", rule="inside_information", reason="Named a merger", actual_minutes=9)
    assert await till.live() == [("per_call", "actual", 60_000)]


async def test_settling_twice_is_settling_once_and_a_correction_takes_its_place(till: Till) -> None:
    await till.card()
    call = await till.held(60)
    transactions = till.core.app.state.resources.transactions
    caller = till.core.principal("ada")
    async with transactions.begin(caller) as session:
        interview = (await session.exec(select(Interview).where(Interview.id == UUID(call["id"])))).one()
        first = await service.settle(session, caller=caller, interview=interview)
        again = await service.settle(session, caller=caller, interview=interview)
        assert first.id == again.id
    assert len(await till.charges()) == 2
    await till.done(call, "correct", actual_minutes=31, reason="Mistyped")
    assert await till.live() == [("per_call", "actual", 70_000)]


async def test_fees_by_hand_cost_what_is_stated_or_what_the_card_says(till: Till) -> None:
    await till.card(recruiting_fee_minor=45_000, subscription_minor=500_000, subscription_period="month")
    given = {"campaign_id": till.campaign_id, "vendor_platform_id": till.vendor_id, "reason": "Custom search"}
    by_card = await till.client.post("/api/charges", json=given | {"fee_type": "recruiting"})
    assert expected.body_of(by_card, ChargeOut, 201)["amount_minor"] == 45_000
    stated = {"fee_type": "subscription", "amount_minor": 12_345, "currency": "EUR"}
    charge = expected.body_of(await till.client.post("/api/charges", json=given | stated), ChargeOut, 201)
    assert (charge["amount_minor"], charge["campaign_amount_minor"]) == (12_345, 14_320)
    assert (await till.client.get(f"/api/charges/{charge['id']}")).json() == charge


@pytest.mark.parametrize(
    ("fields", "status", "code", "pointer"),
    [
        ({"fee_type": "recruiting"}, 422, "no_fee_agreed", "#/amount_minor"),
        ({"fee_type": "per_call"}, 422, "input_invalid", "#/fee_type"),
        ({"fee_type": "recruiting", "amount_minor": 1}, 422, "input_invalid", "#/"),
        ({"fee_type": "recruiting", "amount_minor": -1, "currency": "EUR"}, 422, "input_invalid", "#/amount_minor"),
        ({"fee_type": "recruiting", "reason": " "}, 422, "input_invalid", "#/reason"),
        ({"fee_type": "recruiting", "occurred_at": "2999-01-01T00:00:00Z"}, 422, "still_to_come", "#/occurred_at"),
    ],
)
async def test_a_fee_that_cannot_be_is_refused_by_its_name(
    till: Till, fields: dict[str, Any], status: int, code: str, pointer: str
) -> None:
    given = {"campaign_id": till.campaign_id, "vendor_platform_id": till.vendor_id, "reason": "Custom search"}
    expected.refusal_of(await till.client.post("/api/charges", json=given | fields), status, code, pointer)
    assert await till.charges() == []


async def test_a_charge_taken_back_stays_in_the_ledger_with_the_reason(till: Till) -> None:
    await till.card()
    await till.held(60)
    *_, charge = await till.charges()
    void = f"/api/charges/{charge['id']}/void"
    expected.refusal_of(await till.client.post(void, json={}), 422, "input_invalid", "#/reason")
    body = expected.body_of(await till.client.post(void, json={"reason": "Waived"}), ChargeOut)
    assert (body["stage"], body["release_reason"], body["amount_minor"]) == ("released", "Waived", 120_000)
    assert await till.live() == []
    again = await till.client.post(void, json={"reason": "Waived"})
    expected.refusal_of(again, 409, "charge_not_actual")


async def test_a_commitment_is_not_taken_back_by_hand(till: Till) -> None:
    await till.card()
    await till.booked(noon(3))
    (charge,) = await till.charges()
    refused = await till.client.post(f"/api/charges/{charge['id']}/void", json={"reason": "Waived"})
    expected.refusal_of(refused, 409, "charge_not_actual")


async def test_the_list_filters_and_totals_never_add_two_currencies(till: Till) -> None:
    await till.card()
    await till.held(60)
    await till.booked(noon(3))
    fee: dict[str, Any] = {"campaign_id": till.campaign_id, "vendor_platform_id": till.vendor_id, "reason": "Search"}
    fee |= {"fee_type": "recruiting", "amount_minor": 10_000, "currency": "EUR"}
    await till.client.post("/api/charges", json=fee)
    assert len(await till.charges(stage="actual")) == 2
    assert len(await till.charges(fee_type="recruiting")) == 1
    assert len(await till.charges(vendor_id=till.vendor_id, until=text(noon(-3)))) == 1
    page = expected.body_of(await till.client.get("/api/charges", params={"count": True}), Page[ChargeOut])
    assert page["total"] == 4
    body = (await till.client.get("/api/charges/totals", params={"campaign_id": till.campaign_id})).json()
    sums = {(each["stage"], each["currency"]): each["amount_minor"] for each in body["items"]}
    assert sums == {
        ("committed", "USD"): 120_000,
        ("actual", "EUR"): 10_000,
        ("actual", "USD"): 120_000,
        ("released", "USD"): 120_000,
    }


async def test_the_database_lets_no_charge_be_edited(till: Till, core: Core) -> None:
    await till.card()
    await till.held(60)
    released, actual = await till.charges()
    for charge, change in (
        (actual, "amount_minor = 1"),
        (actual, "basis = '{}'"),
        (actual, "stage = 'committed'"),
        (released, "stage = 'actual', released_at = NULL"),
        (released, "release_reason = 'another'"),
    ):
        with pytest.raises(asyncpg.CheckViolationError, match="only ever released"):
            await core.owner_sql(
                f"WITH w AS (SELECT set_config('app.workspace_id', '{core.workspace()}', true)) "
                f"UPDATE expert_network.charges SET {change} FROM w WHERE id = $1",
                charge["id"],
            )


async def test_a_campaign_keeps_the_currency_its_money_is_reckoned_in(till: Till) -> None:
    path = f"/api/campaigns/{till.campaign_id}"
    assert (await till.client.patch(path, json={"currency": "EUR"})).status_code == 200
    await till.budget(100)
    refused = await till.client.patch(path, json={"currency": "GBP"})
    expected.refusal_of(refused, 409, "currency_in_use")
    assert refused.json()["detail"].startswith("This campaign's budget or charges are in its currency")
