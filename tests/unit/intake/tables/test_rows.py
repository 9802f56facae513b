"""Every row is a person, a rejected row with its reason, or a note with its place."""

import pytest

from services.core.intake.proposals import Extraction
from tests.unit.intake.tables import sheets

HEAD = ["Expert", "Role", "Company", "Rate (EUR)", "Availability"]
SARAH = ["Sarah Chen", "VP Sales", "Epic", "900", "30 Nov 2026 10:00 CET"]
ANA = ["Ana Ruiz", "CIO", "IBM", "800", ""]


def rejected(extraction: Extraction) -> list[tuple[str, str]]:
    return [(row.code, row.span.locator) for row in extraction.rejected]


@pytest.mark.parametrize(
    "row",
    [
        ["Tier 1 experts"] * 5,
        ["Tier 1 experts", "", "", "", ""],
        ["Total: 12", "", "", "", ""],
        ["Total", "", "", "12.300", ""],
        ["Please note that all rates exclude VAT.", "", "", "", ""],
        ["", "", "", "", "* subject to confirmation"],
    ],
)
def test_section_total_and_note_rows_are_notes_with_their_place(row: list[str]) -> None:
    extraction = sheets.read(HEAD, SARAH, ["", "", "", "", ""], row, ANA)
    assert sheets.names(extraction) == ["Sarah Chen", "Ana Ruiz"]
    assert not extraction.rejected
    assert next(note for note in extraction.notes if note.startswith("Experts!")).split(" is ")[0].endswith("4")


@pytest.mark.parametrize(
    "name", ["", "TBD", "n/a", "[name withheld until NDA]", "Confidential", "Expert 7", "Advisor B"]
)
def test_a_row_without_a_name_is_rejected_with_row_and_column(name: str) -> None:
    extraction = sheets.read(HEAD, SARAH, [name, "IT Director", "Regional hospital", "1.000,00", ""], ANA)
    assert sheets.names(extraction) == ["Sarah Chen", "Ana Ruiz"]
    assert rejected(extraction)[0][0] == "missing_name"
    assert "column A (Expert)" in extraction.rejected[0].reason
    assert "Regional hospital" in extraction.rejected[0].span.excerpt


@pytest.mark.parametrize("name", ["sales@epic.com", "https://epic.com", "12345", "Dedalus GmbH", "5 customers of Epic"])
def test_a_row_whose_name_is_plainly_no_person_is_rejected(name: str) -> None:
    extraction = sheets.read(HEAD, [name, "IT Director", "Epic", "900", ""], ANA)
    assert rejected(extraction) == [("not_a_person", "Experts!A2:E2")]


def test_a_name_with_nothing_else_is_rejected_since_it_may_be_a_heading() -> None:
    extraction = sheets.read(HEAD, ["Latin America", "", "", "", ""], ANA)
    assert rejected(extraction) == [("nothing_but_a_name", "Experts!A2:E2")]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("1. Sarah Chen", "Sarah Chen"),
        ("• Sarah Chen (NEW)", "Sarah Chen"),
        ("NEW: Sarah Chen", "Sarah Chen"),
        ("Dr. Sarah L. Chen, MD", "Dr. Sarah L. Chen, MD"),
        ("Chen, Sarah", "Chen, Sarah"),
        ("Sarah Chen\nVP Sales", "Sarah Chen"),
        ("Jean-Luc O’Neil", "Jean-Luc O’Neil"),
        ("王伟", "王伟"),
        ("Vincent Price", "Vincent Price"),
        ("John Smith 3rd", "John Smith 3rd"),
    ],
)
def test_the_name_is_taken_out_of_what_stands_around_it(cell: str, name: str) -> None:
    assert sheets.one(HEAD, [cell, "CIO", "Epic", "900", ""]).fields["name"].value == name


def test_a_name_of_one_word_is_less_sure() -> None:
    whole, part = (sheets.one(HEAD, [name, "CIO", "Epic", "900", ""]) for name in ("Sarah Chen", "Sarah"))
    assert whole.fields["name"].confidence > part.fields["name"].confidence


def test_first_and_last_name_are_put_together() -> None:
    proposal = sheets.one(["First name", "Last name", "Company"], ["Sarah", "Chen", "Epic"])
    found = proposal.fields["name"]
    assert (found.value, found.span.locator, found.span.excerpt) == ("Sarah Chen", "Experts!A2:B2", "Sarah | Chen")


def test_rows_that_go_on_with_the_person_above_add_to_their_lists() -> None:
    extraction = sheets.read(HEAD, SARAH, ["", "", "", "", "1 Dec 2026 14:00 CET"], ANA)
    assert sheets.names(extraction) == ["Sarah Chen", "Ana Ruiz"]
    sarah = extraction.proposals[0]
    assert [slot["text"] for slot in sarah.fields["availability"].value] == [  # type: ignore[attr-defined]
        "30 Nov 2026 10:00 CET",
        "1 Dec 2026 14:00 CET",
    ]
    assert sarah.span.locator == "Experts!A2:E3"
    assert not extraction.rejected


def test_rows_of_a_merged_name_are_one_person_with_both_slots() -> None:
    again = [*SARAH[:4], "1 Dec 2026 14:00 CET"]
    (sarah,) = sheets.read(HEAD, SARAH, again).proposals
    assert len(sarah.fields["availability"].value) == 2  # type: ignore[arg-type]


def test_the_same_name_with_another_price_or_employer_stays_a_row_of_its_own() -> None:
    dearer, elsewhere = [*SARAH[:3], "950", ""], [*SARAH[:2], "Cerner", "900", ""]
    assert len(sheets.read(HEAD, SARAH, dearer, elsewhere).proposals) == 3


def test_a_cell_that_cannot_be_read_is_named_and_the_person_placed() -> None:
    extraction = sheets.read(HEAD, [*SARAH[:3], "ask Bob", ""], ANA)
    assert sheets.names(extraction) == ["Sarah Chen", "Ana Ruiz"]
    assert "price" not in extraction.proposals[0].fields
    assert "Experts: column D (Rate (EUR)): no price could be read in Experts!D2 'ask Bob'" in extraction.notes


def test_many_unreadable_cells_of_a_column_are_one_note() -> None:
    rows = [[f"Sarah Chen{letter}", "CIO", "Epic", "ask", ""] for letter in "abcdefghijklmnop"]
    (note,) = [note for note in sheets.read(HEAD, *rows).notes if "no price" in note]
    assert note.endswith("and 6 more")


def test_blank_words_are_neither_values_nor_complaints() -> None:
    extraction = sheets.read(HEAD, ["Sarah Chen", "TBD", "Epic", "TBC", "n/a"])
    assert sheets.values(extraction.proposals[0]).keys() == {"name", "employer"}
    assert not extraction.notes


def test_lines_and_columns_name_the_places_of_a_csv() -> None:
    extraction = sheets.read(HEAD, SARAH, ["", "CIO", "IBM", "800", ""], csv=True)
    sarah = extraction.proposals[0]
    assert sarah.span.locator == "line 2"
    assert sarah.fields["price"].span.locator == "line 2, Rate (EUR)"
    assert extraction.rejected[0].reason.startswith("line 3: column A (Expert)")


def test_places_count_from_the_sheets_own_first_row() -> None:
    (proposal,) = sheets.read(HEAD, SARAH, first_row=7, name="Round 1").proposals
    found = proposal.fields["employer"]
    assert (found.span.locator, found.span.excerpt, found.span.file) == ("Round 1!C8", "Epic", "offer.xlsx")
    assert proposal.span.locator == "Round 1!A8:E8"
