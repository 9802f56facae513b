"""The tracker as a workbook: a row a call or offer, lists to choose from, and hidden what names each row again.

No cell can be run as a formula; text that looks like one keeps its mark as text when it is edited.
"""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import xlsxwriter

from services.core.reporting.tracker.columns import ACTIVE, COLUMNS, HIDDEN, Column, Value
from services.core.reporting.tracker.merge import Row

SHEET, INDEX = "Tracker", "Canvass"
FORMAT = "canvass-tracker-1"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd hh:mm",
}
MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Said as the workbook's date, so that the same tracker is the same bytes."""
SPARE_ROWS = 200
"""Empty rows below the last one in which the lists can be chosen from, for what is added."""
LENGTHS = ("15", "30", "45", "60", "90", "120")
TITLES = (*HIDDEN, *COLUMNS)
POSITION = {column.key: number for number, column in enumerate(TITLES)}
FREE = frozenset({"zone", "length"})
"""Columns whose list proposes; the others' refuse what is not on it."""

Lists = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Formats:
    """How cells look."""

    head: Any
    text: Any
    literal: Any
    number: Any
    time: Any
    locked: Mapping[str, Any]


def write(rows: Sequence[Row], *, export_id: UUID, lists: Lists) -> bytes:
    """The workbook; `lists` are the words to choose from, by column."""
    page = io.BytesIO()
    with xlsxwriter.Workbook(page, OPTIONS) as book:
        book.set_properties({"title": "Call tracker", "created": MADE})
        sheet, index = book.add_worksheet(SHEET), book.add_worksheet(INDEX)
        _frame(sheet, _formats(book), rows)
        _choices(sheet, rows, lists)
        _write_index(index, export_id, lists)
        index.hide()
        sheet.activate()
    return page.getvalue()


def _formats(book: Any) -> Formats:
    grey = {"font_color": "#666666"}
    return Formats(
        head=book.add_format({"bold": True, "bottom": 1, "text_wrap": True}),
        text=book.add_format({"num_format": "@"}),
        literal=book.add_format({"num_format": "@", "quote_prefix": True}),
        number=book.add_format({"num_format": "#,##0.##"}),
        time=book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        locked={
            "text": book.add_format(grey | {"num_format": "@"}),
            "number": book.add_format(grey | {"num_format": "0"}),
            "time": book.add_format(grey | {"num_format": "yyyy-mm-dd hh:mm"}),
        },
    )


def _frame(sheet: Any, formats: Formats, rows: Sequence[Row]) -> None:
    for number, column in enumerate(TITLES):
        sheet.set_column(number, number, column.width, None, {"hidden": column in HIDDEN})
        if column.key in ("price", "length", "call_date"):
            sheet.set_column(number, number, column.width, _format(formats, column, None))
    sheet.freeze_panes(1, len(HIDDEN) + 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(TITLES) - 1)
    for number, column in enumerate(TITLES):
        sheet.write_string(0, number, column.title, formats.head)
    for line, row in enumerate(rows, start=1):
        for column in TITLES:
            value = {"row": row.id, "version": row.version}.get(column.key, row.cells.get(column.key))
            _write_cell(sheet, line, column, value, formats)


def _write_cell(sheet: Any, line: int, column: Column, value: Value, formats: Formats) -> None:
    if value is None:
        return
    place, look = (line, POSITION[column.key]), _format(formats, column, value)
    if column.kind == "number":
        sheet.write_number(*place, float(value), look)
    elif column.kind == "time":
        sheet.write_datetime(*place, datetime.fromisoformat(value), look)
    else:
        sheet.write_string(*place, value, look)


def _format(formats: Formats, column: Column, value: Value) -> Any:
    if not column.is_editable:
        return formats.locked[column.kind]
    if column.kind == "text":
        return formats.literal if value is not None and value.startswith(ACTIVE) else formats.text
    return formats.number if column.kind == "number" else formats.time


def _choices(sheet: Any, rows: Sequence[Row], lists: Lists) -> None:
    for number, (key, words) in enumerate(lists.items(), start=1):
        place, letter = POSITION[key], _letter(number)
        options = {
            "validate": "list",
            "source": f"={INDEX}!${letter}$2:${letter}${max(len(words), 1) + 1}",
            "error_type": "warning" if key in FREE else "stop",
            "error_title": "Not on the list",
            "error_message": "Choose from the list.",
        }
        sheet.data_validation(1, place, len(rows) + SPARE_ROWS, place, options)


def _write_index(index: Any, export_id: UUID, lists: Lists) -> None:
    """The first column says what this is, and of which handing out; a column a list follows."""
    columns = [["format", FORMAT, str(export_id)], *([key, *words] for key, words in lists.items())]
    for line in range(max(map(len, columns))):
        for number, words in enumerate(columns):
            if line < len(words):
                index.write_string(line, number, words[line])


def _letter(number: int) -> str:
    return chr(ord("A") + number)
