"""The geometry of the report's charts: where each bar, tick and dot lies, in the units of its drawing.

Pure. Templates draw what this computes; nothing here knows about text size, colour or HTML.
"""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from services.core.reporting.figures import EstimateOut
from services.core.reporting.funnel.schemas import StageOut
from services.core.reporting.spend.schemas import SpendOut, WeekOut

Kind = Literal["owed", "committed", "expected"]
WIDTH = 860.0
MOST_SERIES = 7
"""Vendors told apart by colour; the others share one."""
MOST_LABELS = 14
MOST_WEEKS = 520
"""Ten years: of more, only the weeks with a charge have a place."""
STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark on an axis."""

    at: float
    value: float


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle; `series` is the vendor's place, `kind` whether its money is owed, committed or expected."""

    x: float
    y: float
    width: float
    height: float
    series: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A week on the horizontal axis."""

    middle: float
    week: str
    starts_on: dt.date
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Stack:
    """Cumulative spend by week and vendor under a budget line."""

    height: float
    left: float
    right: float
    floor: float
    bars: list[Bar]
    columns: list[Column]
    ticks: list[Tick]
    budget: float | None
    names: list[str]


@dataclass(frozen=True, slots=True)
class Step:
    """A stage's bar in the funnel."""

    y: float
    width: float
    stage: StageOut


@dataclass(frozen=True, slots=True)
class Whisker:
    """A figure with its bounds on a scale from `low` to `high`; a bound that is unknown ends at the scale's."""

    dot: float
    begin: float
    end: float
    is_open: bool


def ticks(highest: float, *, about: int = 4) -> list[float]:
    """Round values from 0 to the first that is not below `highest`: steps of 1, 2, 2.5 or 5 by a power of ten."""
    if highest <= 0:
        return [0.0, 1.0]
    power = 10.0 ** math.floor(math.log10(highest / about))
    step = next(power * step for step in STEPS if power * step * about >= highest)
    return [step * number for number in range(math.ceil(highest / step) + 1)]


def funnel(stages: Sequence[StageOut], *, row: float, longest: float) -> list[Step]:
    """One bar a stage, as long as its share of the first."""
    most = max((stage.reached for stage in stages), default=0)
    return [
        Step(y=place * row, width=longest * stage.reached / most if most else 0.0, stage=stage)
        for place, stage in enumerate(stages)
    ]


def whisker(found: EstimateOut, *, low: float, high: float, width: float) -> Whisker | None:
    """The figure on the scale, cut where it leaves it; None when there is no figure."""
    if found.value is None:
        return None

    def at(value: float) -> float:
        return width * (min(max(value, low), high) - low) / (high - low)

    return Whisker(
        dot=at(found.value),
        begin=at(found.value if found.low is None and found.high is None else low if found.low is None else found.low),
        end=at(found.value if found.low is None and found.high is None else high if found.high is None else found.high),
        is_open=found.too_few,
    )


def spend(report: SpendOut, *, height: float = 250.0, left: float = 76.0, right: float = 14.0) -> Stack:
    """Columns that grow week by week: what is owed, on it in paler colours what is committed, then what is expected."""
    weeks, series = filled(report.weeks), {vendor.vendor_platform_id: n for n, vendor in enumerate(report.vendors)}
    sums = report.totals.committed_minor + report.totals.actual_minor + (report.totals.forecast_minor or 0)
    budget = report.budget.amount_minor if report.budget else None
    marks = ticks(float(max(sums, budget or 0)))
    top, floor = 16.0, height - 40.0
    scale = (floor - top) / marks[-1]
    slot = (WIDTH - left - right) / max(len(weeks), 1)
    every = math.ceil(len(weeks) / MOST_LABELS)
    return Stack(
        height=height,
        left=left,
        right=WIDTH - right,
        floor=floor,
        bars=_bars(weeks, series, left=left, slot=slot, floor=floor, scale=scale),
        columns=[
            Column(left + slot * (n + 0.5), week.week, week.starts_on, n % every == 0) for n, week in enumerate(weeks)
        ],
        ticks=[Tick(floor - value * scale, value) for value in marks],
        budget=None if budget is None else floor - budget * scale,
        names=[vendor.vendor for vendor in report.vendors],
    )


def _bars(
    weeks: Sequence[WeekOut], series: dict[UUID, int], *, left: float, slot: float, floor: float, scale: float
) -> list[Bar]:
    sums: dict[Kind, list[int]] = {kind: [0] * len(series) for kind in ("owed", "committed", "expected")}
    found = []
    width = min(slot * 0.72, 56.0)
    for number, week in enumerate(weeks):
        for part in week.vendors:
            place = series[part.vendor_platform_id]
            sums["owed"][place] += part.actual_minor
            sums["committed"][place] += part.committed_minor
            sums["expected"][place] += part.forecast_minor or 0
        x, y = left + slot * (number + 0.5) - width / 2, floor
        for kind, amounts in sums.items():
            for place, amount in enumerate(amounts):
                if amount:
                    y -= amount * scale
                    found.append(Bar(x, y, width, amount * scale, min(place, MOST_SERIES), kind))
    return found


def filled(weeks: Sequence[WeekOut]) -> list[WeekOut]:
    """Every week from the first to the last, within ten years those without a charge too."""
    known = {week.starts_on: week for week in weeks}
    if not known:
        return []
    first, last = min(known), max(known)
    length = (last - first).days // 7 + 1
    if length > MOST_WEEKS:
        return [known[day] for day in sorted(known)]
    every = [first + dt.timedelta(weeks=number) for number in range(length)]
    return [known.get(day) or _empty(day) for day in every]


def _empty(day: dt.date) -> WeekOut:
    week = f"{day:%G-W%V}"
    nothing = {"committed_minor": 0, "actual_minor": 0, "forecast_minor": None, "calls": 0, "without_price": 0}
    return WeekOut.model_validate({"week": week, "starts_on": day, "vendors": [], **nothing})
