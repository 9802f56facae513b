"""Sheets written in a test, and what is read from them."""

from collections.abc import Mapping, Sequence
from datetime import date

from services.core.intake.documents import Document, Sheet
from services.core.intake.extraction import tables
from services.core.intake.proposals import Extraction, FieldName, Proposal, VendorGuess

TODAY = date(2026, 11, 20)
NOBODY = VendorGuess(None, None, 0.0)


def read(
    *rows: Sequence[str],
    name: str = "Experts",
    csv: bool = False,
    first_row: int = 1,
    links: Mapping[tuple[int, int], str] | None = None,
    currency_hint: str | None = None,
) -> Extraction:
    """What a sheet of these rows says."""
    sheet = Sheet(name=name, rows=[list(row) for row in rows], first_row=first_row, links=links or {})
    document = Document(file="offer.csv" if csv else "offer.xlsx", kind="csv" if csv else "sheet", sheets=[sheet])
    return tables.extract(document, vendor=NOBODY, today=TODAY, currency_hint=currency_hint)


def one(*rows: Sequence[str], currency_hint: str | None = None) -> Proposal:
    """The one person these rows name."""
    (proposal,) = read(*rows, currency_hint=currency_hint).proposals
    return proposal


def values(proposal: Proposal) -> dict[FieldName, object]:
    """The fields' values alone."""
    return {name: found.value for name, found in proposal.fields.items()}


def names(extraction: Extraction) -> list[object]:
    """Everyone's name, in order."""
    return [proposal.fields["name"].value for proposal in extraction.proposals]
