"""How the report says figures, money and times in words a reader needs no legend for.

Pure. Amounts are shown in whole units of their currency; an unknown figure is a dash, never a nought.
"""

import datetime as dt
from collections.abc import Mapping
from zoneinfo import ZoneInfo

from services.core.reporting.coverage.schemas import CoverageCellOut
from services.core.reporting.figures import EstimateOut
from services.core.reporting.funnel.schemas import DroppedOut
from services.core.spend.budgets.schemas import ForecastOut
from shared.money import minor_units

UNKNOWN = "–"
SPACE = "\u00a0"
SHADES = 5
DAY_HOURS = 24


def number(value: float) -> str:
    """12,600."""
    return f"{value:,.0f}"


def money(minor: int | None, currency: str) -> str:
    """Whole units without the currency's name, which the heading says."""
    return UNKNOWN if minor is None else number(minor / minor_units(currency))


def major(minor: float, currency: str) -> str:
    """The same on an axis, short: 12.5k."""
    value = minor / minor_units(currency)
    if value >= 1_000_000:
        return f"{value / 1_000_000:g}M"
    return f"{value / 1000:g}k" if value >= 1000 else f"{value:g}"


def priced(minor: int | None, currency: str) -> str:
    """With the currency's name: USD 12,600."""
    return UNKNOWN if minor is None else f"{currency}{SPACE}{money(minor, currency)}"


def percent(found: EstimateOut) -> str:
    """67 %."""
    return UNKNOWN if found.value is None else f"{found.value * 100:.0f}{SPACE}%"


def bounds(found: EstimateOut) -> str:
    """(56–77), in percent."""
    if found.low is None or found.high is None:
        return ""
    return f"({found.low * 100:.0f}–{found.high * 100:.0f})"


def share(found: EstimateOut) -> str:
    """67 % (56–77)."""
    return f"{percent(found)} {bounds(found)}".rstrip()


def days(found: EstimateOut) -> str:
    """2.4 d; a stage that too few have left has no median."""
    return UNKNOWN if found.value is None else f"{found.value:.1f}{SPACE}d"


def hours(found: EstimateOut) -> str:
    """7 h, or days beyond three."""
    return UNKNOWN if found.value is None else _span(found.value)


def hour_bounds(found: EstimateOut) -> str:
    """(5–12), in hours; a bound the data do not reach is open."""
    if found.value is None or found.low is None:
        return ""
    return f"({found.low:.0f}–{found.high:.0f})" if found.high is not None else f"({found.low:.0f} or more)"


def _span(length: float) -> str:
    return f"{length:.1f}{SPACE}h" if length < 10 else f"{length:.0f}{SPACE}h"


def dropped(found: DroppedOut) -> str:
    """12 rejected, 3 declined."""
    said = [f"{count} {why}" for why, count in found.model_dump().items() if count]
    return ", ".join(said)


def words(text: str) -> str:
    """A stored word as people write it; names in capitals stay."""
    plain = text.replace("_", " ").replace(".", " ")
    return plain[:1].upper() + plain[1:]


def day(date: dt.date | str) -> str:
    """21 November 2026."""
    at = dt.date.fromisoformat(date) if isinstance(date, str) else date
    return f"{at.day} {at:%B %Y}"


def short_day(date: dt.date) -> str:
    """21 Nov."""
    return f"{date.day} {date:%b}"


def moment(instant: dt.datetime, zone: str) -> str:
    """Sat 21 Nov 2026, 14:05 CET: never without its zone."""
    at = instant.astimezone(ZoneInfo(zone))
    return f"{at:%a} {at.day} {at:%b %Y, %H:%M} {at:%Z}"


def target(cell: CoverageCellOut) -> str:
    """of 2–4; empty where no target is set."""
    if not cell.min_calls and cell.max_calls is None:
        return ""
    low, high = cell.min_calls or 0, cell.max_calls
    return f" of {low}+" if high is None else f" of {low}" if low == high else f" of {low}–{high}"


def heat(cell: CoverageCellOut) -> int:
    """The shade of a cell, 0 to 5: how full it is against its maximum (or minimum, or five people)."""
    full = cell.max_calls or cell.min_calls or SHADES
    return min(SHADES, -(-SHADES * cell.approved // full))


def forecast(found: ForecastOut) -> str:
    """What the campaign will have cost in the end, and what that rests on."""
    if found.total_minor is None or found.price_minor is None:
        return "No forecast: the price of a call is not known."
    basis = "done calls" if found.basis == "own_calls" else "standing offers"
    low, high = (money(each, found.currency) for each in (found.total_minor.low, found.total_minor.high))
    return (
        f"Forecast {priced(found.total_minor.expected, found.currency)} ({low}–{high}):"
        f" {found.calls_needed.expected} more calls at {priced(found.price_minor.expected, found.currency)}"
        f" (n = {found.price_n} {basis})."
    )


def plural(count: int, noun: str, plural_noun: str | None = None) -> str:
    """1 call, 2 calls."""
    return f"{number(count)} {noun if count == 1 else plural_noun or noun + 's'}"


FILTERS: Mapping[str, object] = {
    name: globals()[name]
    for name in (
        "number", "money", "major", "priced", "percent", "bounds", "share", "days", "hours", "hour_bounds", "dropped",
        "words", "day", "forecast", "short_day", "moment", "target", "heat",
    )
}  # fmt: skip
"""What templates call."""
