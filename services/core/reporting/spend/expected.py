"""Where a campaign's forecast is expected to fall: parts by vendor and ISO week that add up to the whole.

Pure. The forecast is calls still needed at the price of a call, so all of it is per call. It goes to vendors by the
people of theirs who can still be called, and of each vendor evenly over the weeks from now to the campaign's target
day. Each split is in whole minor units by largest remainder (Hamilton's method): nothing is lost to rounding.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

WEEK = dt.timedelta(weeks=1)
MOST_WEEKS = 53
"""Nobody plans calls by the week beyond a year: what is wanted for a day farther off is expected within it."""


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor with its people who can still be called (`open`), and those who are booked or called (`held`)."""

    vendor_platform_id: UUID
    vendor: str
    open: int
    held: int


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week by its Monday, and the instant in it from which calls can still be held."""

    starts_on: dt.date
    instant: dt.datetime


@dataclass(frozen=True, slots=True)
class Part:
    """Minor units expected of a vendor in a week, for a kind of fee."""

    amount_minor: int
    vendor_platform_id: UUID
    vendor: str
    starts_on: dt.date
    week: str
    instant: dt.datetime
    fee_type: str = "per_call"


def parts(total: int, vendors: Sequence[Vendor], weeks: Sequence[Week]) -> Iterator[Part]:
    """The total by vendor and week; no part of nothing."""
    for vendor, share in zip(vendors, split(total, weights(vendors)), strict=True):
        for week, amount in zip(weeks, split(share, [1] * len(weeks)), strict=True):
            if amount:
                name = f"{week.starts_on:%G-W%V}"
                yield Part(amount, vendor.vendor_platform_id, vendor.vendor, week.starts_on, name, week.instant)


def weights(vendors: Sequence[Vendor]) -> list[int]:
    """By whom calls can still be had, else by whom they were; all alike where neither tells them apart."""
    for known in ([each.open for each in vendors], [each.held for each in vendors]):
        if any(known):
            return known
    return [1] * len(vendors)


def split(total: int, shares: Sequence[int]) -> list[int]:
    """Whole numbers in proportion to the shares that add up to the total; the largest remainders get what is left."""
    whole = sum(shares)
    found = [total * share // whole for share in shares]
    by_remainder = sorted(range(len(shares)), key=lambda n: -(total * shares[n] % whole))
    for number in by_remainder[: total - sum(found)]:
        found[number] += 1
    return found


def weeks(now: dt.datetime, *, begins_on: dt.date, ends_on: dt.date, timezone: str) -> list[Week]:
    """The weeks in which calls can still be held in time, of a year at most; this one where the target day is past."""
    zone = ZoneInfo(timezone)
    first = max(now.astimezone(zone).date(), begins_on)
    last = max(first, ends_on)
    monday = first - dt.timedelta(days=first.weekday())
    mondays = [monday + WEEK * number for number in range(min((last - monday).days // 7 + 1, MOST_WEEKS))]
    return [Week(day, max(now, dt.datetime.combine(max(day, first), dt.time(), zone))) for day in mondays]
