"""Finds times everybody can make, and says for every window of the vendor's why not."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from services.core.interviews.slots import constraints
from services.core.interviews.slots.constraints import Block, Constraint, Party
from services.core.interviews.slots.times import Span
from shared.errors import invalid

MINUTE = dt.timedelta(minutes=1)
MOST_STARTS = 20_000
"""Starts tried in one search; real windows hold some hundreds."""


@dataclass(frozen=True, slots=True)
class Window:
    """A time the vendor offers; `timezone` is the expert's where the vendor named it, `offset` as it was written."""

    span: Span
    text: str
    timezone: str | None = None
    offset: dt.timedelta | None = None

    @property
    def clock(self) -> dt.tzinfo:
        """What the expert's clock is taken to be."""
        return ZoneInfo(self.timezone) if self.timezone else dt.timezone(self.offset or dt.timedelta())


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked for: a call of so many minutes within a range, begun as a window opens or on a step of the hour.

    `fixed` are constraints of no party: the vendor's lead time, days closed for everybody. Days are those of `zone`.
    """

    windows: Sequence[Window]
    parties: Sequence[Party]
    fixed: Sequence[Constraint]
    within: Span
    zone: ZoneInfo
    duration_minutes: int = 60
    step_minutes: int = 30


@dataclass(frozen=True, slots=True)
class Slot:
    """A time, the window it lies in, and what speaks against it (nothing: it is feasible)."""

    span: Span
    window: Window
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a window: how many starts were tried, how many are feasible, how many each reason rules out."""

    window: Window
    tried: int
    feasible: int
    blocked: Sequence[tuple[Block, int]]


@dataclass(frozen=True, slots=True)
class Found:
    """Feasible times, best first; every window's verdict; and without any time, the one least spoken against."""

    slots: Sequence[Slot]
    verdicts: Sequence[Verdict]
    nearest_miss: Slot | None


def find(wish: Wish) -> Found:
    """All feasible times, each start once: the soonest day first, within it nearest the middle of everybody's day.

    Raises Problem (invalid: too_many_starts) for windows so long and a step so short that nobody would look through.
    """
    rules = list(wish.fixed)
    for party in wish.parties:
        rules += constraints.of_party(party, wish.zone, wish.within)
    tried: dict[dt.datetime, Slot] = {}
    verdicts: list[Verdict] = []
    for window in wish.windows:
        verdicts.append(_verdict(window, wish, rules, tried))
        if sum(verdict.tried for verdict in verdicts) > MOST_STARTS:
            message = f"There are more than {MOST_STARTS} starts to try: take a longer step or a shorter range."
            raise invalid("too_many_starts", message, pointer="#/query/step")
    feasible = sorted((slot for slot in tried.values() if not slot.blocks), key=lambda slot: _rank(slot, wish))
    nearest = min(tried.values(), key=lambda slot: (len(slot.blocks), slot.span.start), default=None)
    return Found(feasible, verdicts, None if feasible else nearest)


def _verdict(window: Window, wish: Wish, rules: Sequence[Constraint], tried: dict[dt.datetime, Slot]) -> Verdict:
    slots = []
    for span in _starts(window, wish):
        if span.start not in tried:
            found = (rule.against(span) for rule in rules)
            tried[span.start] = Slot(span, window, tuple(block for block in found if block is not None))
        slots.append(tried[span.start])
    if not slots:
        return Verdict(window, 0, 0, [(_why_untried(window, wish), 0)])
    counts = Counter(block for slot in slots for block in slot.blocks)
    return Verdict(window, len(slots), sum(not slot.blocks for slot in slots), counts.most_common())


def _starts(window: Window, wish: Wish) -> Iterator[Span]:
    """Where the call may begin: as the window or the range opens, then at each step of the hour while it still fits."""
    length, step = wish.duration_minutes * MINUTE, wish.step_minutes * MINUTE
    start, end = max(window.span.start, wish.within.start), min(window.span.end, wish.within.end)
    while start + length <= end:
        yield Span(start, start + length)
        hour = start.replace(minute=0, second=0, microsecond=0)
        start = hour + ((start - hour) // step + 1) * step


def _why_untried(window: Window, wish: Wish) -> Block:
    if not window.span.overlaps(wish.within):
        return Block("range", None, "outside the range asked for")
    minutes = (min(window.span.end, wish.within.end) - max(window.span.start, wish.within.start)) // MINUTE
    return Block("duration", None, f"{minutes} minutes, too short for a call of {wish.duration_minutes}")


def _rank(slot: Slot, wish: Wish) -> tuple[dt.date, dt.timedelta, dt.datetime]:
    return slot.span.start.astimezone(wish.zone).date(), _discomfort(slot.span, wish.parties), slot.span.start


def _discomfort(slot: Span, parties: Sequence[Party]) -> dt.timedelta:
    """How far the call lies from the middle of the working day of whom it suits least."""
    middle = slot.start + (slot.end - slot.start) / 2
    distances = [dt.timedelta()]
    for party in parties:
        if party.hours is not None and party.timezone is not None:
            local = middle.astimezone(ZoneInfo(party.timezone)).replace(tzinfo=None)
            start, end = (dt.datetime.combine(local.date(), time) for time in (party.hours.start, party.hours.end))
            distances.append(abs(local - (start + (end - start) / 2)))
    return max(distances)
