"""Reads a list handed in as CSV: its columns by name, each row by itself, so that a bad one is named and left out.

Knows no database: whether a name can be compared at all is the caller's to say.
"""

import csv
import io
from dataclasses import dataclass
from typing import Literal

from pydantic import ValidationError

from services.core.compliance.lists.schemas import BadRow, EntryIn
from shared.errors import Problem

COLUMNS = {
    "name": "name",
    "value": "name",
    "company": "name",
    "kind": "kind",
    "type": "kind",
    "from": "valid_from",
    "valid_from": "valid_from",
    "to": "valid_to",
    "until": "valid_to",
    "valid_to": "valid_to",
    "reason": "reason",
    "list": "list",
}
"""What headings stand for, whatever their case, blanks and hyphens."""
NEEDED = {"name", "kind", "reason"}
MOST_ROWS = 5_000
NO_END = "9999-12-31"
"""The last day of what has none, in lists that know no empty one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that reads as an entry."""

    line: int
    entry: EntryIn


def read(data: bytes, *, into: Literal["restricted", "do_not_contact"]) -> tuple[list[Row], list[BadRow]]:
    """The entries of a file and the rows that are none; a row may name its own list, else it goes `into` this one.

    Raises Problem: malformed for what is no CSV in UTF-8, invalid without the columns name, kind and reason, too_large
    beyond 5,000 rows.
    """
    try:
        rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=_delimiter(data))
        heading = [COLUMNS.get(_plain(cell)) for cell in next(rows, [])]
        numbered = [(rows.line_num, row) for row in rows if any(cell.strip() for cell in row)]
    except (UnicodeDecodeError, csv.Error) as fault:
        raise Problem("malformed", "csv_malformed", f"The file is no CSV in UTF-8: {fault}.") from fault
    if lacking := NEEDED.difference(filter(None, heading)):
        message = f"The first line lacks the columns {', '.join(sorted(lacking))}."
        raise Problem("invalid", "columns_missing", message, details={"columns": sorted(lacking)})
    if len(numbered) > MOST_ROWS:
        raise Problem("too_large", "list_too_long", f"A file may have {MOST_ROWS:,} rows.")
    good: list[Row] = []
    bad: list[BadRow] = []
    for line, row in numbered:
        cells = {name: cell.strip() for name, cell in zip(heading, row, strict=False) if name and cell.strip()}
        try:
            good.append(Row(line, _entry(cells, into)))
        except ValidationError as fault:
            reason = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors())
            bad.append(BadRow(line=line, name=cells.get("name"), reason=reason))
    return good, bad


def _entry(cells: dict[str, str], into: str) -> EntryIn:
    words = {name: _plain(cells[name]) for name in ("kind", "list") if name in cells}
    ends = {"valid_to": None} if cells.get("valid_to") == NO_END else {}
    return EntryIn.model_validate({"list": into} | cells | words | ends)


def _delimiter(data: bytes) -> str:
    """Whichever of comma, semicolon and tab the first line holds most of."""
    first = data.partition(b"\n")[0].decode("utf-8", errors="replace")
    return max((",", ";", "\t"), key=first.count)


def _plain(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")
