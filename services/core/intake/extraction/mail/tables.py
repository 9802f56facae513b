"""Reads tables that a mail carries as text: cells between bars or tabs under a row of headings."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from services.core.intake.extraction import columns
from services.core.intake.extraction.mail import labels
from services.core.intake.extraction.mail.lines import Line
from services.core.intake.extraction.mail_spans import Piece

_LONGEST_HEADING, _SURE = 40, 0.75
_BAR = re.compile(r"\s*\|\s*|\s*\t\s*")


class Cell(NamedTuple):
    """A cell with what its column holds and the words of the column's heading."""

    kind: labels.Kind
    piece: Piece
    heading: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row below headings: the line's index and the cells by kind of column."""

    index: int
    cells: list[Cell]


def find(lines: Sequence[Line]) -> list[Row]:
    """The rows of every table whose headings name a column of people and at least two more."""
    rows: list[Row] = []
    heading: list[labels.Kind | None] = []
    headings: list[str] = []
    for index, line in enumerate(lines):
        cells = split(line.piece)
        kinds = [_kind(cell.words.strip("*_ ")) for cell in cells]
        if len(cells) >= 3 and "name" in kinds and sum(kind is not None for kind in kinds) >= 3:
            heading, headings = kinds, [cell.words for cell in cells]
        elif line.talk:
            heading = []
        elif _is_row(cells, of=len(heading)):
            columns_of_row = zip(heading, cells, headings, strict=False)
            rows.append(Row(index, [Cell(kind, cell, words) for kind, cell, words in columns_of_row if kind]))
    return rows


def _kind(heading: str) -> labels.Kind | None:
    if not 0 < len(heading) <= _LONGEST_HEADING:
        return None
    found = columns.meaning(heading.rstrip("? "))
    bare = re.sub(r"\([^)]*\)|[?]", " ", heading)
    return labels.kind_of(heading) or labels.kind_of(bare) or (found.kind if found.confidence >= _SURE else None)


def split(piece: Piece) -> list[Piece]:
    """The cells of a line; a bar at its very edge makes no cell."""
    words = piece.words
    cells: list[Piece] = []
    at = 0
    for mark in _BAR.finditer(words):
        if mark.start() > 0:
            cells.append(piece.part(at, mark.start()))
        at = mark.end()
    if at < len(words):
        cells.append(piece.part(at))
    return cells


def _is_row(cells: list[Piece], *, of: int) -> bool:
    """Whether these are a row's cells; readers drop the bars behind its last words, so cells may lack at the end."""
    return of // 2 < len(cells) <= of and len(cells) >= 2 and not _is_rule(cells)


def _is_rule(cells: list[Piece]) -> bool:
    return all(re.fullmatch(r"[:=-]*", cell.words) for cell in cells)
