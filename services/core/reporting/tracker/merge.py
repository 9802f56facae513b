"""The three-way merge of a tracker: what was handed out, what came back, and what is there now. Pure.

Of two changes of one cell ours stays and theirs is told; nothing that was typed is lost without a word.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from services.core.reporting.tracker.columns import BY_KEY, COLUMNS, Value
from services.core.reporting.tracker.values import Fault

Outcome = Literal["taken", "already_so", "conflict", "refused", "row_missing", "row_added", "row_incomplete"]
Cells = Mapping[str, Value]
TOGETHER = (("call_date", "zone"), ("price", "per"))
"""Cells that mean nothing without each other: where one of them is in conflict, so is the other."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet: which call or offer, the version it was handed out in, and its cells by column."""

    id: str
    version: Value
    cells: Cells


@dataclass(frozen=True, slots=True)
class TheirRow:
    """A row that came back: its number on the sheet, and the columns whose cell does not say one thing."""

    number: int
    row: Row
    unread: Mapping[str, Fault] = field(default_factory=dict)


@dataclass(slots=True)
class Change:
    """What became of one cell, or of a row as a whole; `column` is empty for a row."""

    row_id: str
    number: int | None
    column: str
    base: Value
    ours: Value
    theirs: Value
    outcome: Outcome
    code: str | None = None
    reason: str | None = None

    def refuse(self, code: str, reason: str) -> None:
        """Not taken, and why."""
        self.outcome, self.code, self.reason = "refused", code, reason


def changes(their: TheirRow, *, base: Row | None, ours: Cells | None) -> Iterator[Change]:
    """Every cell of a row that is not as it was handed out, with what becomes of it."""
    compared = _compared(their, base.cells if base else {}, ours)
    found = [change for change in compared if change.base != change.theirs or change.column in their.unread]
    if base is None:
        yield from _refused(found, "row_unknown", "This row is not of the tracker the file was made from.")
    elif their.row.version != base.version:
        yield from _refused(found, "row_version", "This row's version is not the one that was handed out.")
    elif ours is None:
        yield from _refused(found, "row_gone", "What this row was about is no longer there.")
    else:
        yield from _kept_together(found)


def repeated(
    their: TheirRow, *, base: Row | None, ours: Cells | None, first: int, taken: Iterable[Change]
) -> Iterator[Change]:
    """A row that the file has had as row `first`: nothing more is taken of it, and what it says otherwise is told.

    `taken` is what became of the first.
    """
    reason = f"Rows {first} and {their.number} of the file are the same row: the first was read, this one is not taken."
    since = {change.column: change.theirs for change in taken if change.outcome == "taken"}
    found = list(changes(their, base=base, ours=None if ours is None else {**ours, **since}))
    whole = Change(their.row.id, their.number, "", None, None, their.row.cells.get("name"), "conflict")
    for change in found or [whole]:
        if change.outcome in ("taken", "conflict"):
            change.outcome, change.code, change.reason = "conflict", "row_twice", reason
        yield change


def _compared(their: TheirRow, base: Cells, ours: Cells | None) -> Iterator[Change]:
    for column in COLUMNS:
        if column.key not in their.row.cells:
            continue
        was, said = base.get(column.key), their.row.cells[column.key]
        now = ours.get(column.key) if ours is not None else None
        change = Change(their.row.id, their.number, column.key, was, now, said, "taken")
        if fault := their.unread.get(column.key):
            change.refuse(fault.code, fault.reason)
        elif now == said:
            change.outcome = "already_so"
        elif not column.is_editable:
            change.refuse("read_only", f"{column.title} cannot be changed here.")
        elif now != was:
            change.outcome = "conflict"
            change.code, change.reason = "changed_meanwhile", f"{column.title} was changed here meanwhile."
        yield change


def _refused(found: list[Change], code: str, reason: str) -> Iterator[Change]:
    for change in found:
        change.refuse(code, reason)
        yield change


def _kept_together(found: list[Change]) -> Iterator[Change]:
    disputed = {change.column for change in found if change.outcome == "conflict"}
    for change in found:
        pair = next((each for each in TOGETHER if change.column in each), ())
        if change.outcome == "taken" and disputed.intersection(pair):
            change.outcome, change.code = "conflict", "changed_meanwhile"
            other = " and ".join(BY_KEY[key].title for key in pair if key != change.column)
            change.reason = f"It goes with {other}, which was changed here meanwhile."
        yield change
