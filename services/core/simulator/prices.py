"""Truth's own arithmetic of what a call costs and what is owed for one that was not held.

Written apart from what the product computes, so that each can be held against the other. Integer minor units, rounded
once at the end, halves up.
"""

from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any


@dataclass(frozen=True, slots=True)
class Terms:
    """How a vendor bills: a quote's unit and currency, minutes of minimum, step and free period for a poor call.

    `credit_minor` is what one credit costs; `notice` the (hours, percent) owed for a cancellation with less notice;
    `no_show` the percent owed when the client does not come. Whole percent of the price of the booked length.
    """

    unit: str
    currency: str
    minimum: int
    step: int
    free: int = 0
    credit_minor: int | None = None
    notice: tuple[tuple[int, int], ...] = ((2, 100), (24, 50))
    no_show: int = 100

    def card(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)


def billed(terms: Terms, minutes: int) -> int:
    """The minutes charged for a call that lasted so many."""
    return minutes if terms.unit == "call" else max(terms.minimum, -(-minutes // terms.step) * terms.step)


def price(terms: Terms, amount_minor: int, minutes: int, *, poor: bool = False) -> Decimal:
    """What a call of so many minutes costs, in minor units of the terms' currency, not yet rounded.

    `amount_minor` is for one unit; of credits, hundredths of a credit per hour.
    """
    if poor and minutes <= terms.free:
        return Decimal(0)
    amount, charged = Decimal(amount_minor), billed(terms, minutes)
    if terms.unit == "call":
        return amount
    if terms.unit == "minute":
        return amount * charged
    hourly = amount if terms.credit_minor is None else amount * terms.credit_minor / 100
    return hourly * charged / 60


def owed_for_cancelling(terms: Terms, booked: Decimal, *, notice_hours: float, fault: str) -> Decimal:
    """What is owed of the booked price when a call is called off with so much notice; nothing if the client did not."""
    if fault != "client":
        return Decimal(0)
    percent = next((share for hours, share in sorted(terms.notice) if notice_hours < hours), 0)
    return booked * percent / 100


def owed_for_no_show(terms: Terms, booked: Decimal, *, fault: str) -> Decimal:
    """What is owed of the booked price when somebody did not come."""
    return booked * terms.no_show / 100 if fault == "client" else Decimal(0)


def rounded(amount: Decimal) -> int:
    """Whole minor units."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
