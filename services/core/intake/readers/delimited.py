"""Reads .csv and .tsv and tables pasted as text. Finds the delimiter by the columns it makes, never by the name."""

import csv
import io
from collections import Counter
from pathlib import PurePath

from services.core.intake.documents import Document, Sheet
from services.core.intake.readers.errors import Unreadable
from services.core.intake.readers.limits import Limits

_DELIMITERS = "\t;,|"
_SAMPLE = 64 * 1024
_EXCEL_HINT = "sep="


def read(file: str, text: str, *, limits: Limits) -> Document:
    """The file as one sheet; each row keeps the line it begins on. Raises `Unreadable`: too_large, corrupt_file."""
    hinted = text.lower().startswith(_EXCEL_HINT) and len(text) > len(_EXCEL_HINT)
    delimiter = text[len(_EXCEL_HINT)] if hinted else _delimiter(text)
    if delimiter in '\n"\\':
        delimiter = ","
    rows, numbers = _rows(text, delimiter, limits)
    if hinted:
        rows, numbers = rows[1:], numbers[1:]
    return Document(file=file, kind="csv", sheets=[Sheet(name=PurePath(file).stem, rows=rows, numbers=numbers)])


def is_table(text: str) -> bool:
    """Whether pasted text is a table rather than prose: nearly every line splits into the same columns."""
    delimiter = _delimiter(text)
    counts = _column_counts(text, delimiter)
    if not counts:
        return False
    columns, agreeing = counts.most_common(1)[0]
    share = agreeing / counts.total()
    if delimiter == "\t":
        return columns >= 3 and agreeing >= 2 and share >= 0.7
    return columns >= 4 and agreeing >= 3 and share >= 0.9


def _delimiter(text: str) -> str:
    """The one that gives most rows the same, and the largest, number of columns."""
    return max(_DELIMITERS, key=lambda delimiter: _evenness(_column_counts(text, delimiter)))


def _evenness(counts: Counter[int]) -> int:
    return max((rows * (columns - 1) for columns, rows in counts.items()), default=0)


def _column_counts(text: str, delimiter: str) -> Counter[int]:
    sample = text if len(text) <= _SAMPLE else text[: text.rfind("\n", 0, _SAMPLE) + 1] or text[:_SAMPLE]
    counts: Counter[int] = Counter()
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if any(row):
                counts[len(row)] += 1
    except csv.Error:
        pass
    return counts


def _rows(text: str, delimiter: str, limits: Limits) -> tuple[list[list[str]], list[int]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    numbers: list[int] = []
    line = 1
    try:
        for row in reader:
            _check(row, line, len(rows), limits)
            rows.append(row)
            numbers.append(line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable("corrupt_file", f"Line {line} cannot be read as a table row ({error}).") from error
    return rows, numbers


def _check(row: list[str], line: int, rows: int, limits: Limits) -> None:
    if rows >= limits.rows:
        raise Unreadable("too_large", f"The file has more than {limits.rows:,} rows.")
    if len(row) > limits.columns:
        raise Unreadable("too_large", f"Line {line} has {len(row):,} columns; at most {limits.columns} are read.")
    if any(len(cell) > limits.cell_text for cell in row):
        raise Unreadable(
            "too_large",
            f"Line {line} has a cell of over {limits.cell_text:,} characters: is a quotation mark unclosed?",
        )
