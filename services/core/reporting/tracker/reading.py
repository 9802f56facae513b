"""Reads a tracker that came back: which one it was, and what its cells say now. Runs no formula."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.core.intake.readers import workbooks
from services.core.intake.readers.errors import Unreadable
from services.core.intake.readers.limits import STANDARD, Budget
from services.core.reporting.tracker import values
from services.core.reporting.tracker.columns import BY_KEY, BY_TITLE, COLUMNS, ROW, Column
from services.core.reporting.tracker.merge import Row, TheirRow
from services.core.reporting.tracker.sheets import FORMAT, INDEX, SHEET
from services.core.reporting.tracker.values import Fault
from shared.errors import Problem, invalid

MOST_ROWS = 20_000
MOST_ADDED = 50
"""Rows added to a tracker that are taken: who each of them is, is found out while nobody else may enter people."""
FORMULA = Fault("formula_without_value", "The file holds a formula here and not its value.")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What came back: of which handing out, its rows, the letter of each column, titles that are none of ours, and the
    columns that are not in it.
    """

    export_id: UUID
    rows: list[TheirRow]
    letters: Mapping[str, str]
    unknown: list[str]
    missing: list[Column]


def read(data: bytes) -> Sheet:
    """A tracker's sheet. Raises Problem for what is no workbook, is too large, or is not a tracker of ours."""
    try:
        with workbooks.opened(data, budget=Budget(STANDARD)) as book:
            if not {SHEET, INDEX} <= set(book.workbook.sheet_names):
                raise _not_ours()
            export_id = _export_id(book.cells(INDEX, rows=3))
            lines, formulas = book.cells(SHEET, rows=MOST_ROWS + 2), book.formulas(SHEET)
    except Unreadable as fault:
        raise invalid(fault.code, fault.reason, pointer="#/files") from fault
    if len(lines) > MOST_ROWS + 1:
        raise Problem("too_large", "tracker_too_long", f"A tracker of more than {MOST_ROWS:,} rows is not read.")
    return _sheet(export_id, lines, formulas)


def _export_id(lines: list[list[Any]]) -> UUID:
    said = [line[0] if line else None for line in lines]
    try:
        if said[1] != FORMAT:
            raise ValueError
        return UUID(str(said[2]))
    except (IndexError, ValueError) as fault:
        raise _not_ours() from fault


def _sheet(export_id: UUID, lines: list[list[Any]], formulas: Collection[tuple[int, int]]) -> Sheet:
    head = [str(cell).strip() for cell in lines[0]] if lines else []
    known = {number: BY_TITLE[title.casefold()] for number, title in enumerate(head) if title.casefold() in BY_TITLE}
    if ROW not in known.values() or len(set(known.values())) < len(known):
        raise invalid("tracker_columns", "The sheet's first row no longer names its columns, once each.", pointer="#/")
    unknown = [title for number, title in enumerate(head) if title and number not in known]
    letters = {column.key: letter(number) for number, column in known.items()}
    missing = [column for column in COLUMNS if column not in known.values()]
    rows = list(_rows(lines[1:], known, formulas))
    added = sum(1 for their in rows if not their.row.id)
    if added > MOST_ADDED:
        message = (
            f"{added:,} rows were added; a tracker may add {MOST_ADDED}. A vendor's list of people is handed in at"
            " POST /api/campaigns/{campaign_id}/intake."
        )
        raise invalid("tracker_adds_too_many", message, pointer="#/files")
    return Sheet(export_id, rows, letters, unknown, missing)


def _rows(
    lines: list[list[Any]], known: Mapping[int, Column], formulas: Collection[tuple[int, int]]
) -> Iterator[TheirRow]:
    for number, line in enumerate(lines, start=2):
        places = {column.key: place for place, column in known.items() if place < len(line)}
        zone = str(line[places["zone"]]) if "zone" in places else None
        said = {key: values.read(BY_KEY[key], line[place], zone=zone) for key, place in places.items()}
        cells = {key: value for key, (value, _) in said.items()}
        unread = {key: fault for key, (_, fault) in said.items() if fault is not None}
        unsaved = {key for key, place in places.items() if cells[key] is None and (number - 1, place) in formulas}
        unread |= dict.fromkeys(unsaved, FORMULA)
        id_, version = cells.pop("row", None), cells.pop("version", None)
        if id_ is not None or unread or any(value is not None for value in cells.values()):
            yield TheirRow(number, Row(id_ or "", version, cells), unread)


def letter(number: int) -> str:
    """A column's name on a sheet, the first being 0."""
    head, last = divmod(number, 26)
    return (letter(head - 1) if head else "") + chr(ord("A") + last)


def _not_ours() -> Problem:
    message = "This file is no tracker handed out here, or the hidden sheet that says which one is gone."
    return invalid("tracker_unrecognised", message, pointer="#/files")
