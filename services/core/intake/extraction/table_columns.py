"""Settles what a table's columns are once their cells are seen: running numbers, statuses that are none, doubles."""

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from services.core.intake.extraction import values
from services.core.intake.extraction.column_headings import Kind
from services.core.intake.extraction.table_headers import Column
from services.core.intake.extraction.table_places import Source
from services.core.intake.extraction.values import zones

_SAMPLE = 60
_GATHERED: frozenset[Kind | None] = frozenset(
    {"answers", "availability", "expertise", "past_employers", "past_title", "city", "state", "country"}
)
"""Kinds of which several columns are read; of the others one, the next where it is empty."""
_VAGUE = ("status", "cid", "prüfstatus")
_HONORIFIC = re.compile(
    r"^(?:dr|prof|mr|mrs|ms|miss|herr|frau|mme|mlle|sr|sra|ing|m)\b\.?(?:\s(?:dr|med|ing)\b\.?)*$", re.IGNORECASE
)
_CURRENT, _OLDER = (
    re.compile(r"\b(?:current|aktuell\w*|actuel\w*|actual)\b", re.I),
    re.compile(r"\b(?:relevant|recent|last)\b", re.I),
)
_YES_NO = re.compile(r"^(?:y|n|yes|no|ja|nein|oui|non|si|sí|true|false|none|✓|✔|x)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Settled:
    """The columns by kind, the surest first, and what is to be told about those not read."""

    by_kind: dict[Kind, list[Column]]
    notes: list[str]

    def of(self, kind: Kind) -> list[Column]:
        return self.by_kind.get(kind, [])


def settle(columns: Sequence[Column], rows: Sequence[Sequence[str]], source: Source) -> Settled:
    """Every column either has its place in `by_kind` or a note that names it."""
    filled = {column.index: _cells(column.index, rows) for column in columns}
    seen = [_revised(column, filled[column.index]) for column in columns if column.heading or filled[column.index]]
    by_kind: defaultdict[Kind, list[Column]] = defaultdict(list)
    for column in sorted(seen, key=lambda column: (-column.confidence, column.index)):
        if column.kind is not None and column.kind != "ordinal":
            by_kind[column.kind].append(column)
    _set_apart(by_kind, "employer", "past_employers")
    _set_apart(by_kind, "title", "past_title")
    for kind in _GATHERED & by_kind.keys():
        by_kind[kind].sort(key=lambda column: column.index)  # type: ignore[index]
    _complete_name(by_kind)
    return Settled(dict(by_kind), list(_notes(seen, by_kind, source)))


def _cells(index: int, rows: Sequence[Sequence[str]]) -> list[str]:
    """A sample of the column's filled cells."""
    filled = (row[index].strip() for row in rows[:_SAMPLE] if index < len(row))
    return [cell for cell in filled if cell]


def _revised(column: Column, cells: Sequence[str]) -> Column:
    said = [cell for cell in cells if not values.is_blank(cell)]
    if not said:
        return column
    if column.kind in ("ordinal", "vendor_ref"):
        column = _number_or_reference(column, said)
    if column.kind == "conflict_status" and not _are_states(column, said):
        return replace(column, kind=None)
    if column.kind == "title" and _mostly(said, _HONORIFIC.match):
        return replace(column, kind=None)
    if column.kind in (None, "bio", "vendor_ref") and _mostly(said, values.linkedin):
        return replace(column, kind="linkedin_url", confidence=0.85)
    return column


def _are_states(column: Column, said: Sequence[str]) -> bool:
    """A heading that does not speak of conflicts ("Status") needs cells that nearly all do."""
    states = sum(bool(is_yes_or_no(cell) or values.conflict(cell)) for cell in said)
    vague = column.heading.strip().casefold() in _VAGUE
    return states * 10 >= len(said) * (9 if vague else 5)


def is_yes_or_no(cell: str) -> bool:
    """Whether a cell only confirms or denies what its heading says."""
    return bool(_YES_NO.match(cell))


@lru_cache(maxsize=1024)
def zone(text: str) -> str | None:
    """The IANA zone that a heading or a cell names ("Availability (CET)"), None for several or for a bare offset."""
    keys = {key for _, _, found in zones.find(text) for key in found.keys}
    return keys.pop() if len(keys) == 1 else None


def _number_or_reference(column: Column, cells: Sequence[str]) -> Column:
    """1, 2, 3 … are the sheet's own numbers; anything else is the vendor's number for the person."""
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 6]
    running = (
        len(numbers) * 2 > len(cells)
        and numbers[0] in (0, 1)
        and all(second - first in (0, 1) for first, second in itertools.pairwise(numbers))
    )
    if running:
        return replace(column, kind="ordinal")
    return replace(column, kind="vendor_ref", confidence=0.7) if column.kind == "ordinal" else column


def _mostly(cells: Sequence[str], holds: Callable[[str], object]) -> bool:
    return sum(bool(holds(cell)) for cell in cells) * 2 >= len(cells)


def _set_apart(by_kind: defaultdict[Kind, list[Column]], kind: Kind, past: Kind) -> None:
    """Beside "Current company", a column "Relevant company" is the one somebody is asked about, mostly left since."""
    current = [column for column in by_kind[kind] if _CURRENT.search(column.heading)]
    older = [column for column in by_kind[kind] if column not in current and _OLDER.search(column.heading)]
    if current and older:
        by_kind[kind] = [column for column in by_kind[kind] if column not in older]
        by_kind[past] = by_kind[past] + [replace(column, kind=past) for column in older]


def _complete_name(by_kind: defaultdict[Kind, list[Column]]) -> None:
    """Beside "Vorname" or "Prénom", a column "Name" or "Nom" is the surname."""
    if by_kind["first_name"] and not by_kind["last_name"] and by_kind["name"]:
        by_kind["last_name"] = by_kind.pop("name")


def _notes(seen: Sequence[Column], by_kind: Mapping[Kind, Sequence[Column]], source: Source) -> Iterator[str]:
    for column in seen:
        place = source.column_name(column.index)
        named = f"{place} ({column.heading[:60]})"
        others = by_kind.get(column.kind, ()) if column.kind else ()
        if column.kind == "ordinal":
            yield f"{named} holds running numbers and was not read"
        elif column.kind is None and not column.heading:
            yield f"{place} has no heading and was not read"
        elif column.kind is None:
            yield f"{named} is not known and was not read"
        elif column in others[1:] and column.kind not in _GATHERED:
            yield f"{named} is read as {column.kind} only where {source.column_name(others[0].index)} is empty"
