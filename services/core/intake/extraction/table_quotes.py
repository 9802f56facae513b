"""Reads a row's price from its cell with what headings, neighbouring columns and notes add. Invents no currency."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from services.core.intake.extraction import columns, values
from services.core.intake.proposals import Price, PriceUnit

_ABOUT_MONEY = re.compile(r"\b(?:rate|price|fee|cost|quote|honorar|preis|tarif)\w*|\ball in\b|stundens", re.IGNORECASE)
_MINUTES = re.compile(r"\d{1,3}(?:[.,]\d)?")
_HOURS = re.compile(r"\b(?:h|hr|hrs|hour|hours|stunden?)\b", re.IGNORECASE)
_LONGEST_CALL = 240


@dataclass(frozen=True, slots=True)
class Terms:
    """What a sheet says once for all its prices."""

    currency: str | None = None
    unit: PriceUnit | None = None
    billing: Price = field(default_factory=lambda: Price())
    credit_value_minor: int | None = None
    credit_currency: str | None = None


def terms(notes: Sequence[str]) -> Terms:
    """The terms that the notes around a table state."""
    money = [note for note in notes if _ABOUT_MONEY.search(note)]
    stated: Price = {}
    for note in notes:
        stated |= values.terms(note)
    return Terms(
        currency=next(filter(None, map(columns.currency, money)), None),
        unit=next(filter(None, map(columns.unit, money)), None),
        billing=_billing_of(stated),
        credit_value_minor=stated.get("credit_value_minor"),
        credit_currency=stated.get("currency"),
    )


def quote(
    cell: str, *, currency: str | None, unit: PriceUnit | None, minimum: str, increment: str, terms: Terms
) -> Price | None:
    """The price a cell states; what it leaves open comes from its columns and then from the sheet's terms.

    `minimum` and `increment` are the cells of the columns so named. None when the cell holds no readable price.
    """
    unit = unit or terms.unit
    if unit == "credit" and not re.search("credit", cell, re.IGNORECASE) and not values.currency(cell):
        cell = f"{cell} credits"
    found = _price(cell, currency, unit)
    if found is None:
        return None
    whole: Price = {**terms.billing, **_columns(minimum, increment), **found}
    if found.get("unit") == "credit" and "credit_value_minor" not in found and terms.credit_value_minor:
        whole["credit_value_minor"] = terms.credit_value_minor
        whole["currency"] = terms.credit_currency or ""
    return whole


@lru_cache(maxsize=4096)
def _price(cell: str, currency: str | None, unit: PriceUnit | None) -> Price | None:
    return values.price(cell, currency_hint=currency, unit_hint=unit)


def _billing_of(price: Price) -> Price:
    billing: Price = {}
    if "minimum_minutes" in price:
        billing["minimum_minutes"] = price["minimum_minutes"]
    if "increment_minutes" in price:
        billing["increment_minutes"] = price["increment_minutes"]
    if "free_minutes" in price:
        billing["free_minutes"] = price["free_minutes"]
    return billing


def _columns(minimum: str, increment: str) -> Price:
    billing: Price = {}
    if (minutes := _minutes(minimum)) is not None:
        billing["minimum_minutes"] = minutes
    if (minutes := _minutes(increment)) is not None:
        billing["increment_minutes"] = minutes
    return billing


def _minutes(cell: str) -> int | None:
    """Minutes of a call; a bare number is minutes, "1 hour" is 60."""
    found = _MINUTES.search(cell)
    if not found:
        return None
    count = float(found.group().replace(",", "."))
    minutes = round(count * 60 if _HOURS.search(cell) else count)
    return minutes if 0 < minutes <= _LONGEST_CALL else None
