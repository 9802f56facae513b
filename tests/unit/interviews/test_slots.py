"""Times everybody can make: held against an oracle that looks at every minute on everybody's clock, and by example."""

import datetime as dt
import itertools
from collections.abc import Iterator
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from services.core.interviews.slots import constraints, finder, times
from services.core.interviews.slots.constraints import Blackout, Party
from services.core.interviews.slots.finder import Window, Wish
from services.core.interviews.slots.times import Hours, Span
from shared.errors import Problem

MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
ZONES = (
    "America/New_York",
    "America/Sao_Paulo",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Havana",
    "Africa/Cairo",
)
"""Among them: half an hour of daylight saving, and clocks that change at midnight."""
CHANGES = (dt.date(2026, 3, 7), dt.date(2026, 3, 28), dt.date(2026, 4, 4), dt.date(2026, 4, 23), dt.date(2026, 10, 31))
"""Days before the clocks change somewhere."""
WEEKDAYS = frozenset({1, 2, 3, 4, 5})
ANA, BEN = UUID(int=1), UUID(int=2)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).astimezone(dt.UTC)


def span(start: str, end: str) -> Span:
    return Span(at(start), at(end))


def wish(*windows: Span, parties: tuple[Party, ...] = (), within: Span | None = None, **more: object) -> Wish:
    around = within or Span(windows[0].start - 7 * DAY, windows[-1].end + 7 * DAY)
    given = {"fixed": (), "zone": ZoneInfo("UTC")} | more
    return Wish(tuple(Window(each, "offered") for each in windows), parties, within=around, **given)  # type: ignore[arg-type]


def member(zone: str = "UTC", start: int = 9, end: int = 18, **more: object) -> Party:
    hours = Hours(WEEKDAYS, dt.time(start), dt.time(end))
    return Party("member", ANA, "Ana", zone, hours, **more)  # type: ignore[arg-type]


def starts(found: finder.Found) -> list[str]:
    return [slot.span.start.strftime("%d %H:%M") for slot in found.slots]


def test_a_call_begins_as_the_window_opens_and_then_on_each_step_of_the_hour() -> None:
    found = finder.find(wish(span("2026-11-16T10:10Z", "2026-11-16T12:00Z")))
    assert starts(found) == ["16 10:10", "16 10:30", "16 11:00"]


def test_a_window_as_long_as_the_call_takes_it() -> None:
    assert starts(finder.find(wish(span("2026-11-16T10:10Z", "2026-11-16T11:10Z")))) == ["16 10:10"]


def test_the_soonest_day_comes_first_and_within_it_the_middle_of_the_day() -> None:
    windows = span("2026-11-16T09:00Z", "2026-11-16T18:00Z"), span("2026-11-17T13:00Z", "2026-11-17T14:00Z")
    found = finder.find(wish(*windows, parties=(member(),), step_minutes=60))
    assert starts(found)[:3] == ["16 13:00", "16 12:00", "16 14:00"]
    assert starts(found)[-1] == "17 13:00"


def test_a_member_works_on_their_own_clock_and_the_reason_says_which() -> None:
    found = finder.find(wish(span("2026-11-16T08:00Z", "2026-11-16T12:00Z"), parties=(member("America/Sao_Paulo"),)))
    assert found.slots == []
    [(block, count)] = found.verdicts[0].blocked
    assert (block.kind, count) == ("working_hours", 7)
    assert block.text == "Ana: outside 09:00-18:00 America/Sao_Paulo (Mon Tue Wed Thu Fri)"
    assert found.nearest_miss is not None
    assert found.nearest_miss.span.start == at("2026-11-16T08:00Z")


def test_the_nearest_miss_is_what_least_speaks_against() -> None:
    away = Blackout(dt.date(2026, 11, 16), dt.date(2026, 11, 16), "offsite")
    ben = Party("member", BEN, "Ben", "UTC", Hours(WEEKDAYS, dt.time(9), dt.time(18)), blackouts=(away,))
    windows = span("2026-11-16T07:00Z", "2026-11-16T08:00Z"), span("2026-11-16T13:00Z", "2026-11-16T14:00Z")
    found = finder.find(wish(*windows, parties=(ben,)))
    assert found.nearest_miss is not None
    assert found.nearest_miss.span.start == at("2026-11-16T13:00Z")
    assert [block.text for block in found.nearest_miss.blocks] == ["Ben: offsite on 2026-11-16 (UTC)"]


def test_a_window_that_cannot_hold_the_call_says_so() -> None:
    short, late = span("2026-11-16T10:00Z", "2026-11-16T10:30Z"), span("2026-12-16T10:00Z", "2026-12-16T12:00Z")
    found = finder.find(wish(short, late, within=span("2026-11-16T00:00Z", "2026-11-18T00:00Z")))
    assert [verdict.blocked[0][0].text for verdict in found.verdicts] == [
        "30 minutes, too short for a call of 60",
        "outside the range asked for",
    ]
    assert found.nearest_miss is None


def test_a_vendor_who_needs_a_day_is_given_one() -> None:
    lead = constraints.of_lead_time("GLG", 24, at("2026-11-16T10:00Z"))
    found = finder.find(wish(span("2026-11-17T09:00Z", "2026-11-17T12:00Z"), fixed=(lead,)))
    assert starts(found) == ["17 10:00", "17 10:30", "17 11:00"]
    assert found.verdicts[0].blocked[0][0].text == "GLG: needs 24 hours, so not before 2026-11-17 10:00 UTC"


