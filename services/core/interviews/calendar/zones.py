"""Time zones as iCalendar says them: a VTIMEZONE with every change of the clocks in the years it is used for.

Pure. A change is given in the wall time that ends with it, as RFC 5545 section 3.6.5 asks.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from icalendar import Component, Timezone, TimezoneDaylight, TimezoneStandard

FIRST_YEAR = 2000
"""Zones are told from here on: readers know a zone again by what its clocks did in years gone by."""
DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Clock:
    """What a zone's clocks show: their distance from UTC, its abbreviation, and whether that is daylight saving."""

    offset: timedelta
    name: str
    is_daylight: bool


@lru_cache(256)
def component(tzid: str, first_year: int, last_year: int) -> Component:
    """The VTIMEZONE of an IANA zone, true from the beginning of one year, or of 2000, to the end of another."""
    zone = ZoneInfo(tzid)
    begin = datetime(min(first_year, FIRST_YEAR) - 1, 12, 31, tzinfo=UTC)
    first = _clock(zone, begin)
    onsets: dict[tuple[Clock, Clock], list[datetime]] = {(first, first): [_wall(begin, first)]}
    before = first
    for change in changes(zone, begin, datetime(last_year + 1, 1, 2, tzinfo=UTC)):
        after = _clock(zone, change)
        onsets.setdefault((before, after), []).append(_wall(change, before))
        before = after
    built = Timezone()
    built.add("tzid", tzid)
    for (old, new), walls in onsets.items():
        built.add_component(_observance(old, new, walls))
    return built


def changes(zone: ZoneInfo, begin: datetime, end: datetime) -> Iterator[datetime]:
    """The instants between two others, to the second, from which the zone's clocks show something else."""
    days = [begin + DAY * number for number in range((end - begin).days + 1)]
    for early, late in pairwise(days):
        if _clock(zone, early) != _clock(zone, late):
            yield _change_between(zone, early, late)


def _change_between(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    before = _clock(zone, early)
    while late - early > SECOND:
        middle = early + (late - early) // 2
        middle -= timedelta(microseconds=middle.microsecond)
        early, late = (middle, late) if _clock(zone, middle) == before else (early, middle)
    return late


def _clock(zone: ZoneInfo, instant: datetime) -> Clock:
    there = instant.astimezone(zone)
    return Clock(there.utcoffset() or timedelta(), there.tzname() or "", bool(there.dst()))


def _wall(instant: datetime, clock: Clock) -> datetime:
    return (instant + clock.offset).replace(tzinfo=None)


def _observance(before: Clock, after: Clock, onsets: list[datetime]) -> Component:
    built = TimezoneDaylight() if after.is_daylight else TimezoneStandard()
    built.add("dtstart", onsets[0])
    for onset in onsets[1:]:
        built.add("rdate", onset)
    built.add("tzoffsetfrom", before.offset)
    built.add("tzoffsetto", after.offset)
    built.add("tzname", after.name)
    return built
