"""Reads .xlsx and .xlsm: measured first, then calamine's cached values as the text a person sees. Runs no formula."""

import io
import math
import posixpath
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import python_calamine as calamine

from services.core.intake.documents import Document, Sheet
from services.core.intake.readers import archives, encodings, workbook_formats, workbook_scan
from services.core.intake.readers.errors import Unreadable
from services.core.intake.readers.limits import Budget, Limits
from services.core.intake.readers.workbook_scan import Part, Place

_UNREAD_FOLDERS = ("xl/media/", "xl/embeddings/", "xl/drawings/", "xl/theme/", "xl/charts/", "customXml/", "docProps/")
_ADDRESSES = ("http://", "https://", "mailto:")


def read(file: str, data: bytes, entries: list[zipfile.ZipInfo], *, budget: Budget) -> Document:
    """Every visible sheet that holds something; hidden and empty ones are named in the notes. Raises `Unreadable`."""
    parts, packed = _measured(data, entries, budget)
    book = _Book(parts)
    with _opened(packed) as workbook:
        return _document(file, workbook, book, budget.limits)


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook for whoever knows what is in it: its sheets' cells as they were saved, and where formulas are."""

    workbook: calamine.CalamineWorkbook
    parts: Mapping[str, Part]

    def cells(self, sheet: str, *, rows: int) -> list[list[Any]]:
        """The first rows of a sheet, from its first cell on."""
        found: list[list[Any]] = self.workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False, nrows=rows)
        return found

    def formulas(self, sheet: str) -> Mapping[Place, str]:
        """A sheet's formulas by cell."""
        return _Book(self.parts).part_of(sheet).formulas


@contextmanager
def opened(data: bytes, *, budget: Budget) -> Iterator[Opened]:
    """A workbook that is no larger than the budget. Raises `Unreadable`."""
    parts, packed = _measured(data, archives.directory(data, members=budget.limits.members), budget)
    with _opened(packed) as workbook:
        yield Opened(workbook, parts)


@contextmanager
def _opened(packed: io.BytesIO) -> Iterator[calamine.CalamineWorkbook]:
    try:
        with calamine.load_workbook(packed) as workbook:
            yield workbook
    except calamine.PasswordError as error:
        raise Unreadable("encrypted_file", "The file is protected by a password; resend it without.") from error
    except calamine.CalamineError as error:
        raise Unreadable("corrupt_file", "The spreadsheet is damaged; save it again and resend it.") from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise Unreadable("corrupt_file", "The spreadsheet is damaged; save it again and resend it.") from error


def _measured(data: bytes, entries: list[zipfile.ZipInfo], budget: Budget) -> tuple[dict[str, Part], io.BytesIO]:
    members = archives.unpack(data, entries, wanted=_is_read, budget=budget)
    parts = {name: workbook_scan.scan(content, budget.limits) for name, content in members.items()}
    budget.spend(_repeated_text(parts, budget.limits))
    return parts, _packed(members)


def _is_read(name: str) -> bool:
    return name.endswith((".xml", ".rels")) and not name.startswith(_UNREAD_FOLDERS)


def _repeated_text(parts: Mapping[str, Part], limits: Limits) -> int:
    """Characters the shared strings become once every cell has its own copy."""
    lengths = [length for part in parts.values() for length in part.strings]
    if lengths and max(lengths) > limits.cell_text * 2:
        raise Unreadable("too_large", f"A cell holds more than {limits.cell_text:,} characters, Excel's own limit.")
    return sum(
        lengths[index] * times
        for part in parts.values()
        for index, times in part.shared.items()
        if 0 <= index < len(lengths)
    )


