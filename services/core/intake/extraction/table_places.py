"""Names the places of a sheet as the person who sent it sees them. Knows nothing of what stands there."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from services.core.intake.documents import Sheet
from services.core.intake.proposals import Span

_EXCERPT = 500
_JOIN = " | "
_LABEL = 60
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Source:
    """A sheet of a file; rows and columns are indexes into `sheet.rows`, places the numbers a person sees."""

    file: str
    sheet: Sheet
    is_csv: bool

    def cell(self, row: int, column: int, heading: str) -> Span:
        """`Experts!C7`; in a CSV `line 12, Rate`."""
        return self._span(self.place(row, column, heading), self.text(row, column))

    def cells(self, row: int, columns: Sequence[int], headings: Sequence[str]) -> Span:
        """Several cells of a row that make one value: `Experts!C7:D7`, or `Experts!C7,F7` when they lie apart."""
        number = self.sheet.number_of(row)
        if self.is_csv:
            named = headings if len(headings) <= _MOST_NAMED else [headings[0], "…", headings[-1]]
            place = f"line {number}, {' + '.join(heading[:_LABEL] for heading in named)}"
        elif columns[-1] - columns[0] == len(columns) - 1:
            place = f"{self.sheet.name}!{letters(columns[0])}{number}:{letters(columns[-1])}{number}"
        else:
            place = f"{self.sheet.name}!{','.join(f'{letters(column)}{number}' for column in columns)}"
        return self._span(place, _JOIN.join(self.text(row, column) for column in columns))

    def rows(self, first: int, last: int) -> Span:
        """`Experts!A7:H7`, `line 12`, `lines 12-13`; the excerpt is the cells that hold something."""
        cells = [cell.strip() for row in self.sheet.rows[first : last + 1] for cell in _once(row)]
        return self._span(self.row_place(first, last), _JOIN.join(cell for cell in cells if cell))

    def place(self, row: int, column: int, heading: str) -> str:
        """The locator of one cell."""
        number = self.sheet.number_of(row)
        if self.is_csv:
            return f"line {number}, {heading[:_LABEL]}" if heading else f"line {number}, column {column + 1}"
        return f"{self.sheet.name}!{letters(column)}{number}"

    def row_place(self, first: int, last: int) -> str:
        """The locator of one row or of rows that belong together."""
        start, end = self.sheet.number_of(first), self.sheet.number_of(last)
        if self.is_csv:
            return f"line {start}" if start == end else f"lines {start}-{end}"
        filled = [
            column
            for row in self.sheet.rows[first : last + 1]
            for column, cell in enumerate(row)
            if cell and not cell.isspace()
        ]
        width = max((len(row) for row in self.sheet.rows[first : last + 1]), default=1)
        left = min(filled, default=0)
        return f"{self.sheet.name}!{letters(left)}{start}:{letters(width - 1)}{end}"

    def column_name(self, column: int) -> str:
        """How a person calls what all cells of a kind stand in: `column C`."""
        return f"column {letters(column)}"

    def text(self, row: int, column: int) -> str:
        """The cell's text without white space around it; empty beyond the row's end."""
        cells = self.sheet.rows[row]
        return cells[column].strip() if column < len(cells) else ""

    def link(self, row: int, column: int) -> str:
        """The address behind the cell; empty if there is none."""
        return self.sheet.links.get((row, column), "")

    def _span(self, locator: str, excerpt: str) -> Span:
        return Span(file=self.file, locator=locator, excerpt=excerpt[:_EXCERPT])


@dataclass(frozen=True, slots=True)
class Turned(Source):
    """A form read as a table: `sheet.rows` are the form's columns, `lines` the numbers of the rows it takes up."""

    lines: Sequence[int] = ()

    def cells(self, row: int, columns: Sequence[int], headings: Sequence[str]) -> Span:
        """`Experts!B3,B5`."""
        places = ",".join(f"{letters(row)}{self.lines[column]}" for column in columns)
        named = f"lines {','.join(str(self.lines[column]) for column in columns)}"
        text = _JOIN.join(self.text(row, column) for column in columns)
        return self._span(named if self.is_csv else f"{self.sheet.name}!{places}", text)

    def place(self, row: int, column: int, heading: str) -> str:
        """`Experts!B3`; in a CSV `line 3, Rate`."""
        line = self.lines[column]
        if self.is_csv:
            return f"line {line}, {heading[:_LABEL]}" if heading else f"line {line}, column {row + 1}"
        return f"{self.sheet.name}!{letters(row)}{line}"

    def row_place(self, first: int, last: int) -> str:
        """The form's column: `Experts!B3:B12`."""
        if self.is_csv:
            return f"lines {self.lines[0]}-{self.lines[-1]}, column {first + 1}"
        return f"{self.sheet.name}!{letters(first)}{self.lines[0]}:{letters(last)}{self.lines[-1]}"

    def column_name(self, column: int) -> str:
        """`row 5`."""
        return f"row {self.lines[column]}"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    """`0` → A, `26` → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _once(row: Sequence[str]) -> list[str]:
    """The cells without the repetitions that merging makes."""
    return [cell for index, cell in enumerate(row) if not index or cell != row[index - 1]]
