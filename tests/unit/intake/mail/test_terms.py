"""What a vendor says once for all its prices holds for each of them, and nothing is added that was not said."""

from datetime import date
from typing import Any

from services.core.intake.documents import Document, Message
from services.core.intake.extraction import mail
from services.core.intake.proposals import Extraction, VendorGuess

PROFILE = "\n\nSarah Chen\nTitle: VP Operations\nCompany: Epic Systems\nRate: {}\nConflict check: pending\n"


def read(intro: str, rate: str) -> Extraction:
    document = Document("m.txt", "text", [Message(1, intro + PROFILE.format(rate))])
    return mail.extract(document, vendor=VendorGuess(None, None, 0.0), today=date(2026, 11, 21))


def price(intro: str, rate: str) -> Any:
    fields = read(intro, rate).proposals[0].fields
    return fields["price"].value if "price" in fields else None


def test_minimum_step_and_free_time_are_added() -> None:
    said = "Calls have a 30 min minimum, 5 min increments after that, and the first 15 minutes are free."
    assert price(said, "$900/hr") == {
        "amount_minor": 90000,
        "currency": "USD",
        "unit": "hour",
        "minimum_minutes": 30,
        "increment_minutes": 5,
        "free_minutes": 15,
    }


def test_a_credits_value_is_added_to_credits_only() -> None:
    said = "One credit is $575."
    assert price(said, "1.5 credits per hour")["credit_value_minor"] == 57500
    assert "credit_value_minor" not in price(said, "€900/h")


def test_currency_and_unit_are_those_said_once() -> None:
    assert price("Rates are per call in US dollars.", "900") == {
        "amount_minor": 90000,
        "currency": "USD",
        "unit": "call",
    }
    assert price("Rates are per call in US dollars.", "£700 per hour") == {
        "amount_minor": 70000,
        "currency": "GBP",
        "unit": "hour",
    }


def test_terms_per_hour_do_not_bind_a_price_per_call() -> None:
    assert price("Pricing is per hour; 30 min minimum.", "$900 per call") == {
        "amount_minor": 90000,
        "currency": "USD",
        "unit": "call",
    }


def test_an_amount_without_any_currency_is_no_price_but_noted() -> None:
    found = read("Hello,", "1,200/h")
    assert "price" not in found.proposals[0].fields
    assert found.notes == ["Sarah Chen: no price is read from “1,200/h”"]


def test_one_price_for_everybody_serves_those_without_their_own() -> None:
    said = "All experts are charged at EUR 820 per hour."
    assert price(said, "TBD") == {"amount_minor": 82000, "currency": "EUR", "unit": "hour"}
    assert price(said, "€900 per hour")["amount_minor"] == 90000