def _packed(members: Mapping[str, bytes]) -> io.BytesIO:
    """An archive of just the measured parts, so that calamine sees what was measured and nothing else."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    target.seek(0)
    return target


@dataclass
class _Book:
    """The parts by what they are: each sheet's own part, its links, and the styles."""

    parts: Mapping[str, Part]
    paths: dict[str, str] = field(init=False)
    styles: Part = field(init=False)

    def __post_init__(self) -> None:
        listing = next((name for name, part in self.parts.items() if part.sheets), "xl/workbook.xml")
        relations = self._targets(listing)
        self.paths = {name: relations.get(key, "") for name, key in self._part(listing).sheets}
        self.styles = next((part for part in self.parts.values() if part.cell_formats), Part())

    def part_of(self, sheet: str) -> Part:
        return self._part(self.paths.get(sheet, ""))

    def links_of(self, sheet: str) -> dict[Place, str]:
        targets = self._part(_relations_of(self.paths.get(sheet, ""))).targets
        links = {place: targets.get(link, link) for place, link in self.part_of(sheet).links.items()}
        return {place: link for place, link in links.items() if link.lower().startswith(_ADDRESSES)}

    def around(self, style: int) -> tuple[str, str]:
        formats = self.styles.cell_formats
        number_format = formats[style] if style < len(formats) else 0
        return workbook_formats.around(number_format, self.styles.formats.get(number_format))

    def _part(self, path: str) -> Part:
        return self.parts.get(path) or Part()

    def _targets(self, path: str) -> dict[str, str]:
        """Paths inside the archive that a part's relationships point to."""
        folder = f"/{posixpath.dirname(path)}"
        targets = self._part(_relations_of(path)).targets
        return {key: posixpath.normpath(posixpath.join(folder, target))[1:] for key, target in targets.items()}


def _relations_of(path: str) -> str:
    folder, name = posixpath.split(path)
    return f"{folder}/_rels/{name}.rels"


def _document(file: str, workbook: calamine.CalamineWorkbook, book: _Book, limits: Limits) -> Document:
    sheets: list[Sheet] = []
    notes: list[str] = []
    for described in workbook.sheets_metadata:
        name = encodings.clean(described.name)
        if described.visible is not calamine.SheetVisibleEnum.Visible:
            notes.append(f"sheet {name!r} is hidden and was not read")
        elif described.typ is not calamine.SheetTypeEnum.WorkSheet:
            notes.append(f"sheet {name!r} holds no cells (chart or macro) and was not read")
        else:
            sheet = _sheet(name, workbook.get_sheet_by_name(described.name), book, limits)
            if sheet.rows:
                sheets.append(sheet)
            else:
                notes.append(f"sheet {name!r} is empty")
    if not sheets:
        raise Unreadable("no_text", "The spreadsheet holds no cells that can be seen.")
    return Document(file=file, kind="sheet", sheets=sheets, notes=notes)


def _sheet(name: str, source: calamine.CalamineSheet, book: _Book, limits: Limits) -> Sheet:
    if source.start is None:
        return Sheet(name=name, rows=[])
    top, left = source.start
    indent = [""] * left
    rows = [indent + [_text(value, limits) for value in row] for row in source.to_python()]
    part = book.part_of(source.name)
    _write_formats(rows, part, book, top)
    _fill_merged(rows, source.merged_cell_ranges or [], top, limits)
    links = {(row - top, column): link for (row, column), link in book.links_of(source.name).items()}
    return Sheet(name=name, rows=_trimmed(rows), first_row=top + 1, links=links)


def _text(value: object, limits: Limits) -> str:
    if isinstance(value, str):
        if len(value) > limits.cell_text:
            raise Unreadable("too_large", f"A cell holds more than {limits.cell_text:,} characters, Excel's own limit.")
        return encodings.clean(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float) and math.isfinite(value):
        return f"{value:.0f}" if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, datetime | time):
        return value.isoformat(timespec="minutes" if value.second == 0 else "seconds")
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_formats(rows: list[list[str]], part: Part, book: _Book, top: int) -> None:
    """A number formatted as `€ 1.150` reads so: its currency is nowhere else."""
    for (row, column), style in part.styles.items():
        before, after = book.around(style)
        if (before or after) and 0 <= row - top < len(rows) and column < len(rows[row - top]):
            text = rows[row - top][column]
            rows[row - top][column] = f"{before}{text}{after}" if text else text


def _fill_merged(rows: list[list[str]], ranges: list[tuple[Place, Place]], top: int, limits: Limits) -> None:
    filled = 0
    for (first_row, first_column), (last_row, last_column) in ranges:
        first, last = max(first_row - top, 0), min(last_row - top, len(rows) - 1)
        width = min(last_column + 1, len(rows[0])) - first_column
        if first_row < top or first > last or width <= 0:
            continue
        filled += (last - first + 1) * width
        if filled > limits.cells:
            raise Unreadable("archive_bomb", "The merged cells of a sheet cover it more than once.")
        value = rows[first][first_column]
        for row in rows[first : last + 1]:
            row[first_column : first_column + width] = [value] * width


def _trimmed(rows: list[list[str]]) -> list[list[str]]:
    """Without the empty rows at the end, so that a sheet of formatting alone is an empty one."""
    end = len(rows)
    while end and not any(cell.strip() for cell in rows[end - 1]):
        end -= 1
    return rows[:end]
