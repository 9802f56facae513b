"""Reads a workbook's XML parts as a stream, before calamine may: extents, repeated text, links, number formats.

calamine allots a sheet's whole rectangle at once and aborts the process when it cannot: a cell in the last corner of
a 5 KB file asks for 512 GB. So every part is measured here whatever its name, and only counted ones are handed on.
"""

from collections import Counter
from dataclasses import dataclass, field
from xml.parsers import expat

from services.core.intake.readers.errors import Unreadable
from services.core.intake.readers.limits import Limits

Place = tuple[int, int]
"""Row and column, counted from 0."""

_DIGITS = "0123456789"
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384


@dataclass(slots=True)
class Part:
    """What one XML part of the archive holds, as far as it matters here."""

    first: Place | None = None
    last: Place = (-1, -1)
    styles: dict[Place, int] = field(default_factory=dict)
    links: dict[Place, str] = field(default_factory=dict)
    """Relationship id, or the address itself where a HYPERLINK formula holds it, by cell."""
    formulas: dict[Place, str] = field(default_factory=dict)
    """By cell, whether or not its value was saved with it."""
    shared: Counter[int] = field(default_factory=Counter)
    """How often each shared string is used."""
    strings: list[int] = field(default_factory=list)
    """Lengths of the shared strings this part defines."""
    sheets: list[tuple[str, str]] = field(default_factory=list)
    """Name and relationship id of the sheets this part lists."""
    targets: dict[str, str] = field(default_factory=dict)
    """What each relationship id points to."""
    formats: dict[int, str] = field(default_factory=dict)
    """Number format codes by id."""
    cell_formats: list[int] = field(default_factory=list)
    """The number format id of each cell style, in order."""


def scan(content: bytes, limits: Limits) -> Part:
    """Raises `Unreadable`: corrupt_file for what is no XML, too_large beyond rows, columns or cells, archive_bomb."""
    reader = _Reader(limits)
    try:
        reader.parser.Parse(content, True)
    except (expat.ExpatError, ValueError, UnicodeError) as error:
        raise Unreadable("corrupt_file", "The spreadsheet is damaged inside; save it again and resend it.") from error
    return reader.part


class _Reader:
    """Handlers of one part. They are called once per element of up to 100 MiB, hence the plain `if`s."""

    def __init__(self, limits: Limits) -> None:
        self.part = Part()
        self._limits = limits
        self._columns: dict[str, int] = {}
        self._row, self._column = -1, -1
        self._cell: dict[str, str] = {}
        self._in_cell_styles = False
        self._text: list[str] | None = None
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def _doctype(self, *_: object) -> None:
        raise Unreadable("archive_bomb", "The spreadsheet declares a document type, which no spreadsheet needs.")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._enter_cell(attributes)
        elif name == "v" or name == "is" or name == "f":
            self._fill(name)
        elif name == "row":
            self._enter_row(attributes)
        else:
            self._rare(name, attributes)

    def _end(self, name: str) -> None:
        if self._text is None:
            if name == "cellXfs" or name.endswith(":cellXfs"):
                self._in_cell_styles = False
            return
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "v":
            self._shared_string("".join(self._text))
        elif name == "f":
            self._formula("".join(self._text))
        elif name == "si":
            self.part.strings.append(sum(map(len, self._text)))
        else:
            return
        self._text = None

    def _characters(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _enter_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r")
        self._row = self._row + 1 if number is None else _row(number)
        self._column = -1

    def _enter_cell(self, attributes: dict[str, str]) -> None:
        self._cell = attributes
        place = attributes.get("r")
        if place is None:
            self._column += 1
            return
        letters = place.rstrip(_DIGITS)
        column = self._columns.get(letters)
        if column is None:
            column = self._columns[letters] = _column(letters)
        self._column = column
        self._row = _row(place[len(letters) :])

    def _fill(self, kind: str) -> None:
        """A cell that holds something: only those make calamine's rectangle."""
        row, column, part = self._row, self._column, self.part
        if part.first is None:
            part.first = part.last = (row, column)
        elif row > part.last[0] or column > part.last[1] or row < part.first[0] or column < part.first[1]:
            self._widen(row, column)
        self._text = None
        if kind == "f" or self._cell.get("t") == "s":
            self._text = []
        elif "s" in self._cell and self._cell.get("t", "n") == "n":
            part.styles[row, column] = _number(self._cell["s"], 0)

    def _widen(self, row: int, column: int) -> None:
        part, limits = self.part, self._limits
        first = part.first or (row, column)
        part.first = min(row, first[0]), min(column, first[1])
        part.last = max(row, part.last[0]), max(column, part.last[1])
        rows, columns = part.last[0] - part.first[0] + 1, part.last[1] - part.first[1] + 1
        if rows > limits.rows:
            raise Unreadable("too_large", f"A sheet spans {rows:,} rows; at most {limits.rows:,} are read.")
        if columns > limits.columns:
            raise Unreadable("too_large", f"A sheet spans {columns:,} columns; at most {limits.columns:,} are read.")
        if rows * columns > limits.cells:
            raise Unreadable("too_large", f"A sheet spans {rows * columns:,} cells; at most {limits.cells:,} are read.")

    def _shared_string(self, index: str) -> None:
        if self._cell.get("t") == "s":
            self.part.shared[_number(index, -1)] += 1

    def _formula(self, formula: str) -> None:
        self.part.formulas[self._row, self._column] = formula
        head, _, rest = formula.partition('("')
        if head.strip().upper() == "HYPERLINK":
            self.part.links[self._row, self._column] = rest.partition('"')[0]

    def _rare(self, name: str, attributes: dict[str, str]) -> None:
        part = self.part
        if name == "si":
            self._text = []
        elif name == "hyperlink":
            self._hyperlink(attributes)
        elif name == "sheet":
            part.sheets.append((attributes.get("name", ""), _relation(attributes)))
        elif name == "Relationship":
            part.targets[attributes.get("Id", "")] = attributes.get("Target", "")
        elif name == "numFmt":
            part.formats[_number(attributes.get("numFmtId"), -1)] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._in_cell_styles = True
        elif name == "xf" and self._in_cell_styles:
            part.cell_formats.append(_number(attributes.get("numFmtId"), 0))

    def _hyperlink(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("ref", "").partition(":")[0]
        letters = reference.rstrip(_DIGITS)
        self.part.links[_row(reference[len(letters) :]), _column(letters)] = _relation(attributes)


def _row(digits: str) -> int:
    """`1` → 0. Numbers past the last row wrap around in calamine, so they are refused here."""
    number = _number(digits, 0)
    if not 0 < number <= _LAST_ROW:
        raise Unreadable("corrupt_file", "The spreadsheet names a row that no sheet has.")
    return number - 1


def _column(letters: str) -> int:
    """`A` → 0, `XFD` → 16383."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
        if not "A" <= letter <= "Z" or number > _LAST_COLUMN:
            number = 0
            break
    if not number:
        raise Unreadable("corrupt_file", "The spreadsheet names a column that no sheet has.")
    return number - 1


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isdecimal() else otherwise


def _relation(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
