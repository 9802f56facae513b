"""Sorts a table's rows: people, rows that name nobody, notes, headings, continuations. Drops none without a word."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from services.core.intake.extraction import table_fields, table_people, values
from services.core.intake.extraction.table_fields import Fields, Row, Table
from services.core.intake.extraction.table_headers import Column
from services.core.intake.proposals import FieldName, FoundField, Proposal, Rejected

_NOTE = re.compile(
    r"^\W*(?:total|subtotal|sum|summe|note|notes|nb|n\.b\.|hinweis|please|bitte|source|legend|disclaimer|confidential"
    r"|all (?:rates|prices|fees)|rates|prices|fees|\d+ (?:experts|advisors|profiles|candidates))\b|^\*",
    re.IGNORECASE,
)
_LISTS: tuple[FieldName, ...] = ("availability", "answers", "past_employers", "expertise")
_FEW = 2
_FAINT = 0.6
"""What is left of the column's confidence for a name of a single word."""
_BEHIND = 0.85
"""The same for what stands behind the name: its link, or a title after a dash."""


@dataclass(frozen=True, slots=True)
class Person:
    """A proposal with the rows it was read from and the cells that said something unreadable."""

    proposal: Proposal
    first: int
    last: int
    unreadable: list[tuple[int, Column]]


@dataclass(frozen=True, slots=True)
class Note:
    """A row that is no person's: where, and what it says."""

    place: str
    text: str


def sort(table: Table, index: int, before: Person | None) -> Person | Rejected | Note | None:
    """What the row at `index` is; None for an empty one.

    A `Person` that begins where `before` does replaces it: the row goes on with the person above.
    """
    row = table.source.sheet.rows[index]
    filled = [(column, cell.strip()) for column, cell in enumerate(row) if cell and not cell.isspace()]
    if not filled:
        return None
    name = _name(table, index)
    if name.problem == "missing_name" and before and before.last == index - 1:
        continued = _continued(table, index, before, filled)
        if continued:
            return continued
    said = {cell for _, cell in filled}
    if len(said) == 1:
        alone = len(filled) == 1 and name.problem is None
        return _rejected(table, index, name, "nothing_but_a_name") if alone else _note(table, index)
    if name.problem is None:
        return _person(table, index, name, before)
    if sum((len(said) <= _FEW, name.problem == "not_a_person", bool(_NOTE.match(filled[0][1])))) > 1:
        return _note(table, index)
    return _rejected(table, index, name, name.problem)


@dataclass(frozen=True, slots=True)
class _Name:
    """What stands in a row's name cells, and what is wrong with it."""

    text: str = ""
    aside: str = ""
    columns: tuple[Column, ...] = ()
    problem: table_people.NameProblem | None = "missing_name"


def _name(table: Table, index: int) -> _Name:
    row = Row(table, index, {}, [])
    first, last = next(row.filled("first_name"), None), next(row.filled("last_name"), None)
    if last:
        whole = last[1] if not first or first[1] in last[1] else f"{first[1]} {last[1]}"
        read = (first[0], last[0]) if first else (last[0],)
        return _Name(whole, "", read, table_people.problem(whole))
    found = _Name(columns=tuple(table.columns.of("name")[:1] or table.columns.of("last_name")[:1]))
    for column, text in [*row.filled("name"), *([first] if first else [])][::-1]:
        name, aside = table_people.split(text)
        tried = _Name(name, aside, (column,), table_people.problem(name))
        found = tried if tried.problem is None or found.problem else found
    return found


def _person(table: Table, index: int, name: _Name, before: Person | None) -> Person:
    row = table_fields.read(table, index)
    share = 1.0 if " " in name.text else _FAINT
    row.put("name", name.text, name.columns, share)
    if name.aside:
        _aside(row, name)
    linkedin = values.linkedin(table.source.link(index, name.columns[0].index))
    if linkedin and "linkedin_url" not in row.fields:
        row.put("linkedin_url", linkedin, name.columns[:1], _BEHIND)
    unreadable = [(index, column) for column in row.unreadable]
    if before and before.last == index - 1 and _is_same(before.proposal.fields, row.fields):
        return _joined(table, before, row.fields, index, unreadable)
    span = table.source.rows(index, index)
    proposal = Proposal(row.fields, span, table_fields.vendor(table, index))
    return Person(proposal, index, index, unreadable)


def _aside(row: Row, name: _Name) -> None:
    """What follows the name in its cell is a title and employer where no column gives them."""
    role = values.role(name.aside)
    if role.title and "title" not in row.fields:
        row.put("title", table_fields.title_of(role), name.columns, _BEHIND)
    if role.title and role.employer and "employer" not in row.fields:
        row.put("employer", role.employer, name.columns, _BEHIND)


def _is_same(above: Mapping[FieldName, FoundField], below: Fields) -> bool:
    """Whether two rows, one below the other, tell of one person: the same name and nothing that differs but lists."""
    common = above.keys() & below.keys() - set(_LISTS)
    return all(above[name].value == below[name].value for name in common)


def _continued(table: Table, index: int, before: Person, filled: list[tuple[int, str]]) -> Person | None:
    """A row without a name that only adds to the lists of the person above: more slots, more answers."""
    kinds = {column.index: kind for kind in _LISTS for column in table.columns.of(kind)}
    if not all(column in kinds for column, _ in filled):
        return None
    row = table_fields.read(table, index)
    return _joined(table, before, row.fields, index, [(index, column) for column in row.unreadable])


def _joined(table: Table, above: Person, fields: Fields, index: int, unreadable: list[tuple[int, Column]]) -> Person:
    whole = {**fields, **above.proposal.fields}
    for name in _LISTS:
        if name in fields and name in above.proposal.fields:
            whole[name] = _with(above.proposal.fields[name], fields[name])
    span = table.source.rows(above.first, index)
    proposal = replace(above.proposal, fields=whole, span=span)
    return Person(proposal, above.first, index, above.unreadable + unreadable)


def _with(above: FoundField, below: FoundField) -> FoundField:
    """Both lists, each entry once; the place is the first one's."""
    listed = [*_listed(above), *(value for value in _listed(below) if value not in _listed(above))]
    return replace(above, value=listed)


def _listed(found: FoundField) -> list[object]:
    return found.value if isinstance(found.value, list) else []


def _note(table: Table, index: int) -> Note:
    span = table.source.rows(index, index)
    return Note(span.locator, span.excerpt)


def _rejected(table: Table, index: int, name: _Name, code: str) -> Rejected:
    span = table.source.rows(index, index)
    column = name.columns[0]
    named = f"{table.source.column_name(column.index)} ({column.heading[:60]})"
    reasons = {
        "missing_name": f"{named} gives no name" + (f": {name.text[:60]!r}" if name.text else ""),
        "not_a_person": f"{named} names no person: {name.text[:60]!r}",
        "nothing_but_a_name": f"{named} gives {name.text[:60]!r} and the row nothing else: a heading, or too little",
    }
    return Rejected(span, code, f"{span.locator}: {reasons[code]}")
