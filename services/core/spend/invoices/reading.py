"""From a vendor's invoice to its lines: what each row says of a call, or why nothing can be made of it. Pure."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from services.core.intake.documents import Document, Sheet
from services.core.intake.extraction.values import dates, money
from services.core.matching import folding
from services.core.spend import prices
from services.core.spend.invoices import columns
from services.core.spend.invoices.columns import Layout
from shared.money import minor_units
from shared.types import INT_MAX

LONGEST_CELL = 2_000
SLACK = dt.timedelta(days=7)
"""How far outside the invoice's period a day may lie for an ambiguous date to mean it."""
LONGEST_LABEL = 80
_TOTAL = re.compile(
    r"(?:(?:sub|grand|net|gross|end|zwischen|gesamt|netto|brutto|rechnungs|zzgl|inkl|sous|montant) ?){0,3}"
    r"(?:totals?|totale|summe|betrag|vat|tax|mwst|ust|mehrwertsteuer|umsatzsteuer|tva|balance|saldo|solde"
    r"|amount (?:due|payable)|net a payer|montant du)\b"
    r"|(?:netto|brutto|gesamt|insgesamt)$"
)
"""How the label of a row that sums others begins, in folded words without figures: English, German and French."""
_CREDIT = re.compile(
    r"^\s*(?:\(.*\)|[^\d(]*[-−–]\s*+[^\d\s−–-]*+\s*+\d.*|.*\d(?:[-−–]|\s*+CR))\s*$", re.IGNORECASE | re.DOTALL
)
"""-600.00, (600.00), - $600, 600-, 600.00 CR: money that the vendor gives back."""
_CLOCK = re.compile(r"^\s*(\d{1,2}):(\d\d)(?::\d\d)?\s*(?:h|hrs?)?\s*$")
_SPOKEN = re.compile(
    r"^\s*+(?:(\d++(?:[.,]\d++)?)\s*+(?:h|hrs?|hours?|std))?\W*+(?:(\d++)\s*+(?:m|mins?|minutes?))?\W*+$", re.I
)
_EXACT = re.compile(r"-?\d+(?:\.\d+)?")
_BROKEN = re.compile(r"\d\s*[^\d\s.,'’]+\s*\d")
"""Figures with something between them that no one number has: "1e9", "0x10", "2 x 650"."""
MOST_UNITS = 99_999_999


@dataclass(frozen=True, slots=True)
class Line:
    """What a row says. Money in minor units of `currency`, `place` as a person sees it, `fault` why it is unusable.

    The amount of a credit is negative.
    """

    place: str
    cells: Mapping[str, str] = field(default_factory=dict)
    call_date: dt.date | None = None
    expert_name: str | None = None
    client_contact: str | None = None
    reference: str | None = None
    minutes: int | None = None
    units: Decimal | None = None
    rate_minor: int | None = None
    amount_minor: int | None = None
    currency: str | None = None
    fault: str | None = None

    @property
    def is_credit(self) -> bool:
        """Whether the vendor gives money back."""
        return self.amount_minor is not None and self.amount_minor < 0


@dataclass(slots=True)
class Reading:
    """The lines of an invoice in their order, and what was passed over."""

    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(document: Document, *, period: tuple[dt.date, dt.date], currency: str | None) -> Reading:
    """Every sheet that has an invoice's headings; `currency` is that of amounts that name none."""
    reading = Reading(notes=list(document.notes))
    for sheet in document.sheets:
        found = columns.layout(sheet.rows)
        if found is None:
            reading.notes.append(f"{sheet.name}: no row names an amount and an expert or a reference")
        else:
            _read_sheet(reading, sheet, found, document, period=period, currency=currency)
    return reading


def _read_sheet(
    reading: Reading,
    sheet: Sheet,
    found: Layout,
    document: Document,
    *,
    period: tuple[dt.date, dt.date],
    currency: str | None,
) -> None:
    day = found.columns.get("call_date")
    days = (row[day] for row in sheet.rows[found.row + 1 :] if day is not None and day < len(row))
    month_first = dates.writes_month_first("\n".join(written[:LONGEST_CELL] for written in days))
    for index, row in enumerate(sheet.rows[found.row + 1 :], start=found.row + 1):
        place = (
            f"{sheet.name}!{sheet.number_of(index)}" if document.kind == "sheet" else f"line {sheet.number_of(index)}"
        )
        said = {name: row[at].strip()[:LONGEST_CELL] for name, at in found.columns.items() if at < len(row)}
        said = {name: text for name, text in said.items() if text}
        if not said:
            continue
        if _is_total(row, said, has_days=day is not None):
            reading.notes.append(f"{place}: a total, passed over")
            continue
        heads = _named(sheet.rows[found.row], row)
        reading.lines.append(
            _line(place, said, heads, period=period, month_first=month_first, currency=found.currency or currency)
        )


