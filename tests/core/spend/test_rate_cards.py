"""Rate cards: one holds at a time, and what charges rest on is followed, not changed."""

from typing import Any

import asyncpg
import pytest

from services.core.spend.rate_cards.schemas import RateCardOut
from shared.contracts.page import Page
from tests.core.interviews.office import noon
from tests.core.research import expected
from tests.core.spend.till import USUAL, Till
from tests.support.core import Core


def path(till: Till, card: dict[str, Any] | None = None) -> str:
    """Where the vendor's cards are, or one of them."""
    return f"/api/vendors/{till.vendor_id}/rate-cards" + (f"/{card['id']}" if card else "")


async def test_a_card_is_listed_by_its_days(till: Till) -> None:
    made = await till.card(valid_to="2020-12-31", cancellation=[{"notice_hours": 24, "percent": 50}])
    later = await till.card(valid_from="2021-01-01")
    assert (made["version"], later["version"]) == (1, 2)
    page = expected.body_of(await till.client.get(path(till)), Page[RateCardOut])
    assert page["items"] == [later, made]
    on = await till.client.get(path(till), params={"on": "2020-12-31"})
    assert on.json()["items"] == [made]
    assert expected.body_of(await till.client.get(path(till, made)), RateCardOut) == made


async def test_a_new_card_ends_the_one_without_an_end(till: Till) -> None:
    first = await till.card()
    await till.card(valid_from="2024-03-01")
    ended = (await till.client.get(path(till, first))).json()
    assert ended == first | {"valid_to": "2024-02-29", "updated_at": ended["updated_at"]}


@pytest.mark.parametrize(
    ("known", "new"),
    [
        ({"valid_to": "2020-12-31"}, {"valid_from": "2020-12-31"}),
        ({"valid_from": "2020-06-01"}, {"valid_from": "2020-01-01"}),
        ({"valid_from": "2020-06-01"}, {"valid_from": "2020-06-01"}),
        ({"valid_to": "2020-12-31"}, {"valid_from": "2020-05-01", "valid_to": "2020-06-01"}),
    ],
)
async def test_two_cards_never_hold_on_one_day(till: Till, known: dict[str, str], new: dict[str, str]) -> None:
    card = await till.card(**known)
    refused = await till.client.post(path(till), json=USUAL | new)
    problem = expected.refusal_of(refused, 409, "rate_cards_overlap")
    assert problem["rate_card_id"] == card["id"]
    assert (await till.client.get(path(till))).json()["items"] == [card]


async def test_not_even_in_the_database_do_two_cards_hold_on_one_day(till: Till, core: Core) -> None:
    card = await till.card(valid_to="2020-12-31")
    copied = """
        WITH w AS (SELECT set_config('app.workspace_id', $1::text, true)),
            c AS (SELECT r.* FROM expert_network.rate_cards r, w WHERE r.id = $2)
        INSERT INTO expert_network.rate_cards (workspace_id, id, vendor_platform_id, version, valid_from, currency,
            unit, amount_minor)
        SELECT workspace_id, gen_random_uuid(), vendor_platform_id, 9, '2020-12-31', currency, unit, 1 FROM c
    """
    connection = await asyncpg.connect(core.database.owner_url)
    try:
        async with connection.transaction():
            await connection.execute("SELECT set_config('app.workspace_id', $1, true)", str(core.workspace()))
            with pytest.raises(asyncpg.ExclusionViolationError, match="rate_cards_do_not_overlap"):
                await connection.execute(copied, str(core.workspace()), card["id"])
    finally:
        await connection.close()


