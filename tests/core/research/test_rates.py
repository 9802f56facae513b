"""Exchange rates: the workspace's own over the shipped reference figures, all in US dollars."""

import datetime as dt
from decimal import Decimal
from typing import Any

import httpx2
import pytest

from services.core.research.rates import reference, service
from services.core.research.rates.schemas import ExchangeRateOut
from shared.contracts.page import Page
from shared.types import now
from tests.core.research import expected
from tests.support.core import Core

PATH = "/api/exchange-rates"
OWN = {"usd_per_unit": 1.08765432, "as_of": "2026-11-18"}


async def rates(client: httpx2.AsyncClient, **query: str) -> dict[str, Any]:
    """The rates in force by currency, which they are listed by."""
    items = expected.body_of(await client.get(PATH, params=query), Page[ExchangeRateOut])["items"]
    assert [rate["currency"] for rate in items] == sorted(rate["currency"] for rate in items)
    return {rate["currency"]: rate for rate in items}


async def test_the_reference_holds_until_the_workspace_says_otherwise(core: Core) -> None:
    async with core.as_("ada") as ada:
        shipped = await rates(ada)
        assert shipped.keys() == reference.USD_PER_UNIT.keys()
        assert {(rate["source"], rate["as_of"]) for rate in shipped.values()} == {("reference", "2026-11-20")}
        assert shipped["USD"]["usd_per_unit"] == 1
        put = expected.body_of(await ada.put(f"{PATH}/EUR", json=OWN), ExchangeRateOut)
        assert put == OWN | {"currency": "EUR", "source": "workspace"}
        assert await rates(ada) == shipped | {"EUR": put}
        assert (await ada.delete(f"{PATH}/EUR")).status_code == 204
        assert await rates(ada) == shipped


async def test_each_day_has_the_latest_rate_of_that_day_or_before(core: Core) -> None:
    said = {"2026-01-02": 1.1, "2026-11-18": 1.2, "2026-11-20": 1.3, "2026-05-01": 1.4}
    async with core.as_("ada") as ada:
        for as_of, usd_per_unit in said.items():
            put = await ada.put(f"{PATH}/GBP", json={"usd_per_unit": usd_per_unit, "as_of": as_of})
            assert (put.json()["as_of"], put.json()["usd_per_unit"]) == (as_of, usd_per_unit)
        assert (await rates(ada))["GBP"]["usd_per_unit"] == 1.3
        days = {"2026-01-01": 1.32, "2026-01-02": 1.1, "2026-04-30": 1.1, "2026-11-17": 1.4, "2026-11-19": 1.2}
        for day, usd_per_unit in days.items():
            assert (await rates(ada, on=day))["GBP"]["usd_per_unit"] == usd_per_unit
        history = expected.body_of(await ada.get(f"{PATH}/GBP"), Page[ExchangeRateOut])["items"]
        assert [rate["as_of"] for rate in history if rate["source"] == "workspace"] == sorted(said, reverse=True)
        assert history[-1]["source"] == "reference"


async def test_a_rate_put_again_for_its_day_takes_the_place_of_that_day_alone(core: Core) -> None:
    async with core.as_("ada") as ada:
        for as_of, usd_per_unit in (("2026-01-02", 1.1), ("2026-11-18", 1.2), ("2026-01-02", 1.15)):
            await ada.put(f"{PATH}/GBP", json={"usd_per_unit": usd_per_unit, "as_of": as_of})
        history = (await ada.get(f"{PATH}/GBP")).json()["items"]
        assert [rate["usd_per_unit"] for rate in history] == [1.2, 1.15, 1.32]


async def test_one_day_is_removed_alone(core: Core) -> None:
    async with core.as_("ada") as ada:
        for as_of, usd_per_unit in (("2026-01-02", 1.1), ("2026-11-18", 1.2)):
            await ada.put(f"{PATH}/GBP", json={"usd_per_unit": usd_per_unit, "as_of": as_of})
        absent = await ada.delete(f"{PATH}/GBP", params={"as_of": "2026-01-03"})
        expected.refusal_of(absent, 404, "exchange_rate_missing")
        assert (await ada.delete(f"{PATH}/GBP", params={"as_of": "2026-11-18"})).status_code == 204
        assert (await rates(ada))["GBP"]["usd_per_unit"] == 1.1