def _is_total(row: Sequence[str], said: Mapping[str, str], *, has_days: bool) -> bool:
    """Whether the row's first cell with a text says so, and no call beside it: by name and reference, or one and a day.

    A name that is nothing but such a word is none; nor is, where no column tells days, one that begins with it.
    """
    label = next(cell.strip() for cell in row if cell.strip())[:LONGEST_LABEL]
    words = " ".join(word for word in folding.words(label) if not word.isdigit())
    sums = _TOTAL.match(words)
    if sums is None:
        return False
    named = {said[name][:LONGEST_LABEL] for name in ("expert_name", "reference") if name in said}
    if sums.end() == len(words) or not has_days:
        named -= {label}
    return len(named) < (1 if "call_date" in said or not has_days else 2)


def _line(
    place: str,
    said: Mapping[str, str],
    cells: Mapping[str, str],
    *,
    period: tuple[dt.date, dt.date],
    month_first: bool | None,
    currency: str | None,
) -> Line:
    amount = said.get("amount", "")
    code = money.currency(said.get("currency", "")) or money.currency(amount) or currency
    exact, rate = _number(amount), _number(said.get("rate", ""))
    minor = _minor(exact, code)
    return Line(
        place=place,
        cells=cells,
        call_date=_date(said.get("call_date", ""), period=period, month_first=month_first),
        expert_name=said.get("expert_name"),
        client_contact=said.get("client_contact"),
        reference=said.get("reference"),
        minutes=_minutes(said),
        units=_units(said.get("units", "")),
        rate_minor=_minor(rate, code),
        amount_minor=-minor if minor is not None and _CREDIT.match(amount) else minor,
        currency=code,
        fault=_fault(said, amount, exact, code),
    )


def _fault(said: Mapping[str, str], amount: str, exact: Decimal | None, code: str | None) -> str | None:
    if not said.keys() & {"expert_name", "reference"} and not _CREDIT.match(amount):
        return "It names neither an expert nor a reference."
    if exact is None or _BROKEN.search(amount):
        return f"'{amount}' is no amount." if amount else "It has no amount."
    if code is None:
        return "It names no currency."
    return "The amount is too large." if _minor(exact, code) is None else None


def _named(headings: Sequence[str], row: Sequence[str]) -> dict[str, str]:
    """The row as it stands, each cell under its heading."""
    pairs = zip(headings, row, strict=False)
    return {
        head.strip()[: columns.LONGEST]: cell[:LONGEST_CELL] for head, cell in pairs if head.strip() and cell.strip()
    }


def _number(text: str) -> Decimal | None:
    if _EXACT.fullmatch(text.strip()):
        try:
            return abs(Decimal(text.strip()))
        except InvalidOperation:
            return None
    return money.number(text)


def _minor(amount: Decimal | None, code: str | None) -> int | None:
    if amount is None or code is None or amount > INT_MAX:
        return None
    minor = prices.rounded(amount * minor_units(code))
    return minor if minor is not None and minor <= INT_MAX else None


def _units(text: str) -> Decimal | None:
    found = _number(text)
    return found if found is not None and found <= MOST_UNITS else None


def _minutes(said: Mapping[str, str]) -> int | None:
    for name, factor in (("minutes", 1), ("hours", 60), ("billed_minutes", 1)):
        found = next(_lengths(said.get(name, ""), factor), None)
        if found is not None:
            return found
    return None


def _lengths(text: str, factor: int) -> Iterator[int]:
    """Whole minutes of "45", "0:45", "45 min", "1 h 15 min" or, in a column of hours, "0.75"."""
    if clock := _CLOCK.match(text):
        yield int(clock[1]) * 60 + int(clock[2])
    elif _EXACT.fullmatch(text):
        yield from _possible(abs(Decimal(text)) * factor)
    elif (spoken := _SPOKEN.match(text)) and (spoken[1] or spoken[2]):
        yield from _possible(Decimal((spoken[1] or "0").replace(",", ".")) * 60 + Decimal(spoken[2] or 0))


def _possible(minutes: Decimal) -> Iterator[int]:
    if minutes <= INT_MAX:
        yield round(minutes)


def _date(text: str, *, period: tuple[dt.date, dt.date], month_first: bool | None) -> dt.date | None:
    """The day named; one that can be read in two ways is the one within the invoice's period."""
    begin, end = period
    orders = (month_first,) if month_first is not None else (None, False, True)
    found = [day for order in orders for days in dates.find(text, today=end, month_first=order) for day in days.dates]
    near = [day for day in found if begin - SLACK <= day <= end + SLACK]
    return next(iter(near or found), None) if len(set(near or found)) == 1 else None
