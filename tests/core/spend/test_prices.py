"""What a call costs: the worked figures of the trade, every unit, other currencies, and rounding once at the end."""

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.intake.extraction.values import money
from services.core.spend import prices
from services.core.spend.prices import Cost, Quote

USUAL = Quote(120_000, "hour", "USD", minimum_minutes=30, increment_minutes=5, free_minutes=15)
USD = {"USD": Decimal(1), "EUR": Decimal("1.0837"), "JPY": Decimal("0.0066"), "GBP": Decimal("1.2731")}


@pytest.mark.parametrize(
    ("minutes", "poor", "dollars"),
    [(22, False, 600), (31, False, 700), (60, False, 1200), (61, False, 1300), (12, True, 0), (16, True, 600)],
)
def test_the_six_worked_figures(minutes: int, poor: bool, dollars: int) -> None:
    assert prices.charge(USUAL, minutes=minutes, poor=poor) == dollars * 100


def test_a_poor_call_is_free_up_to_the_last_free_minute_and_only_where_that_was_agreed() -> None:
    assert prices.charge(USUAL, minutes=15, poor=True) == 0
    assert prices.charge(USUAL, minutes=15) == 60_000
    assert prices.charge(dataclasses.replace(USUAL, free_minutes=None), minutes=1, poor=True) == 60_000


@pytest.mark.parametrize(
    ("quote", "minutes", "minor"),
    [
        (Quote(90_000, "call", "USD"), 15, 90_000),
        (Quote(90_000, "call", "USD", minimum_minutes=60, increment_minutes=30), 240, 90_000),
        (Quote(1_500, "minute", "USD"), 37, 55_500),
        (Quote(1_500, "minute", "USD", minimum_minutes=30), 20, 45_000),
        (Quote(1_500, "minute", "USD", increment_minutes=15), 46, 90_000),
        (Quote(100_000, "hour", "USD"), 20, Decimal(100_000) / 3),
        (Quote(200, "credit", "USD", credit_value_minor=50_000), 60, 100_000),
        (Quote(150, "credit", "USD", credit_value_minor=50_000, minimum_minutes=30), 10, 37_500),
    ],
)
def test_every_unit_is_charged_by_its_own_terms(quote: Quote, minutes: int, minor: Decimal | int) -> None:
    charged = prices.charge(quote, minutes=minutes)
    assert charged is not None
    assert abs(charged - minor) < Decimal("1e-15")


def test_credits_of_unknown_value_cannot_be_charged() -> None:
    assert prices.charge(Quote(200, "credit"), minutes=60) is None


@pytest.mark.parametrize(("amount", "whole"), [("0.5", 1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("0", 0)])
def test_halves_are_rounded_up(amount: str, whole: int) -> None:
    assert prices.rounded(Decimal(amount)) == whole


def test_a_missing_rate_makes_no_conversion() -> None:
    assert prices.convert(Decimal(5), source="EUR", target="EUR", usd={}) == 5
    assert prices.convert(Decimal(5), source="EUR", target="XAU", usd=USD) is None
    assert prices.convert(Decimal(5), source="XAU", target="EUR", usd=USD) is None


def cost(quote: Quote | None, *, currency: str = "USD", reference: tuple[int, int] | None = (800, 1500)) -> Cost:
    return prices.cost_of(quote, reference_usd=reference, minutes=60, currency=currency, usd=USD)


def test_a_quote_is_rounded_once_after_charging_and_converting() -> None:
    third = Quote(100, "hour", "USD")
    assert prices.cost_of(third, reference_usd=None, minutes=20, currency="USD", usd=USD) == Cost(33, "quoted")
    assert prices.cost_of(third, reference_usd=None, minutes=20, currency="JPY", usd=USD) == Cost(51, "quoted")


def test_yen_have_no_cents_and_dinars_have_a_thousand_fils() -> None:
    usd = USD | {"KWD": Decimal("3.25")}
    assert prices.convert(Decimal(50_000), source="JPY", target="USD", usd=usd) == 33_000
    assert prices.convert(Decimal(33_000), source="USD", target="JPY", usd=usd) == 50_000
    assert prices.convert(Decimal(1_000), source="KWD", target="USD", usd=usd) == 325
    assert money.minor_units(Decimal("1.5"), "KWD") == 1_500
    assert money.minor_units(Decimal(500), "UGX") == 500


def test_without_a_usable_quote_it_is_the_middle_of_the_vendors_range() -> None:
    middle = Cost(115_000, "reference", 80_000, 150_000)
    assert cost(None) == cost(Quote(200, "credit")) == cost(Quote(100, "hour", "XAU")) == middle


def test_the_middle_of_a_range_too_is_rounded_once() -> None:
    found = prices.cost_of(
        None, reference_usd=(1, 2), minutes=60, currency="XYZ", usd={"USD": Decimal(1), "XYZ": Decimal(64)}
    )
    assert found == Cost(2, "reference", 2, 3)
    exact = (Decimal(100) + Decimal(200)) / 2 / 64
    assert prices.rounded(exact) == found.amount_minor


def test_without_quote_and_range_it_is_unknown() -> None:
    assert cost(None, reference=None) == Cost(None, "unknown")
    assert cost(None, currency="XAU") == Cost(None, "unknown")


@given(
    amount=st.integers(0, 10**7),
    minutes=st.integers(15, 240),
    minimum=st.integers(0, 120),
    step=st.integers(1, 60),
)
def test_what_is_billed_is_whole_steps_or_the_minimum_and_never_less_than_the_call(
    amount: int, minutes: int, minimum: int, step: int
) -> None:
    billed = prices.billed_minutes(minutes, minimum=minimum, increment=step)
    assert billed >= minutes
    assert billed == minimum or billed % step == 0
    assert billed < minutes + step or billed == minimum
    quote = Quote(amount, "hour", "USD", minimum_minutes=minimum, increment_minutes=step)
    assert prices.charge(quote, minutes=minutes) == Decimal(amount) * billed / 60
