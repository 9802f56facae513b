"""What the columns of a vendor's invoice hold, by headings as vendors write them. Reads headings, never values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.core.intake.extraction.values import money
from services.core.matching import folding

SYNONYMS: Mapping[str, str] = {
    "call_date": "call date, date, date of call, consultation date, date of consultation, interview date, meeting date,"
    " engagement date, service date, date of service, session date, completed on, call day, datum, date de l appel",
    "expert_name": "expert, expert name, advisor, advisor name, adviser, adviser name, consultant, consultant name,"
    " specialist, specialist name, council member, network member, member name, name of expert, name, experte",
    "client_contact": "client contact, client, client name, client user, requested by, requester, requestor, booked by,"
    " analyst, user, contact, attendee, team member, ansprechpartner",
    "minutes": "duration, duration min, duration mins, duration minutes, duration in minutes, minutes, mins, min,"
    " call length, length, length min, call duration, call duration min, call minutes, actual minutes, time min, dauer",
    "hours": "hours, hrs, duration hours, duration hrs, duration h, call hours, stunden",
    "billed_minutes": "billed minutes, billable minutes, charged minutes, billed min, minutes billed, minutes charged",
    "units": "units, units used, units charged, credits, credits used, credits charged, tokens, quantity, qty",
    "rate": "rate, hourly rate, rate per hour, rate hour, rate h, price per hour, unit price, price per unit,"
    " price per credit, credit price, call rate, stundensatz",
    "amount": "amount, total, total amount, amount due, line total, net amount, net, fee, call fee, charge, charges,"
    " cost, total cost, total fee, price, billed amount, amount billed, betrag",
    "currency": "currency, ccy, cur, currency code, wahrung, devise",
    "reference": "reference, ref, reference no, reference number, ref no, call id, call ref, call reference,"
    " booking id, booking ref, consultation id, interview id, engagement id, project call id, order no,"
    " our reference, id",
}
FIELDS: Mapping[str, str] = {
    heading: name for name, headings in SYNONYMS.items() for heading in re.split(r",\s*", headings)
}
DEEPEST = 30
"""Rows in which the headings are looked for: above them stand address, number and terms."""
LONGEST = 255
"""Characters of a heading that are read."""
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Layout:
    """Which row holds the headings, which column is what, and the currency that its heading names."""

    row: int
    columns: Mapping[str, int] = field(default_factory=dict)
    currency: str | None = None


def layout(rows: Sequence[Sequence[str]]) -> Layout | None:
    """The row whose headings make an invoice of calls: an amount, and a name or a reference. None where none does."""
    found = [_read(number, row) for number, row in enumerate(rows[:DEEPEST])]
    usable = [each for each in found if "amount" in each.columns and {"expert_name", "reference"} & each.columns.keys()]
    return max(usable, key=lambda each: len(each.columns), default=None)


def field_of(heading: str) -> str | None:
    """What a heading names; what stands in brackets counts only if the whole means nothing without it."""
    bare, whole = _plain(_ASIDE.sub(" ", heading)), _plain(heading)
    name = FIELDS.get(whole) or FIELDS.get(bare) or FIELDS.get(_plain(_without_currency(whole)))
    if name == "minutes" and re.search(r"\b(?:hours?|hrs?|h)\b", whole):
        return "hours"
    return name


def _read(number: int, row: Sequence[str]) -> Layout:
    columns: dict[str, int] = {}
    currency = None
    for column, heading in enumerate(row):
        name = field_of(heading.strip()[:LONGEST]) if heading.strip() else None
        if name is not None and name not in columns:
            columns[name] = column
            if name == "amount":
                currency = money.currency(heading)
    return Layout(number, columns, currency)


def _plain(text: str) -> str:
    return " ".join(folding.words(text))


def _without_currency(text: str) -> str:
    return " ".join(word for word in text.split() if money.currency(word) is None)
