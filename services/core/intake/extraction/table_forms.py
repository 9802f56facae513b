"""Turns forms, where headings stand in a column and people beside them, into tables. Reads no person."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from services.core.intake.documents import Sheet
from services.core.intake.extraction import columns, table_headers
from services.core.intake.extraction.table_places import Source, Turned

_LABEL_COLUMNS = 4
_FEWEST = 3
_SURE = 0.9


def turned(source: Source) -> list[Turned]:
    """The forms of a sheet, one below another, each as a table whose rows are the form's columns; places stay true."""
    rows = source.sheet.rows
    labels = _label_column(rows)
    if labels is None:
        return []
    return [_turned(source, start, end) for start, end in _blocks(rows, labels)]


def _label_column(rows: Sequence[Sequence[str]]) -> int | None:
    """The column that holds at least three sure headings, a name's among them."""
    for column in range(_LABEL_COLUMNS):
        meanings = [columns.meaning(_cell(row, column)) for row in rows[:200]]
        sure = {meaning.kind for meaning in meanings if meaning.confidence >= _SURE and meaning.kind != "answers"}
        if len(sure) >= _FEWEST and sure & table_headers.NAMING:
            return column
    return None


def _blocks(rows: Sequence[Sequence[str]], labels: int) -> Iterator[tuple[int, int]]:
    """Where each form begins and ends: at the empty line above the next name, or else at the next name."""
    starts: list[int] = []
    for index, row in enumerate(rows):
        meaning = columns.meaning(_cell(row, labels))
        if meaning.kind in ("name", "first_name") and meaning.confidence >= _SURE:
            floor = starts[-1] + 1 if starts else 0
            empty = [each for each in range(floor, index) if not any(cell.strip() for cell in rows[each])]
            starts.append(empty[-1] + 1 if empty else index if starts else 0)
    yield from zip(starts, [*starts[1:], len(rows)], strict=True)


def _turned(source: Source, start: int, end: int) -> Turned:
    sheet = source.sheet
    rows = [list(column) for column in zip_longest(*sheet.rows[start:end], fillvalue="")]
    links = {(column, row - start): link for (row, column), link in sheet.links.items() if start <= row < end}
    numbers = [sheet.number_of(row) for row in range(start, end)]
    return Turned(source.file, Sheet(sheet.name, rows, links=links), source.is_csv, numbers)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if column < len(row) else ""