async def test_a_rate_without_a_day_is_todays_and_a_currency_may_be_one_the_reference_lacks(core: Core) -> None:
    async with core.as_("ada") as ada:
        put = expected.body_of(await ada.put(f"{PATH}/ISK", json={"usd_per_unit": 0.0075}), ExchangeRateOut)
        assert abs(dt.date.fromisoformat(put["as_of"]) - now().date()) <= dt.timedelta(days=1)
        assert (await rates(ada))["ISK"] == put


async def test_the_rates_in_force_are_exact_for_those_who_reckon_with_them(core: Core) -> None:
    reader = core.app.state.resources.reader
    async with core.as_("ada") as ada:
        await ada.put(f"{PATH}/EUR", json=OWN)
        known = await service.effective(reader, core.principal("ada"))
    assert known["EUR"] == service.Rate(Decimal("1.08765432"), dt.date(2026, 11, 18), "workspace")
    assert known["JPY"] == service.Rate(reference.USD_PER_UNIT["JPY"], reference.AS_OF, "reference")
    assert (await service.effective(reader, core.principal("bob")))["EUR"].source == "reference"


async def test_a_rate_is_the_workspaces_own(core: Core) -> None:
    async with core.as_("ada") as ada, core.as_("bob") as bob, core.as_("eve", within="ada") as eve:
        await ada.put(f"{PATH}/EUR", json=OWN)
        assert (await rates(eve))["EUR"]["source"] == "workspace"
        assert (await rates(bob))["EUR"]["source"] == "reference"
        expected.refusal_of(await bob.delete(f"{PATH}/EUR"), 404, "exchange_rate_missing")
        assert (await rates(ada))["EUR"]["source"] == "workspace"


@pytest.mark.parametrize(
    ("currency", "body", "code", "pointer"),
    [
        ("USD", {}, "rate_of_base", "#/path/currency"),
        ("eur", {}, "input_invalid", "#/path/currency"),
        ("EURO", {}, "input_invalid", "#/path/currency"),
        ("QQQ", {}, "input_invalid", "#/path/currency"),
        ("EUR", {"usd_per_unit": 0}, "input_invalid", "#/usd_per_unit"),
        ("EUR", {"usd_per_unit": -1}, "input_invalid", "#/usd_per_unit"),
        ("EUR", {"usd_per_unit": "NaN"}, "input_invalid", "#/usd_per_unit"),
        ("EUR", {"usd_per_unit": "0.123456789"}, "input_invalid", "#/usd_per_unit"),
        ("EUR", {"usd_per_unit": "12345678901"}, "input_invalid", "#/usd_per_unit"),
        ("EUR", {"usd_per_unit": None}, "input_invalid", "#/usd_per_unit"),
        ("EUR", {"as_of": "2999-01-01"}, "rate_from_future", "#/as_of"),
        ("EUR", {"as_of": "18 November"}, "input_invalid", "#/as_of"),
        ("EUR", {"source": "reference"}, "input_invalid", "#/source"),
    ],
)
async def test_a_bad_value_is_refused_by_its_name(
    core: Core, currency: str, body: dict[str, Any], code: str, pointer: str
) -> None:
    async with core.as_("ada") as ada:
        expected.refusal_of(await ada.put(f"{PATH}/{currency}", json=OWN | body), 422, code, pointer)
        assert (await rates(ada))["EUR"]["source"] == "reference"


async def test_a_change_made_against_an_older_state_is_refused(core: Core) -> None:
    async with core.as_("ada") as ada:
        seen = {"if-match": (await ada.put(f"{PATH}/EUR", json=OWN)).headers["etag"]}
        assert (await ada.put(f"{PATH}/EUR", json=OWN | {"usd_per_unit": 1.1}, headers=seen)).status_code == 200
        for response in (
            await ada.put(f"{PATH}/EUR", json=OWN, headers=seen),
            await ada.delete(f"{PATH}/EUR", headers=seen),
        ):
            expected.refusal_of(response, 412, "changed_since_read")
