"""What a tracker's cell says, told as text to be compared, whatever wrote it; or why it says nothing. Pure."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from services.core.intake.extraction.values import money
from services.core.reporting.tracker.columns import ACTIVE, LONGEST, Column, Value

CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
DISARMED = tuple(f"'{sign}" for sign in ACTIVE)
SECOND = timedelta(seconds=1)
WRITTEN = re.compile(
    r"\d{1,9}(?:[.,]\d{1,2})?|[1-9]\d{0,2}(?:"
    r"(?:,\d{3}){1,3}(?:\.\d{1,2})?|(?:\.\d{3}){1,3},\d{1,2}|(?:\.\d{3}){2,3}"
    rf"|(?:[{money.GAP}'’]\d{{3}}){{1,3}}(?:[.,]\d{{1,2}})?)",
    re.ASCII,
)
"""Numbers as text that mean one thing: "950,50", "1,200", "1.200,00", "1'200.50"."""
EITHER = re.compile(r"[1-9]\d{0,2}\.\d{3}", re.ASCII)
"""A thousand to some, and to others a number with three decimals."""
UNITS = {"price": "a price in figures, such as 1200 or 1200.50", "length": "a length in whole minutes, such as 45"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why what stands in a cell is not taken: for programs, and for people."""

    code: str
    reason: str


Said = tuple[Value, Fault | None]
"""What a cell says, and why that cannot be taken if it does not say one thing."""

NO_ZONE = Fault(
    "zone_needed", "The time names an offset and the row no time zone to tell it in: write what the clocks there show."
)


def read(column: Column, cell: Any, *, zone: Value) -> Said:
    """What a spreadsheet's cell says, however it was typed; a time with an offset is told in the row's zone."""
    if cell is None or cell == "":
        return None, None
    if column.kind == "number":
        return _number(column, cell)
    if column.kind == "time":
        return _time(cell, zone if column.is_editable else "UTC")
    return text(_plain(cell)), None


def text(given: str | None) -> Value:
    """Text as a cell holds it: no control characters, one kind of line end, no apostrophe that only disarms it."""
    if not given:
        return None
    plain = CONTROLS.sub("", given.replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]
    return (plain[1:] if plain.startswith(DISARMED) else plain) or None


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


def _number(column: Column, cell: Any) -> Said:
    if isinstance(cell, int | float) and not isinstance(cell, bool) and math.isfinite(cell):
        return number(Decimal(repr(cell))), None
    said = _plain(cell)
    figures = said.strip()
    if WRITTEN.fullmatch(figures) and (found := money.number(figures)) is not None:
        return number(found), None
    reason = f"'{said[:40]}' is not {UNITS.get(column.key, 'a number')}."
    if EITHER.fullmatch(figures):
        plain = figures.replace(".", "")
        reason = f"'{figures}' may be {plain}, or {number(Decimal(figures))}: write the one that is meant."
    return said, Fault(f"{column.key}_unread", reason)


def _time(cell: Any, zone: Value) -> Said:
    """What is no time comes back as the text it is, to be refused by name."""
    if isinstance(cell, datetime):
        return wall(cell), None
    if isinstance(cell, date):
        return wall(datetime.combine(cell, time())), None
    try:
        found = datetime.fromisoformat(str(cell).strip())
        return (wall(found), None) if found.tzinfo is None else _local(found, zone)
    except (ValueError, OverflowError):
        return _plain(cell), None


def _local(found: datetime, zone: Value) -> Said:
    try:
        clock = ZoneInfo(zone or "")
    except (ValueError, KeyError, OSError):
        return found.isoformat(), NO_ZONE
    local = found.astimezone(clock)
    is_twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return (local.isoformat(timespec="seconds") if is_twice else wall(local)), None
