"""Quotes are read with amount, currency, unit and terms, however they are written; nothing is invented."""

import pytest

from services.core.intake.extraction import values


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("$1,200/hr", {"amount_minor": 120000, "currency": "USD", "unit": "hour"}),
        (
            "USD 1,150 per hour (30 min minimum, 15 min increments)",
            {
                "amount_minor": 115000,
                "currency": "USD",
                "unit": "hour",
                "minimum_minutes": 30,
                "increment_minutes": 15,
            },
        ),
        ("€950 / h", {"amount_minor": 95000, "currency": "EUR", "unit": "hour"}),
        ("1.150,00 EUR pro Stunde", {"amount_minor": 115000, "currency": "EUR", "unit": "hour"}),
        ("£18/min", {"amount_minor": 1800, "currency": "GBP", "unit": "minute"}),
        ("GBP 900 per call", {"amount_minor": 90000, "currency": "GBP", "unit": "call"}),
        ("CHF 1'100", {"amount_minor": 110000, "currency": "CHF", "unit": "hour"}),
        ("1 150,00 €", {"amount_minor": 115000, "currency": "EUR", "unit": "hour"}),
        ("1.2k USD", {"amount_minor": 120000, "currency": "USD", "unit": "hour"}),
        ("¥150,000/h", {"amount_minor": 150000, "currency": "JPY", "unit": "hour"}),
        ("RMB 4,500 per hour", {"amount_minor": 450000, "currency": "CNY", "unit": "hour"}),
        ("$600 per 30 minutes", {"amount_minor": 120000, "currency": "USD", "unit": "hour"}),
        ("USD 1,000 for a 60-minute call", {"amount_minor": 100000, "currency": "USD", "unit": "call"}),
        (
            "$1,200/h, first 15 minutes free",
            {"amount_minor": 120000, "currency": "USD", "unit": "hour", "free_minutes": 15},
        ),
        (
            "€1.050 je Stunde, mind. 30 Minuten, danach im 15-Minuten-Takt",
            {
                "amount_minor": 105000,
                "currency": "EUR",
                "unit": "hour",
                "minimum_minutes": 30,
                "increment_minutes": 15,
            },
        ),
    ],
)
def test_a_quote_is_read_whole(text: str, meant: dict[str, object]) -> None:
    assert values.price(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("1.5 credits", {"amount_minor": 150, "unit": "credit"}),
        ("1,5 credits per hour", {"amount_minor": 150, "unit": "credit"}),
        (
            "2 credits/hour (1 credit = $575)",
            {"amount_minor": 200, "unit": "credit", "credit_value_minor": 57500, "currency": "USD"},
        ),
    ],
)
def test_credits_are_hundredths_and_have_a_currency_only_when_their_value_is_said(
    text: str, meant: dict[str, object]
) -> None:
    assert values.price(text) == meant


def test_of_a_range_the_upper_end_counts_because_it_may_be_billed() -> None:
    quote = values.price("€900–1,100")
    assert quote is not None and quote["amount_minor"] == 110000


@pytest.mark.parametrize(
    "text", ["$1,200/hr (was $1,300)", "reduced from $1,300 to $1,200/h", "now $1,200/h, previously $1,250/h"]
)
def test_the_old_amount_is_not_the_quote(text: str) -> None:
    quote = values.price(text)
    assert quote is not None and quote["amount_minor"] == 120000


@pytest.mark.parametrize("text", ["TBD", "upon request", "", "n/a", "$200M P&L", "$2bn", "first 15 minutes free"])
def test_no_amount_is_no_price(text: str) -> None:
    assert values.price(text) is None


def test_a_number_without_currency_is_a_price_only_with_a_hint() -> None:
    assert values.price("1200") is None
    assert values.price("1.200,00", currency_hint="EUR", unit_hint="call") == {
        "amount_minor": 120000,
        "currency": "EUR",
        "unit": "call",
    }


def test_a_hint_says_whose_dollar_is_meant() -> None:
    assert values.price("$1,400", currency_hint="AUD") == {"amount_minor": 140000, "currency": "AUD", "unit": "hour"}


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (
            "Calls are billed with a 30-minute minimum and in 15-minute increments after that. 1 credit = USD 1,100.",
            {"minimum_minutes": 30, "increment_minutes": 15, "credit_value_minor": 110000, "currency": "USD"},
        ),
        ("half an hour minimum and then by the quarter hour", {"minimum_minutes": 30, "increment_minutes": 15}),
        ("60 minutes minimum, then steps of 30 minutes", {"minimum_minutes": 60, "increment_minutes": 30}),
        ("transcript included", {}),
    ],
)
def test_terms_stated_for_all_quotes_are_read_without_an_amount(text: str, meant: dict[str, object]) -> None:
    assert values.terms(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("1,150.00", 1150), ("1.150,00", 1150), ("1'150", 1150), ("1 150,00", 1150), ("1.2k", 1200), ("12,50", 12.5)],
)
def test_numbers_are_read_in_every_writing(text: str, meant: float) -> None:
    assert float(values.number(text) or 0) == meant
