"""Reads the fields of one row, cell by cell, each with its place. A cell that says something unreadable is reported."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from services.core.intake.extraction import columns, table_columns, table_dialling, table_quotes, values
from services.core.intake.extraction.column_headings import Kind
from services.core.intake.extraction.table_columns import Settled
from services.core.intake.extraction.table_headers import Column
from services.core.intake.extraction.table_places import Source
from services.core.intake.extraction.table_quotes import Terms
from services.core.intake.proposals import Answer, FieldName, FoundField, PastEmployer, Slot
from shared.money import CURRENCIES

Fields = dict[FieldName, FoundField]

_DERIVED = 0.9
"""What is left of a column's confidence where the value is inferred from it rather than written in it."""
_LONGEST_BLANK = 60
_ASSUMED = 0.7
"""The same for a price whose currency only the caller knows."""


@dataclass(frozen=True, slots=True)
class Table:
    """What reading a row needs beside the row: where it stands, the columns, the terms, and today.

    `assumed_currency` is what the caller knows of the vendor, used where the sheet names none.
    """

    source: Source
    columns: Settled
    terms: Terms
    today: date
    assumed_currency: str | None = None


@dataclass(slots=True)
class Row:
    """A row being read: its fields so far, and the columns whose cell says something that could not be read."""

    table: Table
    index: int
    fields: Fields
    unreadable: list[Column]

    def filled(self, kind: Kind) -> Iterator[tuple[Column, str]]:
        """The columns of a kind that say something in this row."""
        for column in self.table.columns.of(kind):
            text = self.table.source.text(self.index, column.index)
            if text and (len(text) > _LONGEST_BLANK or not values.is_blank(text)):
                yield column, text

    def first(self, kind: Kind) -> str:
        """What the first of them says, empty if none does."""
        return next((text for _, text in self.filled(kind)), "")

    def put(self, name: FieldName, value: object, read: Sequence[Column], share: float = 1.0) -> None:
        """Keeps a value read from one or several cells; `share` is what is left of their columns' confidence."""
        source = self.table.source
        if len(read) == 1:
            span = source.cell(self.index, read[0].index, read[0].heading)
        else:
            ordered = sorted(read, key=lambda column: column.index)
            span = source.cells(self.index, [column.index for column in ordered], [c.heading for c in ordered])
        sure = read[0].confidence if len(read) == 1 else min(column.confidence for column in read)
        confidence = sure if share == 1.0 else round(sure * share, 2)
        self.fields[name] = FoundField(value, span, confidence)


def read(table: Table, index: int) -> Row:
    """All fields of the row but its name."""
    row = Row(table, index, {}, [])
    for name, reader in _SINGLES.items():
        _single(row, name, reader)
    _conflict(row)
    _price(row)
    _role(row)
    _place(row)
    for name, lister in _LISTS.items():
        _gather(row, name, lister)
    _past_title(row)
    _answers(row)
    _single(row, "phone", _phone)
    return row


def vendor(table: Table, index: int) -> FoundField | None:
    """The vendor the row names, in a list that several vendors filled."""
    row = Row(table, index, {}, [])
    for column, text in row.filled("vendor"):
        row.put("name", text, [column])
        return row.fields["name"]
    return None


_Single = Callable[[Row, Column, str], object]


def _single(row: Row, name: FieldName, reader: "_Reading") -> None:
    """The first column of the kind that gives a value."""
    for column, text in row.filled(name):
        value = reader(row, column, text)
        if value is not None:
            return row.put(name, value, [column])
        row.unreadable.append(column)


def _text(_row: Row, _column: Column, text: str) -> str:
    return text


def _reference(_row: Row, _column: Column, text: str) -> str | None:
    return text.lstrip("# ") or None


def _years(_row: Row, _column: Column, text: str) -> int | None:
    return values.years(text)


def _linkedin(row: Row, column: Column, text: str) -> str | None:
    return values.linkedin(text) or values.linkedin(row.table.source.link(row.index, column.index))


def _email(row: Row, column: Column, text: str) -> str | None:
    return values.email(text) or values.email(row.table.source.link(row.index, column.index))


def _phone(row: Row, _column: Column, text: str) -> str | None:
    location = row.fields.get("location")
    return values.phone(text, region_hint=table_dialling.country(str(location.value)) if location else None)


def _conflict(row: Row) -> None:
    """A bare yes or no answers the heading: "Conflicts: none" is cleared, "Cleared: no" is pending."""
    for column in row.table.columns.of("conflict_status"):
        text = row.table.source.text(row.index, column.index)
        told = text
        if table_columns.is_yes_or_no(text):
            said = {"true": "yes", "false": "no", "✓": "yes", "✔": "yes", "x": "yes"}.get(text.casefold(), text)
            told = f"{column.heading.rstrip(' ?:')}: {said}"
        if status := _status(told):
            return row.put("conflict_status", status, [column])
        if not values.is_blank(text):
            row.unreadable.append(column)


