"""The columns of the call tracker, and what a cell of them is compared as. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "number", "time"]
Value = str | None
"""A cell as it is compared: text, a number without trailing zeros, or a wall time in ISO 8601; None when empty.

A wall time that the row's clocks show twice keeps the offset it was typed with, if any.
"""

LONGEST = 32_767
"""Characters a spreadsheet's cell holds."""
ACTIVE = ("=", "+", "-", "@", "＝", "＋", "－", "＠")


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
