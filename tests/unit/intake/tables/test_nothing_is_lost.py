"""Whatever stands in a sheet, every row of it is told of, and nothing fails."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from services.core.intake.proposals import Extraction
from tests.unit.intake.tables import sheets

HEAD = ["Expert", "Company", "Rate (EUR)", "Conflict", "Availability", "Q1: Why?", "Seniority"]
PEOPLE = ["Sarah Chen", "Ana Ruiz", "TBD", "Expert", "Expert 7", "Consultant", "x@y.com", "Tier 1 experts", "Total"]
OTHERS = [
    "Epic",
    "Company",
    "900",
    "1.150,00 €",
    "Yes",
    "Cleared",
    "next week",
    "Please note",
    "1",
    "-",
    "=1+1",
    "None",
]
CELLS = st.sampled_from(["", "", *PEOPLE, *OTHERS, "Mon 30 Nov 2026 10:00 CET"])
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=8), max_size=12)


def told(extraction: Extraction) -> set[int]:
    places = [proposal.span.locator for proposal in extraction.proposals]
    places += [row.span.locator for row in extraction.rejected]
    places += [note for note in extraction.notes if note.startswith("Experts!")]
    ranges = [re.match(r"Experts![A-Z]+(\d+):[A-Z]+(\d+)", place) for place in places]
    return {row for found in ranges if found for row in range(int(found[1]), int(found[2]) + 1)}


@settings(max_examples=300, deadline=None)
@given(ROWS)
def test_every_row_below_the_headings_is_a_person_a_rejection_or_a_note(rows: list[list[str]]) -> None:
    extraction = sheets.read(HEAD, ["Tom Reed", "Shell", "", "", "", "", ""], *rows)
    filled = {number for number, row in enumerate(rows, start=3) if any(cell.strip() for cell in row)}
    assert filled - told(extraction) == set()
    assert all("name" in proposal.fields for proposal in extraction.proposals)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.text(max_size=30), max_size=6), max_size=8))
def test_sheets_of_arbitrary_text_are_read_without_failing(rows: list[list[str]]) -> None:
    sheets.read(*rows)
    sheets.read(HEAD, *rows, csv=True)
