"""Answers to closed questions: understood by text, letter, number and word, or not at all."""

import pytest

from services.core.research.screening import choices

SYSTEMS = ("Epic", "Epic Care", "Cerner", "None of these")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Epic", ["Epic"]),
        (" cerner. ", ["Cerner"]),
        ("b", ["Epic Care"]),
        ("(c)", ["Cerner"]),
        ("C.", ["Cerner"]),
        ("3", ["Cerner"]),
        ("2)", ["Epic Care"]),
        ("A and C", ["Epic", "Cerner"]),
        ("c, a", ["Epic", "Cerner"]),
        ("1, 3", ["Epic", "Cerner"]),
        ("b) Epic Care", ["Epic Care"]),
        ("We run Epic Care across all sites", ["Epic Care"]),
        ("Epic and Cerner", ["Epic", "Cerner"]),
        ("none of these", ["None of these"]),
        ("Meditech", None),
        ("e", None),
        ("7", None),
        ("We do not use Epic", None),
        ("anything but Cerner, never them", None),
        ("", None),
    ],
)
def test_options_are_named_by_text_letter_or_number(text: str, named: list[str] | None) -> None:
    assert choices.chosen(text, SYSTEMS) == named


@pytest.mark.parametrize(
    ("text", "rating"),
    [
        ("4", 4),
        ("4/5", 4),
        ("4 out of 5", 4),
        ("8/10", 4.2),
        ("four", 4),
        ("I would say four.", 4),
        ("★★★★☆", 4),
        ("****", 4),
        ("4.5", 4.5),
        ("Five", 5),
        ("7", None),
        ("between 3 and 4", None),
        ("very good", None),
        ("11/10", None),
        ("", None),
    ],
)
def test_a_rating_is_read_on_the_scale_of_one_to_five(text: str, rating: float | None) -> None:
    assert choices.rating(text, ()) == rating


def test_a_scale_of_words_counts_from_one() -> None:
    scale = ("Poor", "Fair", "Good", "Excellent")
    assert choices.scale_of(scale) == (1, 4)
    assert choices.rating("excellent", scale) == 4
    assert choices.rating("b", scale) == 2


def test_a_scale_of_numbers_is_theirs() -> None:
    scale = ("0", "5", "10")
    assert choices.scale_of(scale) == (0, 10)
    assert choices.rating("7", scale) == 7
    assert choices.rating("4/5", scale) == 8
