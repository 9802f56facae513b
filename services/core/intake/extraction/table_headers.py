"""Finds the heading rows of a sheet wherever they stand, and what each column is. Reads no person."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.core.intake.extraction import columns
from services.core.intake.extraction.column_headings import Kind

NAMING: frozenset[Kind] = frozenset({"name", "first_name", "last_name"})
"""Kinds of columns that can hold a person's name."""
_LENIENT_ROWS = 100
"""How far down a heading row with unusual words is looked for; usual words are recognised anywhere."""
_SURE, _LIKELY = 0.9, 0.7
_FEWEST = 3
_LABEL = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its place, what it holds (None if unknown), its heading, and all text above it."""

    index: int
    kind: Kind | None
    heading: str
    confidence: float
    above: str = ""


@dataclass(frozen=True, slots=True)
class Header:
    """The heading row or rows of one table; data begin at `end`."""

    start: int
    end: int
    columns: tuple[Column, ...]

    def headings(self) -> list[str]:
        """All text above each column."""
        return [column.above for column in self.columns]

    def names_people(self) -> bool:
        """Whether one of the columns can hold a person's name."""
        return any(column.kind in NAMING for column in self.columns)


def find(rows: Sequence[Sequence[str]]) -> list[Header]:
    """The heading rows of all tables, top down, each with the group labels above it and the second row below it.

    The same headings again further down are no table of their own.
    """
    found: list[Header] = []
    index = 0
    while index < len(rows):
        if is_header(rows[index], lenient=not found and index < _LENIENT_ROWS):
            header = _joined(rows, index, found[-1].end if found else 0)
            if not found or header.headings() != found[-1].headings():
                found.append(header)
            index = header.end
        else:
            index += 1
    return found


def is_header(row: Sequence[str], *, lenient: bool = False) -> bool:
    """Whether a row consists of headings, one of them of a person's name, or of at least three sure ones.

    Unless `lenient`, only rows with two literally known headings are looked at more closely.
    """
    if not lenient and sum(map(columns.is_known, row)) < 2:
        return False
    cells = {cell.strip() for cell in row if cell and not cell.isspace()}
    if len(cells) < 2:
        return False
    meanings = [columns.meaning(cell) for cell in cells]
    sure = {meaning.kind for meaning in meanings if meaning.confidence >= _SURE and meaning.kind != "answers"}
    likely = {meaning.kind for meaning in meanings if meaning.confidence >= _LIKELY}
    known = sum(meaning.kind is not None for meaning in meanings)
    if known * 5 < len(cells) * 2 or (not lenient and known < min(_FEWEST, len(cells))):
        return False
    return len(likely) >= 2 if sure & NAMING else len(sure - {None, "ordinal"}) >= _FEWEST


def _joined(rows: Sequence[Sequence[str]], index: int, floor: int) -> Header:
    row = rows[index]
    if index + 1 < len(rows) and _continues(row, rows[index + 1]):
        return Header(index, index + 2, _columns(_spread(row, rows[index + 1]), rows[index + 1]))
    below_table = floor > 0 and index - 1 > floor and any(cell.strip() for cell in rows[index - 2])
    if index > floor and not below_table and _labels_groups(rows[index - 1]):
        return Header(index - 1, index + 1, _columns(rows[index - 1], row))
    return Header(index, index + 1, _columns([], row))


def _continues(top: Sequence[str], below: Sequence[str]) -> bool:
    """Whether `below` is a second heading row: headings under merged or empty ones, and nothing under the name's."""
    filled = [column for column, cell in enumerate(below) if cell.strip() and cell.strip() != _cell(top, column)]
    if len(filled) < 2:
        return False
    names = [column for column, cell in enumerate(top) if columns.meaning(cell.strip()).kind in NAMING]
    if set(names) & set(filled):
        return False
    known = sum(columns.meaning(below[column].strip()).kind is not None for column in filled)
    return all(_is_group(top, column) for column in filled) and (
        known * 2 >= len(filled) or _under_questions(top, filled)
    )


def _under_questions(top: Sequence[str], filled: Sequence[int]) -> bool:
    return all(columns.meaning(_cell(top, column)).kind == "answers" for column in filled if _cell(top, column))


def _labels_groups(row: Sequence[str]) -> bool:
    """A row of merged labels ("Commercials" over two columns), not a title over all of them."""
    cells = [cell.strip() for cell in row if cell.strip()]
    return len(set(cells)) >= 2 and len(set(cells)) < len(cells) and all(len(cell) <= _LABEL for cell in cells)


def _is_group(top: Sequence[str], column: int) -> bool:
    """Whether a heading may have others below it: it is merged over its neighbour, or that one's place is empty."""
    cell = _cell(top, column)
    return not cell or cell == _cell(top, column - 1) or _cell(top, column + 1) in ("", cell)


def _spread(top: Sequence[str], below: Sequence[str]) -> list[str]:
    """Group labels that were not merged, repeated over the columns they stand for."""
    spread: list[str] = []
    for column in range(max(len(top), len(below))):
        cell = _cell(top, column)
        spread.append(cell or (spread[-1] if column and _cell(below, column) else ""))
    return spread


def _columns(top: Sequence[str], bottom: Sequence[str]) -> tuple[Column, ...]:
    width = max(len(top), len(bottom))
    return tuple(_column(index, _cell(top, index), _cell(bottom, index)) for index in range(width))


def _column(index: int, top: str, bottom: str) -> Column:
    if not top or not bottom or top == bottom:
        heading = bottom or top
        meaning = columns.meaning(heading)
        return Column(index, meaning.kind, heading, meaning.confidence, heading)
    both = f"{top} {bottom}"
    group, joined, alone = columns.meaning(top), columns.meaning(both), columns.meaning(bottom)
    if group.kind == "answers" and alone.confidence < _SURE:
        return Column(index, "answers", bottom, group.confidence, both)
    if joined.kind not in (None, "answers") and joined.confidence >= alone.confidence:
        return Column(index, joined.kind, both, joined.confidence, both)
    return Column(index, alone.kind, bottom, alone.confidence, both)


def _cell(row: Sequence[str], column: int) -> str:
    return row[column].strip() if 0 <= column < len(row) else ""
