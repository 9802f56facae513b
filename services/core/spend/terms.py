"""What a call costs by what was agreed: the offer's own terms, else the vendor's card, else its reference range.

Pure arithmetic: money stays exact here, and is rounded once by who writes it down.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.core.spend import prices
from services.core.spend.prices import Basis, Quote
from shared.money import minor_units

HUNDRED = Decimal(100)
HOUR = dt.timedelta(hours=1)
PRICE = (
    "amount_minor",
    "unit",
    "currency",
    "minimum_minutes",
    "increment_minutes",
    "free_minutes",
    "credit_value_minor",
)
"""The members of a price, as offers and cards name them."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A call cancelled less than `notice_hours` before its start costs `percent` of its price."""

    notice_hours: int
    percent: int


@dataclass(frozen=True, slots=True)
class Card:
    """A vendor's rate card: the price of a call, and what one that did not take place costs."""

    quote: Quote
    id: UUID | None = None
    version: int | None = None
    cancellation: Sequence[Notice] = ()
    no_show: Mapping[str, int] | None = None
    """Percent of the price by whose fault it was: `expert`, `client`."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a call is charged by, and what that rests on; no quote when nobody knows a price."""

    basis: Basis
    quote: Quote | None = None
    card: Card | None = None


def quote_of(given: Mapping[str, Any], *, prefix: str = "") -> Quote | None:
    """The price a row states under these names, or None when it states none."""
    stated = {name: given[prefix + name] for name in PRICE}
    return None if stated["amount_minor"] is None or stated["unit"] is None else Quote(**stated)


def reference_of(low: int | None, high: int | None) -> tuple[int, int] | None:
    """A vendor's reference range, whole US dollars a call, if both its ends are known."""
    return None if low is None or high is None else (low, high)


def agreed(offer: Quote | None, *, card: Card | None, reference_usd: tuple[int, int] | None) -> Agreed:
    """The offer's own price, what it leaves unsaid filled from the card; else the card's; else the reference's middle.

    `reference_usd` is a range in whole US dollars a call.
    """
    if offer is not None and _is_chargeable(quoted := _filled(offer, card)):
        return Agreed("quoted", quoted, card)
    if card is not None and _is_chargeable(card.quote):
        return Agreed("card", card.quote, card)
    if reference_usd is not None:
        middle = sum(reference_usd) * minor_units("USD") // 2
        return Agreed("reference", Quote(middle, "call", "USD"), card)
    return Agreed("unknown", None, card)


def price(terms: Agreed, *, minutes: int, poor: bool = False, percent: int = 100) -> Decimal | None:
    """Minor units of the quote's own currency, unrounded; None when no price is known."""
    charged = None if terms.quote is None else prices.charge(terms.quote, minutes=minutes, poor=poor)
    return None if charged is None else charged * percent / HUNDRED


def cancellation_percent(card: Card | None, *, notice: dt.timedelta) -> int:
    """The share of the price that a cancellation this long before the start costs; 0 where none was agreed."""
    due = [term for term in (card.cancellation if card else ()) if notice < term.notice_hours * HOUR]
    return min(due, key=lambda term: term.notice_hours).percent if due else 0


def no_show_percent(card: Card | None, *, fault: str) -> int:
    """The share of the price that a missed call costs, by whose fault it was; 0 where none was agreed."""
    return (card.no_show or {}).get(fault, 0) if card else 0


def _filled(offer: Quote, card: Card | None) -> Quote:
    if card is None:
        return offer
    given = card.quote
    filled = replace(
        offer,
        minimum_minutes=_first(offer.minimum_minutes, given.minimum_minutes),
        increment_minutes=_first(offer.increment_minutes, given.increment_minutes),
        free_minutes=_first(offer.free_minutes, given.free_minutes),
    )
    if offer.unit != "credit" or offer.credit_value_minor is not None:
        return filled
    return replace(filled, credit_value_minor=given.credit_value_minor, currency=given.currency)


def _is_chargeable(quote: Quote) -> bool:
    return quote.currency is not None and (quote.unit != "credit" or quote.credit_value_minor is not None)


def _first(own: int | None, other: int | None) -> int | None:
    return other if own is None else own
