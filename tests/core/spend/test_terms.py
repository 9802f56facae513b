"""What a call costs by what was agreed, and what one that does not take place costs."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.spend import ledger, terms
from services.core.spend.ledger import Exchange
from services.core.spend.prices import Quote
from services.core.spend.terms import Agreed, Card, Notice
from shared.types import new_id

HOURLY = Quote(120_000, "hour", "USD", minimum_minutes=30, increment_minutes=5, free_minutes=15)
CARD = Card(
    id=new_id(),
    version=3,
    quote=HOURLY,
    cancellation=(Notice(24, 50), Notice(4, 100)),
    no_show={"expert": 0, "client": 100},
)
EXCHANGE = Exchange("USD", dt.date(2026, 3, 2), {"USD": Decimal(1), "EUR": Decimal("1.1")})
QUOTES = st.builds(
    Quote,
    st.integers(0, 500_000),
    st.sampled_from(["hour", "call", "minute"]),
    st.sampled_from(["USD", "EUR"]),
    minimum_minutes=st.none() | st.integers(0, 120),
    increment_minutes=st.none() | st.integers(1, 60),
    free_minutes=st.none() | st.integers(0, 60),
)


def test_the_offer_goes_before_the_card_before_the_reference_before_nothing() -> None:
    offer = Quote(90_000, "call", "EUR")
    assert terms.agreed(offer, card=CARD, reference_usd=(1, 2)).basis == "quoted"
    assert terms.agreed(None, card=CARD, reference_usd=(1, 2)) == Agreed("card", HOURLY, CARD)
    assert terms.agreed(None, card=None, reference_usd=(800, 1501)).quote == Quote(115_050, "call", "USD")
    assert terms.agreed(None, card=None, reference_usd=None) == Agreed("unknown")


def test_credits_are_worth_what_the_card_says() -> None:
    card = Card(quote=Quote(100, "credit", "EUR", credit_value_minor=50_000))
    agreed = terms.agreed(Quote(150, "credit"), card=card, reference_usd=None)
    assert agreed.quote == Quote(150, "credit", "EUR", credit_value_minor=50_000)
    assert terms.price(agreed, minutes=60) == 75_000
    assert terms.agreed(Quote(150, "credit"), card=CARD, reference_usd=None).basis == "card"
    assert terms.agreed(Quote(150, "credit"), card=None, reference_usd=(1, 1)).basis == "reference"


@pytest.mark.parametrize(("hours", "percent"), [(25, 0), (24, 0), (23.99, 50), (4, 50), (3.99, 100), (-1, 100)])
def test_the_shortest_notice_that_was_missed_counts(hours: float, percent: int) -> None:
    assert terms.cancellation_percent(CARD, notice=dt.timedelta(hours=hours)) == percent


def test_what_was_not_agreed_costs_nothing() -> None:
    assert terms.cancellation_percent(None, notice=dt.timedelta()) == 0
    assert terms.no_show_percent(None, fault="client") == 0
    assert (terms.no_show_percent(CARD, fault="client"), terms.no_show_percent(CARD, fault="vendor")) == (100, 0)


def test_a_share_of_a_price_is_rounded_once() -> None:
    agreed = Agreed("quoted", Quote(3_333, "call", "EUR"))
    found = ledger.figures(agreed, EXCHANGE, minutes=60, percent=50)
    assert (found.amount_minor, found.campaign_amount_minor) == (1_667, 1_833)


def test_a_missing_rate_leaves_the_campaigns_amount_open() -> None:
    found = ledger.figures(Agreed("quoted", Quote(5, "call", "XAU")), EXCHANGE, minutes=60)
    assert (found.amount_minor, found.campaign_amount_minor, found.basis.get("rates")) == (5, None, {"USD": "1"})


@given(quote=QUOTES, minutes=st.integers(0, 600), poor=st.booleans(), percent=st.integers(0, 100))
def test_no_charge_is_ever_negative_or_above_the_whole_price(
    quote: Quote, minutes: int, poor: bool, percent: int
) -> None:
    agreed = Agreed("quoted", quote)
    part = ledger.figures(agreed, EXCHANGE, minutes=minutes, poor=poor, percent=percent)
    whole = ledger.figures(agreed, EXCHANGE, minutes=minutes)
    assert 0 <= (part.amount_minor or 0) <= (whole.amount_minor or 0)
    assert 0 <= (part.campaign_amount_minor or 0) <= (whole.campaign_amount_minor or 0)


@given(quotes=st.lists(QUOTES, max_size=20), minutes=st.integers(15, 240))
def test_sums_in_each_currency_and_the_campaigns_agree_but_for_the_rounding(quotes: list[Quote], minutes: int) -> None:
    found = [ledger.figures(Agreed("quoted", quote), EXCHANGE, minutes=minutes) for quote in quotes]
    by_currency = {
        name: sum(each.amount_minor or 0 for each in found if each.currency == name) for name in EXCHANGE.usd
    }
    converted = sum(Decimal(amount) * EXCHANGE.usd[name] for name, amount in by_currency.items())
    told: int = sum(each.campaign_amount_minor or 0 for each in found)
    assert -len(quotes) <= converted - told <= len(quotes)


@given(quote=QUOTES, minutes=st.integers(0, 600), more=st.integers(0, 300))
def test_a_longer_call_never_costs_less(quote: Quote, minutes: int, more: int) -> None:
    short, long = (terms.price(Agreed("quoted", quote), minutes=each) for each in (minutes, minutes + more))
    assert short is not None and long is not None and short <= long


@given(quote=QUOTES, own=st.none() | st.integers(0, 90))
def test_what_an_offer_states_itself_is_never_overridden(quote: Quote, own: int | None) -> None:
    agreed = terms.agreed(replace(quote, minimum_minutes=own), card=CARD, reference_usd=None)
    assert agreed.quote is not None
    assert agreed.quote.minimum_minutes == (30 if own is None else own)
    assert (agreed.quote.amount_minor, agreed.quote.unit) == (quote.amount_minor, quote.unit)
