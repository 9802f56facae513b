"""Names as they are shown."""

import pytest

from services.core.matching import spelling


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Chen, Sarah", "Sarah Chen"),
        ("INGRID SOLHEIM-DAHL", "Ingrid Solheim-Dahl"),
        ("MAGGIE O'DONNELL", "Maggie O'Donnell"),
        ("Patrick J. Gallagher, Sr.", "Patrick J. Gallagher, Sr."),
        ("Sarah Chen, MD, PhD", "Sarah Chen, MD, PhD"),
        ("Dr. Sarah Chen, MD", "Dr. Sarah Chen, MD"),
        ("van der Molen, Pieter", "Pieter van der Molen"),
        ("J. Whitman", "J. Whitman"),
        ("Søren  Mikkelsen", "Søren Mikkelsen"),
    ],
)
def test_a_name_is_shown_given_names_first_in_ordinary_letters(written: str, expected: str) -> None:
    assert spelling.shown(written) == expected


def test_showing_a_name_twice_changes_nothing() -> None:
    for name in ("CHEN, SARAH", "Chen, Sarah", "O'DONNELL, MAGGIE A."):
        assert spelling.shown(spelling.shown(name)) == spelling.shown(name)
