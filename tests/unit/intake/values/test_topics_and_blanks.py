"""Topics, years and words that say nothing; and no reader ever raises."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.core.intake.extraction import values

FRAGMENTS = (
    "Nov 24 31 Feb 29 $ € 1,200 per hour 2–4pm GMT 24.11. 11/12 00:75 25:00 UTC+19 ( ) former at Epic, (2012–2018) "
    "+44 20 in/ credits = 1 credit noon 9-11 Uhr ex- , ; / - – Madison WI 10pm-1am 2026-13-45 until to"
)
TEXTS = st.text(max_size=120) | st.lists(st.sampled_from(FRAGMENTS.split()), max_size=14).map(" ".join)


def test_topics_are_split_once_each_and_brackets_kept() -> None:
    assert values.expertise("EHR, revenue cycle (billing, coding); and pricing • ehr\n- SaaS") == [
        "EHR",
        "revenue cycle (billing, coding)",
        "pricing",
        "SaaS",
    ]
    assert values.expertise("TBD") == []


@pytest.mark.parametrize(
    ("text", "years"),
    [("15+ years", 15), ("over 20 years' experience", 20), ("15-20 years", 15), ("12", 12), ("1998", None), ("", None)],
)
def test_years_of_experience(text: str, years: int | None) -> None:
    assert values.years(text) == years


@pytest.mark.parametrize("text", [None, "", " – ", "TBD", "n/a", "unknown", "to be confirmed", "(tbc)", "k.A.", "?"])
def test_words_that_say_nothing_are_blank(text: str | None) -> None:
    assert values.is_blank(text)


@pytest.mark.parametrize("text", ["0", "cleared", "pending", "No conflict", "Nadia"])
def test_words_that_say_something_are_not(text: str) -> None:
    assert not values.is_blank(text)


@given(TEXTS)
def test_no_reader_raises_on_any_text(text: str) -> None:
    for reader in (
        values.price,
        values.terms,
        values.conflict,
        values.linkedin,
        values.email,
        values.phone,
        values.region,
        values.past_employers,
        values.role,
        values.side_by_side,
        values.expertise,
        values.years,
        values.is_blank,
        values.number,
        values.currency,
    ):
        reader(text)
    values.availability(text, today=date(2026, 11, 21))