async def test_once_a_charge_rests_on_a_card_only_its_end_and_notes_change(till: Till) -> None:
    card = await till.card()
    patched = await till.client.patch(path(till, card), json={"amount_minor": 110_000})
    assert expected.body_of(patched, RateCardOut)["amount_minor"] == 110_000
    await till.booked(noon(3))
    assert (await till.client.get(path(till, card))).json()["in_use"]
    refused = await till.client.patch(path(till, card), json={"amount_minor": 100_000})
    expected.refusal_of(refused, 409, "rate_card_in_use")
    expected.refusal_of(await till.client.delete(path(till, card)), 409, "rate_card_in_use")
    ended = await till.client.patch(path(till, card), json={"valid_to": "2999-12-31", "notes": "Renegotiated"})
    assert expected.body_of(ended, RateCardOut)["valid_to"] == "2999-12-31"


async def test_an_unused_card_is_removed(till: Till) -> None:
    card = await till.card()
    assert (await till.client.delete(path(till, card))).status_code == 204
    expected.refusal_of(await till.client.get(path(till, card)), 404, "rate_card_missing")


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"valid_to": "2019-12-31"}, "dates_reversed", "#/valid_to"),
        ({"unit": "credit"}, "credit_value_misplaced", "#/credit_value_minor"),
        ({"credit_value_minor": 1}, "credit_value_misplaced", "#/credit_value_minor"),
        ({"subscription_minor": 1}, "subscription_incomplete", "#/subscription_period"),
        ({"cancellation": [{"notice_hours": 4, "percent": 1}] * 2}, "notice_twice", "#/cancellation"),
        ({"cancellation": [{"notice_hours": 4, "percent": 101}]}, "input_invalid", "#/cancellation/0/percent"),
        ({"increment_minutes": 0}, "input_invalid", "#/increment_minutes"),
        ({"amount_minor": -1}, "input_invalid", "#/amount_minor"),
        ({"currency": "usd"}, "input_invalid", "#/currency"),
    ],
)
async def test_terms_that_do_not_belong_together_are_refused(
    till: Till, fields: dict[str, Any], code: str, pointer: str
) -> None:
    expected.refusal_of(await till.client.post(path(till), json=USUAL | fields), 422, code, pointer)


async def test_a_change_made_against_an_older_state_is_refused(till: Till) -> None:
    card = await till.card()
    seen = {"if-match": (await till.client.get(path(till, card))).headers["etag"]}
    assert (await till.client.patch(path(till, card), json={"notes": "a"}, headers=seen)).status_code == 200
    for response in (
        await till.client.patch(path(till, card), json={"notes": "b"}, headers=seen),
        await till.client.delete(path(till, card), headers=seen),
    ):
        expected.refusal_of(response, 412, "changed_since_read")


async def test_every_change_of_a_card_is_in_the_log(till: Till) -> None:
    card = await till.card()
    await till.client.patch(path(till, card), json={"notes": "a"})
    await till.card(valid_from="2024-03-01")
    told = await till.client.get("/api/audit-entries", params={"subject_kind": "rate_card", "sort": "number"})
    actions = [entry["action"] for entry in told.json()["items"]]
    assert actions == ["rate_card.added", "rate_card.changed", "rate_card.ended", "rate_card.added"]


async def test_the_shortlist_compares_by_the_card_where_an_offer_states_no_price(till: Till) -> None:
    await till.card(currency="EUR", amount_minor=100_000)
    by_card = await till.expert(name="Anna Weber")
    by_offer = await till.expert(name="Bert Okafor", price={"amount_minor": 90_000, "currency": "USD", "unit": "hour"})
    answer = await till.client.get(f"/api/campaigns/{till.campaign_id}/shortlist", params={"minutes": 20})
    offers = {each["offers"][0]["expert_id"]: each["offers"][0] for each in answer.json()["items"]}
    assert (offers[by_card]["basis"], offers[by_card]["cost_minor"]) == ("card", 58_000)
    assert (offers[by_offer]["basis"], offers[by_offer]["cost_minor"]) == ("quoted", 45_000)
    assert {rate["currency"] for rate in answer.json()["rates"]} == {"USD", "EUR"}
    assert answer.json()["summary"]["without_quote"] == 0
