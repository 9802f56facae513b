"""What a campaign will have cost in the end: the calls still to be booked at the price of a call.

Pure arithmetic, in minor units of the campaign's currency.
"""

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from services.core.spend import prices

Basis = Literal["own_calls", "offers", "unknown"]


@dataclass(frozen=True, slots=True)
class Range:
    """What is expected, between what is little and what is much."""

    expected: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Calls wanted of one kind, and how many of that kind are done or booked."""

    min_calls: int | None
    max_calls: int | None
    held: int


@dataclass(frozen=True, slots=True)
class Price:
    """What a call costs, and of how many calls or offers that is told."""

    basis: Basis
    n: int = 0
    range: Range | None = None


def calls_needed(campaign: Cell, cells: Sequence[Cell] = ()) -> Range:
    """Calls still to be booked: to the maximum at most, to the minimum at least, to the middle of both expected.

    Counted cell by cell where cells are wanted, and then kept within what the campaign wants as a whole.
    """
    wanted = cells or [campaign]
    return Range(
        expected=_within(campaign, sum(_missing(_middle(cell), cell) for cell in wanted)),
        low=_within(campaign, sum(_missing(_first(cell.min_calls, cell.max_calls), cell) for cell in wanted)),
        high=_within(campaign, sum(_missing(_first(cell.max_calls, cell.min_calls), cell) for cell in wanted)),
    )


def price_of_a_call(own: Sequence[int], offers: Sequence[int]) -> Price:
    """The mean of the campaign's own calls, else the median of what is offered; quartiles below and above."""
    if own:
        expected = prices.rounded(Decimal(sum(own)) / len(own)) or 0
        return Price("own_calls", len(own), _between(expected, own))
    if offers:
        expected = prices.rounded(Decimal(statistics.median(offers))) or 0
        return Price("offers", len(offers), _between(expected, offers))
    return Price("unknown")


def total(spent: int, needed: Range, price: Price) -> Range | None:
    """What is spent and committed with what is still needed; unknown where calls are needed at no known price."""
    if needed.high == 0:
        return Range(spent, spent, spent)
    if price.range is None:
        return None
    return Range(
        expected=spent + needed.expected * price.range.expected,
        low=spent + needed.low * price.range.low,
        high=spent + needed.high * price.range.high,
    )


def _between(expected: int, amounts: Sequence[int]) -> Range:
    if len(amounts) == 1:
        return Range(expected, expected, expected)
    low, _, high = statistics.quantiles(amounts, n=4, method="inclusive")
    return Range(expected, min(math.floor(low), expected), max(math.ceil(high), expected))


def _middle(cell: Cell) -> int:
    low, high = _first(cell.min_calls, cell.max_calls), _first(cell.max_calls, cell.min_calls)
    return math.ceil((low + high) / 2)


def _within(campaign: Cell, calls: int) -> int:
    """No fewer than lack to the campaign's minimum, and no more than there is room for below its maximum."""
    least = max(calls, _missing(campaign.min_calls or 0, campaign))
    return least if campaign.max_calls is None else min(least, _missing(campaign.max_calls, campaign))


def _missing(wanted: int, cell: Cell) -> int:
    return max(wanted - cell.held, 0)


def _first(own: int | None, other: int | None) -> int:
    return own if own is not None else other or 0
