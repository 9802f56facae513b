"""The columns of the call tracker, and how a cell is told as text to be compared, whatever wrote it. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

Kind = Literal["text", "number", "time"]
Value = str | None
"""A cell as it is compared: text, a number without trailing zeros, or a wall time in ISO 8601; None when empty."""

LONGEST = 32_767
"""Characters a spreadsheet's cell holds."""
ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its key: its title in row 1, what its cells hold, and whether they may be edited."""

    key: str
    title: str
    kind: Kind = "text"
    is_editable: bool = True
    width: int = 14


ROW, VERSION = Column("row", "Row", is_editable=False), Column("version", "Version", is_editable=False)
COLUMNS = (
    Column("name", "Name", width=24),
    Column("employer", "Employer", width=24),
    Column("title", "Title", width=28),
    Column("vendor", "Vendor", is_editable=False),
    Column("status", "Status"),
    Column("reason", "Reason", width=24),
    Column("compliance", "Compliance", is_editable=False),
    Column("conflict_id", "Conflict id", is_editable=False),
    Column("price", "Price", "number"),
    Column("per", "Per"),
    Column("call_date", "Call date", "time", width=17),
    Column("zone", "Zone", width=20),
    Column("length", "Length", "number", width=9),
    Column("lead", "Lead", width=20),
    Column("score", "Score", "number", is_editable=False, width=9),
    Column("notes", "Notes", width=40),
    Column("sources", "Source count", "number", is_editable=False),
    Column("created", "Created", "time", is_editable=False, width=17),
    Column("updated", "Updated", "time", is_editable=False, width=17),
)
HIDDEN = (ROW, VERSION)
BY_KEY: Mapping[str, Column] = {column.key: column for column in (*HIDDEN, *COLUMNS)}
BY_TITLE: Mapping[str, Column] = {column.title.casefold(): column for column in BY_KEY.values()}


def read(column: Column, cell: Any) -> Value:
    """What a spreadsheet's cell says, however it was typed."""
    if cell is None or cell == "":
        return None
    if column.kind == "number":
        return _number(cell)
    if column.kind == "time":
        return _time(cell)
    return text(_plain(cell))


def text(given: str | None) -> Value:
    """Text as a cell holds it: no control characters, one kind of line end, no apostrophe that only disarms it."""
    if not given:
        return None
    plain = CONTROLS.sub("", given.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]
    return (plain[1:] if plain.startswith(tuple(f"'{sign}" for sign in ACTIVE)) else plain) or None


def number(given: Decimal | int) -> str:
    """A number as it is compared."""
    plain = f"{Decimal(given):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def wall(given: datetime) -> str:
    """A wall time as it is compared: to the second, which is what a cell's fraction of a day can hold."""
    rounded = given.replace(tzinfo=None, microsecond=0) + (SECOND if given.microsecond >= 500_000 else 0 * SECOND)
    return rounded.isoformat()


def _plain(cell: Any) -> str:
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _number(cell: Any) -> str:
    """What is no number comes back as the text it is, to be refused by name."""
    try:
        found = Decimal(str(cell).strip().replace(",", "")) if not isinstance(cell, float) else Decimal(repr(cell))
    except InvalidOperation:
        return _plain(cell)
    return number(found) if found.is_finite() else _plain(cell)


def _time(cell: Any) -> str:
    """What is no time comes back as the text it is, to be refused by name."""
    if isinstance(cell, datetime):
        return wall(cell)
    if isinstance(cell, date):
        return wall(datetime.combine(cell, time()))
    try:
        return wall(datetime.fromisoformat(str(cell).strip()))
    except ValueError:
        return _plain(cell)