def _price(row: Row) -> None:
    for column, text in row.filled("currency"):
        if _currency(text) is None:
            row.unreadable.append(column)
            return
    for column, text in row.filled("price"):
        stated = _currency(row.first("currency")) or columns.currency(column.above) or row.table.terms.currency
        quote = table_quotes.quote(
            text,
            currency=stated or row.table.assumed_currency,
            unit=columns.unit(f"per {row.first('unit')}") or columns.unit(column.above),
            minimum=row.first("minimum"),
            increment=row.first("increment"),
            terms=row.table.terms,
        )
        if quote is not None:
            certain = stated or "currency" not in quote or values.currency(text)
            return row.put("price", quote, [column], 1.0 if certain else _ASSUMED)
        row.unreadable.append(column)


def _currency(text: str) -> str | None:
    """The currency a cell of its own names: by its code, else by a sign or in words."""
    return text.upper() if text.upper() in CURRENCIES else values.currency(text)


def _role(row: Row) -> None:
    """Title and employer that share a cell: under a heading that says so, or a title without an employer's column."""
    shared = list(row.filled("title_and_employer"))
    if not shared and "title" in row.fields and not row.table.columns.of("employer"):
        shared = list(row.filled("title"))[:1]
    for column, text in shared:
        role = values.role(text)
        if role.title and (role.employer or "title" not in row.fields):
            row.put("title", title_of(role), [column], _DERIVED)
        if role.employer and "employer" not in row.fields:
            row.put("employer", role.employer, [column], _DERIVED)


def title_of(role: values.Role) -> str:
    """The title as vendors write it, "Former" included: whether somebody has left decides what he may say."""
    return f"Former {role.title}" if role.former else role.title or ""


def _place(row: Row) -> None:
    """The location as written, or city, state and country put together; the region as written, or from the location."""
    whole = next(row.filled("location"), None)
    parts = [next(row.filled(kind), None) for kind in ("city", "state", "country")]
    said = [whole] if whole else [part for part in parts if part]
    names: list[str] = []
    for _, text in said:
        if not any(_says(name, text) for name in names):
            names.append(text)
    if names:
        row.put("location", ", ".join(names), [column for column, _ in said])
    for column, text in row.filled("region"):
        if region := _region(text):
            return row.put("region", region, [column])
    for column, text in said[::-1]:
        if region := _region(text):
            return row.put("region", region, [column], _DERIVED)


def _says(place: str, other: str) -> bool:
    """Whether a place already says another: "Boston, MA" that it is in the USA, "Singapore" that it is in Singapore."""
    country = table_dialling.country(place)
    return other.casefold() in place.casefold() or (country is not None and country == table_dialling.country(other))


def _gather(row: Row, name: FieldName, reader: "_Gathering") -> None:
    """What all columns of the kind list, in order, each once."""
    gathered: list[object] = []
    read: list[Column] = []
    for column, text in row.filled(name):
        found = reader(row, column, text)
        gathered += [value for value in found if value not in gathered]
        (read if found else row.unreadable).append(column)
    if gathered:
        row.put(name, gathered, read)


def _expertise(_row: Row, _column: Column, text: str) -> list[str]:
    return values.expertise(text)


def _slots(row: Row, column: Column, text: str) -> list[Slot]:
    zone = table_columns.zone(row.first("timezone")) or table_columns.zone(column.above)
    return [slot.copy() for slot in _availability(text, zone, row.table.today)]


def _past_employers(_row: Row, _column: Column, text: str) -> list[PastEmployer]:
    return values.past_employers(text)


def _past_title(row: Row) -> None:
    """The one former employer's title where it has a column of its own; one who is the current employer is none."""
    found, current = row.fields.get("past_employers"), row.fields.get("employer")
    if not found or not isinstance(found.value, list) or len(found.value) != 1:
        return
    if current and found.value[0]["name"] == current.value:
        del row.fields["past_employers"]
    elif title := row.first("past_title"):
        found.value[0].setdefault("title", title)


def _answers(row: Row) -> None:
    answered: list[tuple[Column, Answer]] = []
    for column in row.table.columns.of("answers"):
        text = row.table.source.text(row.index, column.index)
        if text and (not values.is_blank(text) or text.casefold() == "none"):
            answered.append((column, Answer(question=column.heading, answer=text)))
    if answered:
        row.put("answers", [answer for _, answer in answered], [column for column, _ in answered])


@lru_cache(maxsize=4096)
def _availability(text: str, zone: str | None, today: date) -> list[Slot]:
    return values.availability(text, timezone_hint=zone, today=today)


_region = lru_cache(maxsize=4096)(values.region)
_status = lru_cache(maxsize=4096)(values.conflict)
_Reading = Callable[[Row, Column, str], object]
_Gathering = Callable[[Row, Column, str], Sequence[object]]
_SINGLES: dict[FieldName, _Reading] = {
    "title": _text,
    "employer": _text,
    "bio": _text,
    "vendor_ref": _reference,
    "years_experience": _years,
    "linkedin_url": _linkedin,
    "email": _email,
}
_LISTS: dict[FieldName, _Gathering] = {
    "expertise": _expertise,
    "availability": _slots,
    "past_employers": _past_employers,
}
