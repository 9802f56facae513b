"""What an offer costs: quotes of every unit made comparable, in one currency, rounded once at the end.

Pure arithmetic. Terms as the trade uses them: a minimum, then steps; a poor call within the free period costs nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from shared.money import minor_units

HOUR = 60
HUNDREDTHS = Decimal(100)

Basis = Literal["quoted", "card", "reference", "unknown"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A vendor's price: integer minor units of `currency` for one `unit`, and its terms in minutes.

    Of credits, `amount_minor` is hundredths of a credit per hour and `credit_value_minor` what one credit costs.
    """

    amount_minor: int
    unit: str
    currency: str | None = None
    minimum_minutes: int | None = None
    increment_minutes: int | None = None
    free_minutes: int | None = None
    credit_value_minor: int | None = None


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call of the asked length costs, in minor units of the asked currency, and what that figure rests on."""

    amount_minor: int | None
    basis: Basis
    low_minor: int | None = None
    high_minor: int | None = None


def billed_minutes(minutes: int, *, minimum: int | None, increment: int | None) -> int:
    """Minutes charged: at least the minimum, else the length rounded up to the step."""
    step = increment or 1
    return max(minimum or 0, -(-minutes // step) * step)


def charge(quote: Quote, *, minutes: int, poor: bool = False) -> Decimal | None:
    """Minor units of the quote's own currency for a call; None for credits of unknown value.

    A `poor` call that ends within the free period costs nothing.
    """
    if poor and quote.free_minutes is not None and minutes <= quote.free_minutes:
        return Decimal(0)
    billed = Decimal(billed_minutes(minutes, minimum=quote.minimum_minutes, increment=quote.increment_minutes))
    amount = Decimal(quote.amount_minor)
    if quote.unit == "call":
        return amount
    if quote.unit == "minute":
        return amount * billed
    if quote.unit == "hour":
        return amount * billed / HOUR
    if quote.credit_value_minor is None:
        return None
    return amount / HUNDREDTHS * quote.credit_value_minor * billed / HOUR


def convert(amount: Decimal, *, source: str, target: str, usd: Mapping[str, Decimal]) -> Decimal | None:
    """Minor units of another currency by the dollar value of one unit of each; None when a rate is missing."""
    if source == target:
        return amount
    if source not in usd or target not in usd:
        return None
    return amount / minor_units(source) * usd[source] / usd[target] * minor_units(target)


def rounded(amount: Decimal | None) -> int | None:
    """Whole minor units, halves up."""
    return None if amount is None else int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def cost_of(
    quote: Quote | None,
    *,
    reference_usd: tuple[int, int] | None,
    minutes: int,
    currency: str,
    usd: Mapping[str, Decimal],
    basis: Basis = "quoted",
) -> Cost:
    """The cost of a call by a quote of this `basis`; without a usable one the midpoint of the vendor's reference range
    (whole USD a call).
    """
    if quote is not None and (amount := charge(quote, minutes=minutes)) is not None and quote.currency is not None:
        converted = rounded(convert(amount, source=quote.currency, target=currency, usd=usd))
        if converted is not None:
            return Cost(converted, basis)
    if reference_usd is None:
        return Cost(None, "unknown")
    low, high = (
        convert(Decimal(bound) * minor_units("USD"), source="USD", target=currency, usd=usd) for bound in reference_usd
    )
    if low is None or high is None:
        return Cost(None, "unknown")
    return Cost(rounded((low + high) / 2), "reference", rounded(low), rounded(high))
