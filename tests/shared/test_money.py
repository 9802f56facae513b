"""Currencies: those of the standard, at every door one comes in by."""

from typing import Any

import pytest

from shared import money
from tests.core.research import expected
from tests.support.core import Core

GLG = "e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b"
CAMPAIGN = {
    "campaign_name": "Atlas",
    "industry_vertical": "Energy",
    "start_date": "2026-11-17",
    "target_completion_date": "2026-12-18",
}
CARD = {"valid_from": "2026-01-01", "unit": "hour", "amount_minor": 1}
EXPERT = {"campaign_id": GLG, "vendor_platform_id": GLG, "name": "Anna"}
PRICE = {"amount_minor": 1, "unit": "hour", "currency": "XXY"}
CHARGE = {
    "campaign_id": GLG,
    "vendor_platform_id": GLG,
    "fee_type": "recruiting",
    "amount_minor": 1,
    "reason": "a search",
}


@pytest.mark.parametrize(("currency", "units"), [("USD", 100), ("JPY", 1), ("KWD", 1000), ("XCG", 100), ("UGX", 1)])
def test_minor_units_are_those_of_the_standard(currency: str, units: int) -> None:
    assert money.minor_units(currency) == units


def test_a_currency_has_one_number_of_minor_units_and_no_code_is_for_metal_or_tests() -> None:
    kinds = (money.WITHOUT, money.HUNDREDTHS, money.THOUSANDS)
    assert sum(map(len, kinds)) == len(money.CURRENCIES) > 150
    assert all(len(code) == 3 and code.isupper() for code in money.CURRENCIES)
    assert not money.CURRENCIES & {"XXX", "XTS", "XAU", "QQQ", "XXY"}


@pytest.mark.parametrize(
    ("method", "path", "body", "pointer"),
    [
        ("PUT", "/api/exchange-rates/QQQ", {"usd_per_unit": "1"}, "#/path/currency"),
        ("POST", "/api/campaigns", CAMPAIGN | {"currency": "XXY"}, "#/currency"),
        ("POST", f"/api/vendors/{GLG}/rate-cards", CARD | {"currency": "XXY"}, "#/currency"),
        ("POST", "/api/experts", EXPERT | {"price": PRICE}, "#/price/currency"),
        ("POST", "/api/charges", CHARGE | {"currency": "XXY"}, "#/currency"),
    ],
)
async def test_a_currency_there_is_not_is_refused_by_name(
    core: Core, method: str, path: str, body: dict[str, Any], pointer: str
) -> None:
    async with core.as_("ada") as ada:
        refused = await ada.request(method, path, json=body)
    expected.refusal_of(refused, 422, "input_invalid", pointer)
    assert "ISO 4217" in refused.text


async def test_a_rate_on_file_of_a_currency_there_is_not_can_be_read_and_taken_away(core: Core) -> None:
    async with core.as_("ada") as ada:
        assert (await ada.get("/api/exchange-rates/QQQ")).status_code == 200
        assert (await ada.delete("/api/exchange-rates/QQQ")).status_code in (204, 404)
