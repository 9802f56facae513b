"""What stands in an entry of the ledger: the price of a call or a fee, in the vendor's and the campaign's currency.

Pure arithmetic; amounts are rounded once, each from the exact price.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.core.spend import prices, terms
from services.core.spend.prices import Quote
from services.core.spend.terms import Agreed


@dataclass(frozen=True, slots=True)
class Figures:
    """The money of an entry. `basis` says what it rests on, `rates` by which dollars it was converted.

    `amount_minor` is None where no price is known, `campaign_amount_minor` also where a rate is missing.
    """

    amount_minor: int | None
    currency: str | None
    campaign_amount_minor: int | None
    rate_date: dt.date
    rate_card_id: UUID | None = None
    basis: dict[str, Any] = field(default_factory=dict)

    def is_of(self, *, amount_minor: int | None, currency: str | None, basis: Mapping[str, Any]) -> bool:
        """Whether an entry says the same, at whatever day's exchange rates."""
        told = {name: value for name, value in basis.items() if name != "rates"}
        own = {name: value for name, value in self.basis.items() if name != "rates"}
        return (self.amount_minor, self.currency, own) == (amount_minor, currency, told)


@dataclass(frozen=True, slots=True)
class Exchange:
    """Dollars per unit of each currency as of a day, and the campaign's currency."""

    target: str
    on: dt.date
    usd: Mapping[str, Decimal]

    def convert(self, amount: Decimal | None, source: str | None) -> int | None:
        """Whole minor units of the campaign's currency; None when amount or rate is unknown."""
        if amount is None or source is None:
            return None
        return prices.rounded(prices.convert(amount, source=source, target=self.target, usd=self.usd))

    def told(self, source: str | None) -> dict[str, str]:
        """The rates a conversion used."""
        used = {source, self.target} if source not in (None, self.target) else set()
        return {name: f"{self.usd[name].normalize():f}" for name in sorted(filter(None, used)) if name in self.usd}


def figures(agreed: Agreed, exchange: Exchange, *, minutes: int, poor: bool = False, percent: int = 100) -> Figures:
    """A call of this length, or the share of its price that is due though it did not take place."""
    exact = terms.price(agreed, minutes=minutes, poor=poor, percent=percent)
    currency = agreed.quote.currency if agreed.quote else None
    basis: dict[str, Any] = {"price": agreed.basis, "minutes": minutes, "poor": poor, "percent": percent}
    if agreed.quote is not None:
        basis["billed_minutes"] = _billed(agreed.quote, minutes)
        basis["quote"] = _told(agreed.quote)
    if agreed.card is not None:
        basis["rate_card_version"] = agreed.card.version
    if rates := exchange.told(currency):
        basis["rates"] = rates
    return Figures(
        amount_minor=prices.rounded(exact),
        currency=currency,
        campaign_amount_minor=exchange.convert(exact, currency),
        rate_date=exchange.on,
        rate_card_id=agreed.card.id if agreed.card else None,
        basis=basis,
    )


def stated(amount_minor: int, currency: str, exchange: Exchange, *, price: str) -> Figures:
    """An amount as somebody states it: a vendor's fee, or what an invoice says."""
    basis: dict[str, Any] = {"price": price}
    if rates := exchange.told(currency):
        basis["rates"] = rates
    converted = exchange.convert(Decimal(amount_minor), currency)
    return Figures(amount_minor, currency, converted, exchange.on, basis=basis)


def _billed(quote: Quote, minutes: int) -> int:
    return prices.billed_minutes(minutes, minimum=quote.minimum_minutes, increment=quote.increment_minutes)


def _told(quote: Quote) -> dict[str, Any]:
    names = ("amount_minor", "unit", "currency", "minimum_minutes", "increment_minutes", "free_minutes")
    told = {name: getattr(quote, name) for name in (*names, "credit_value_minor")}
    return {name: value for name, value in told.items() if value is not None}
