"""When people work, on their own clocks: wall times of a zone as instants, right when the clocks change."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

DAY = dt.timedelta(days=1)
MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of time in UTC, its end not included."""

    start: dt.datetime
    end: dt.datetime

    def overlaps(self, other: "Span") -> bool:
        """Whether they share any moment."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Hours:
    """The days (ISO: 1 is Monday) and wall times between which somebody works; they end on the day they begin."""

    days: frozenset[int]
    start: dt.time
    end: dt.time


def days_of(zone: ZoneInfo, first: dt.date, last: dt.date) -> Span:
    """From the first moment of one local day to the last of another."""
    return Span(_midnight(zone, first), _midnight(zone, last + DAY))


def off_hours(zone: ZoneInfo, hours: Hours, within: Span) -> Iterator[Span]:
    """When somebody does not work, in order and disjoint, over all of `within` and at most a day beyond it."""
    first = within.start.astimezone(zone).date() - DAY
    free_from = _midnight(zone, first)
    last = within.end.astimezone(zone).date() + DAY
    while first <= last:
        for work in _work_of(zone, hours, first):
            if free_from < work.start:
                yield Span(free_from, work.start)
            free_from = work.end
        first += DAY
    yield Span(free_from, _midnight(zone, last + DAY))


def _work_of(zone: ZoneInfo, hours: Hours, day: dt.date) -> Iterator[Span]:
    """The working times of one local day: two when the clocks change within them."""
    if day.isoweekday() not in hours.days:
        return
    for part in _parts(zone, days_of(zone, day, day)):
        offset = part.start.astimezone(zone).utcoffset() or dt.timedelta()
        start = max(dt.datetime.combine(day, hours.start, dt.UTC) - offset, part.start)
        end = min(dt.datetime.combine(day, hours.end, dt.UTC) - offset, part.end)
        if start < end:
            yield Span(start, end)


def _parts(zone: ZoneInfo, day: Span) -> list[Span]:
    """The day cut where its offset from UTC changes; clocks change at most once a day and on a whole minute."""
    before = day.start.astimezone(zone).utcoffset()
    if (day.end - MINUTE).astimezone(zone).utcoffset() == before:
        return [day]
    unchanged, changed = 0, int((day.end - day.start) / MINUTE) - 1
    while changed - unchanged > 1:
        middle = (unchanged + changed) // 2
        if (day.start + middle * MINUTE).astimezone(zone).utcoffset() == before:
            unchanged = middle
        else:
            changed = middle
    change = day.start + changed * MINUTE
    return [Span(day.start, change), Span(change, day.end)]


def _midnight(zone: ZoneInfo, day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC)