def test_the_week_the_clocks_change_moves_the_working_day_by_an_hour() -> None:
    """New York changes on 2026-03-08, Berlin three weeks later."""
    windows = span("2026-03-06T12:00Z", "2026-03-06T16:00Z"), span("2026-03-09T12:00Z", "2026-03-09T16:00Z")
    found = finder.find(wish(*windows, parties=(member("America/New_York"),), step_minutes=60))
    assert sorted(starts(found)) == ["06 14:00", "06 15:00", "09 13:00", "09 14:00", "09 15:00"]


spans = some.builds(
    lambda day, start, minutes: Span(
        dt.datetime.combine(day, dt.time(), dt.UTC) + start * 5 * MINUTE,
        dt.datetime.combine(day, dt.time(), dt.UTC) + (start * 5 + minutes) * MINUTE,
    ),
    some.shared(some.sampled_from(CHANGES), key="day"),
    some.integers(0, 3 * 288),
    some.integers(15, 600),
)
times_of_day = some.builds(dt.time, some.integers(0, 23), some.sampled_from((0, 15, 30, 45)))
hours = some.builds(
    lambda days, one, other: Hours(days, min(one, other), max(one, other)),
    some.frozensets(some.integers(1, 7), min_size=4),
    times_of_day,
    times_of_day,
)
blackouts = some.builds(
    lambda day, after, days: Blackout(day + after * DAY, day + (after + days) * DAY, "away"),
    some.shared(some.sampled_from(CHANGES), key="day"),
    some.integers(0, 3),
    some.integers(0, 1),
)
parties = some.builds(
    Party,
    kind=some.just("member"),
    id=some.uuids(),
    name=some.just("Ana"),
    timezone=some.sampled_from(ZONES),
    hours=some.none() | hours,
    holds=some.lists(spans, max_size=1).map(tuple),
    blackouts=some.lists(blackouts, max_size=1).map(tuple),
)
wishes = some.builds(
    Wish,
    windows=some.lists(some.builds(Window, spans, some.just("offered")), min_size=1, max_size=3),
    parties=some.lists(parties, max_size=3),
    fixed=some.lists(spans.map(lambda each: constraints.of_lead_time("GLG", 1, each.start)), max_size=1),
    within=some.just(span("2026-03-01T00:00Z", "2026-11-30T00:00Z")) | spans,
    zone=some.sampled_from(ZONES).map(ZoneInfo),
    duration_minutes=some.sampled_from((15, 30, 60, 90)),
    step_minutes=some.sampled_from((5, 15, 30, 60)),
)


@given(wishes)
@settings(max_examples=300, deadline=None)
def test_exactly_the_times_are_found_in_which_no_minute_breaks_a_constraint(asked: Wish) -> None:
    found = finder.find(asked)
    assert {slot.span.start for slot in found.slots} == set(oracle(asked))
    assert len({slot.span.start for slot in found.slots}) == len(found.slots)
    assert bool(found.slots) != (found.nearest_miss is not None) or all(not v.tried for v in found.verdicts)


@given(some.sampled_from(ZONES), hours, some.sampled_from(CHANGES))
@settings(max_examples=200, deadline=None)
def test_off_hours_are_the_minutes_whose_clock_shows_no_working_time(zone: str, worked: Hours, day: dt.date) -> None:
    around = Span(dt.datetime.combine(day, dt.time(), dt.UTC), dt.datetime.combine(day + 2 * DAY, dt.time(), dt.UTC))
    off = list(times.off_hours(ZoneInfo(zone), worked, around))
    assert all(one.end < other.start for one, other in itertools.pairwise(off))
    for minute in minutes_of(around):
        assert any(each.start <= minute < each.end for each in off) != works(ZoneInfo(zone), worked, minute)


def oracle(asked: Wish) -> Iterator[dt.datetime]:
    """Every start there may be, minute by minute, and of each call every minute."""
    length = asked.duration_minutes * MINUTE
    for window in asked.windows:
        opens = max(window.span.start, asked.within.start)
        for start in minutes_of(Span(opens, min(window.span.end, asked.within.end))):
            on_step = start == opens or start.minute % asked.step_minutes == 0
            fits = start + length <= min(window.span.end, asked.within.end)
            if on_step and fits and all(free(asked, minute) for minute in minutes_of(Span(start, start + length))):
                yield start


def free(asked: Wish, minute: dt.datetime) -> bool:
    early = any(minute < rule.spans[0].end for rule in asked.fixed)
    return not early and all(can(party, asked.zone, minute) for party in asked.parties)


def can(party: Party, default: ZoneInfo, minute: dt.datetime) -> bool:
    zone = ZoneInfo(party.timezone) if party.timezone else default
    day = minute.astimezone(zone).date()
    away = any(blackout.starts_on <= day <= blackout.ends_on for blackout in party.blackouts)
    held = any(hold.start <= minute < hold.end for hold in party.holds)
    return not away and not held and (party.hours is None or works(zone, party.hours, minute))


def works(zone: ZoneInfo, worked: Hours, minute: dt.datetime) -> bool:
    local = minute.astimezone(zone)
    return local.isoweekday() in worked.days and worked.start <= local.time() < worked.end


def minutes_of(stretch: Span) -> Iterator[dt.datetime]:
    minute = stretch.start
    while minute < stretch.end:
        yield minute
        minute += MINUTE


def test_nobody_looks_through_more_starts_than_anybody_would_read() -> None:
    month = span("2026-11-01T00:00Z", "2026-12-01T00:00Z")
    with pytest.raises(Problem, match="more than 20000 starts"):
        finder.find(wish(*[month] * 3, within=month, step_minutes=5))
