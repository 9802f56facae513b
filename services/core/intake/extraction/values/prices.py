"""Reads quotes: amount, currency, unit, minimum, step, free minutes. Never invents a currency."""

from decimal import Decimal

from services.core.intake.proposals import Price, PriceUnit


def price(text: str, *, currency_hint: str | None = None, unit_hint: PriceUnit | None = None) -> Price | None:
    """The quote in `text`, or None when it holds no amount ("TBD", "upon request") or no currency is known.

    `currency_hint` (ISO 4217) and `unit_hint` serve amounts that name none, as in a column headed "Rate (EUR/h)".
    Without any unit the amount is per hour, the trade's habit. Of a range the upper end is taken: what the client
    may be billed. An amount "was" or "reduced from" is not the quote.
    """
    raise NotImplementedError


def currency(text: str) -> str | None:
    """The ISO 4217 code a text names by code, symbol or word ("Rate (EUR/h)" → EUR)."""
    raise NotImplementedError


def number(text: str) -> Decimal | None:
    """A number in English, German, Swiss or French writing: "1,150.00", "1.150,00", "1'150", "1 150,00", "1.2k"."""
    raise NotImplementedError
