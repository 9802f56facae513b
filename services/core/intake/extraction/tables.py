"""People out of sheets: each row of each table becomes a proposal, a rejected row or a note. Opens no file."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from services.core.intake.documents import Document
from services.core.intake.extraction import table_columns, table_forms, table_headers, table_quotes, table_rows
from services.core.intake.extraction.column_headings import Kind
from services.core.intake.extraction.table_fields import Table
from services.core.intake.extraction.table_headers import Column, Header
from services.core.intake.extraction.table_places import Source
from services.core.intake.extraction.table_quotes import Terms
from services.core.intake.extraction.table_rows import Note, Person
from services.core.intake.proposals import Extraction, Proposal, Rejected, VendorGuess

_MOST_NOTES = 100
_MOST_CELLS = 10
_REMARK_CELLS = 2
_EXCERPT = 160
_WORDS: dict[Kind | None, str] = {
    "linkedin_url": "LinkedIn profile",
    "conflict_status": "state of the conflict check",
    "years_experience": "number of years",
    "email": "e-mail address",
    "phone": "phone number",
    "past_employers": "former employer",
}


def extract(document: Document, *, vendor: VendorGuess, today: date, currency_hint: str | None = None) -> Extraction:
    """Everyone the document's sheets name, in the order of the rows.

    `today` gives slots without a year theirs; `currency_hint` (ISO 4217) serves prices where neither cell, heading,
    column nor note names a currency. Columns that are not known, rows that are notes and cells that could not be read
    are in `notes` with their places.
    """
    extraction = Extraction(vendor)
    for sheet in document.sheets:
        source = Source(document.file, sheet, is_csv=document.kind == "csv")
        for found in _read(source, today, currency_hint):
            extraction.proposals.extend(found.proposals)
            extraction.rejected.extend(found.rejected)
            extraction.notes.extend(found.all_notes())
    return extraction


def _read(source: Source, today: date, currency: str | None) -> list["_Sheet"]:
    """The sheet as tables or, where it has none, as forms."""
    whole = _Sheet(source, today, currency)
    whole.read()
    forms = [] if whole.headers else [_Sheet(form, today, currency) for form in table_forms.turned(source)]
    for form in forms:
        form.read()
    return forms if any(form.proposals for form in forms) else [whole]


@dataclass
class _Sheet:
    """One sheet while it is read."""

    source: Source
    today: date
    currency: str | None
    headers: list[Header] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    row_notes: list[Note] = field(default_factory=list)

    def read(self) -> None:
        rows = self.source.sheet.rows
        headers = self.headers = table_headers.find(rows)
        if not headers:
            self.notes.append("no table of people: no row has headings such as Name and Company")
            return
        self._note_rows(0, headers[0].start)
        terms = table_quotes.terms([*_remarks(rows), *(column.above for column in _prices(headers))])
        ends = [header.start for header in headers[1:]] + [len(rows)]
        for header, end in zip(headers, ends, strict=True):
            if header is not headers[0]:
                self._note_rows(header.start, header.end)
            self._read_table(header, end, terms)

    def all_notes(self) -> Iterator[str]:
        """Columns and cells first, then the rows that are notes, all with the sheet's name."""
        prefix = "" if self.source.is_csv else f"{self.source.sheet.name}: "
        yield from (f"{prefix}{note}" for note in self.notes)
        for note in self.row_notes[:_MOST_NOTES]:
            yield f"{note.place} is no person's row: {note.text[:_EXCERPT]!r}"
        if len(self.row_notes) > _MOST_NOTES:
            yield f"{prefix}{len(self.row_notes) - _MOST_NOTES} more rows are no person's"

    def _read_table(self, header: Header, end: int, terms: Terms) -> None:
        rows = self.source.sheet.rows
        if not header.names_people():
            place = self.source.row_place(header.start, header.end - 1)
            self.notes.append(f"the table below {place} has no column of names; its rows were not read")
            return
        columns = table_columns.settle(header.columns, rows[header.end : end], self.source)
        self.notes += columns.notes
        table = Table(self.source, columns, terms, self.today, self.currency)
        people, rejected = self._sort(table, header, end)
        self.proposals += [person.proposal for person in people]
        self.rejected += rejected
        self.notes += _unreadable(self.source, people)
        if not people:
            place = self.source.row_place(header.start, header.end - 1)
            self.notes.append(f"no row below {place} names a person")

    def _sort(self, table: Table, header: Header, end: int) -> tuple[list[Person], list[Rejected]]:
        rows = self.source.sheet.rows
        people: list[Person] = []
        rejected: list[Rejected] = []
        for index in range(header.end, end):
            if rows[index] in rows[header.start : header.end]:
                self._note_rows(index, index + 1)
                continue
            before = people[-1] if people else None
            found = table_rows.sort(table, index, before)
            if isinstance(found, Person):
                if before and found.first == before.first:
                    people.pop()
                people.append(found)
            elif isinstance(found, Rejected):
                rejected.append(found)
            elif found:
                self.row_notes.append(found)
        return people, rejected

    def _note_rows(self, start: int, end: int) -> None:
        for index in range(start, end):
            span = self.source.rows(index, index)
            if span.excerpt:
                self.row_notes.append(Note(span.locator, span.excerpt))


def _remarks(rows: list[list[str]]) -> Iterator[str]:
    """Rows of a cell or two: titles, terms, footnotes."""
    for row in rows:
        said = {cell.strip() for cell in row if cell and not cell.isspace()}
        if 0 < len(said) <= _REMARK_CELLS:
            yield " ".join(said)


def _prices(headers: list[Header]) -> Iterator[Column]:
    return (column for header in headers for column in header.columns if column.kind == "price")


def _unreadable(source: Source, people: list[Person]) -> Iterator[str]:
    """A note per column whose cells said something that could not be read; the people are placed without it."""
    cells: defaultdict[Column, list[int]] = defaultdict(list)
    for person in people:
        for index, column in person.unreadable:
            cells[column].append(index)
    for column, indexes in cells.items():
        shown = ", ".join(
            f"{source.place(index, column.index, '')} {source.text(index, column.index)[:40]!r}"
            for index in indexes[:_MOST_CELLS]
        )
        more = f" and {len(indexes) - _MOST_CELLS} more" if len(indexes) > _MOST_CELLS else ""
        named = f"{source.column_name(column.index)} ({column.heading[:60]})"
        yield f"{named}: no {_WORDS.get(column.kind, column.kind)} could be read in {shown}{more}"
