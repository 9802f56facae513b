"""Reads offered times. Only a certain date with a certain zone becomes an instant; the rest stays text."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from services.core.intake.extraction.values import blanks, dates, hours, limits, zones
from services.core.intake.proposals import Slot

_CLAUSE = re.compile(r"\s*(?:[;\n•]|\s\|\s)\s*")
_LEAD = re.compile(
    r"^(?:[\s\-*–,:.]|(?:or|and|also|oder|und|then|on|available|availability|slots?|times?|options?)\b)+", re.I
)
_TRAIL = re.compile(r"(?:[\s,:–\-.(/]|\b(?:or|and|oder|und|on|also|at))+$", re.IGNORECASE)
_JOINED = re.compile(r"\s*(?:,|&|and|und|/)\s*")
_NEGATIVE = re.compile(
    r"\b(?:not available|unavailable|except|excluding|no longer|not on|nicht verfügbar)\b", re.IGNORECASE
)


def availability(
    text: str, *, timezone_hint: str | None = None, today: date, month_first: bool | None = None
) -> list[Slot]:
    """The slots offered, in order. `timezone_hint` (IANA) serves times that name no zone; years follow from `today`.

    Only a certain date, hour and zone give `start`/`end`; "weekdays after 6pm CET" or an ambiguous `11/12` stay text.
    A time range said again in another zone is one slot. `month_first` says how the source writes `12/1`, where known;
    else zone, weekday and size of the numbers decide or nothing does.
    """
    text = text[: limits.LONGEST]
    named = {zone for _, _, zone in zones.find(text)}
    reader = _Reader(text, next(iter(named)) if len(named) == 1 else None, timezone_hint, today, month_first)
    slots: list[Slot] = []
    for start, end in _clauses(text):
        slots += reader.clause(start, end)
    return _distinct(slots)


class _Reader:
    """Reads clause after clause of one text, remembering the last day for clauses that give hours alone."""

    def __init__(self, text: str, zone: zones.Zone | None, hint: str | None, today: date, order: bool | None) -> None:
        self.text = text
        self.zone = zone
        self.hint = hint
        self.today = today
        self.order = order
        self.last_days: tuple[date, ...] = ()

    def clause(self, start: int, end: int) -> list[Slot]:
        days = dates.find(self.text[start:end], today=self.today, month_first=self._month_first())
        if not days:
            return self._undated(start, end)
        slots: list[Slot] = []
        at = start
        group: list[dates.Days] = []
        for index, day in enumerate(days):
            group.append(day)
            until = start + days[index + 1].start if index + 1 < len(days) else end
            if until < end and _JOINED.fullmatch(self.text[start + day.end : until]):
                continue
            self.last_days = tuple(each for days in group for each in days.dates)
            slots += self._dated(at, until, [(start + each.start, start + each.end) for each in group])
            at, group = until, []
        return slots

    def _month_first(self) -> bool | None:
        if self.order is not None:
            return self.order
        keys = self.zone.keys if self.zone else (self.hint,) if self.hint else ()
        if len(keys) != 1:
            return None
        return True if keys[0].startswith("America/") else False if keys[0].startswith("Europe/") else None

    def _undated(self, start: int, end: int) -> list[Slot]:
        written = _trimmed(self.text[start:end])
        if blanks.is_blank(written) or written.endswith(":") or _NEGATIVE.search(written):
            return []
        found = list(hours.find(written))
        bare = re.sub(r"[\s,&()/]|and|or", "", _without(written, found)) == ""
        if found and bare and self.last_days:
            return self._timed(start, end, self.text[start:end])
        return [{"text": written}]

    def _dated(self, start: int, end: int, written_days: list[tuple[int, int]]) -> list[Slot]:
        segment = self.text[start:end]
        if _NEGATIVE.search(segment):
            return []
        masked = segment
        for at, until in written_days:
            masked = masked[: at - start] + " " * (until - at) + masked[until - start :]
        return self._timed(start, end, masked) or [{"text": _trimmed(segment)}]

    def _timed(self, start: int, end: int, hours_text: str) -> list[Slot]:
        """The slots of one stretch; `hours_text` is that stretch with its days blanked out."""
        found = list(hours.find(hours_text))
        named = zones.find(hours_text)
        slots: list[Slot] = []
        for index, each in enumerate(found):
            until = found[index + 1].at if index + 1 < len(found) else end - start
            near = [(zone_end, zone) for zone_start, zone_end, zone in named if each.at <= zone_start < until]
            written_from = start if index == 0 else start + each.at
            written_to = start + max(each.until, near[0][0] if near else 0)
            zone = near[0][1] if near else named[0][2] if named else self.zone
            written = _trimmed(self.text[written_from : end if len(found) == 1 else written_to])
            slots += [self._slot(written, day, each, zone) for day in self.last_days] or [{"text": written}]
        return slots

    def _slot(self, written: str, day: date, of_day: hours.Hours, zone: zones.Zone | None) -> Slot:
        slot: Slot = {"text": written}
        zone = zone or (zones.Zone((self.hint,)) if self.hint else None)
        if zone is None or of_day.start is None:
            return slot
        begin = zones.localise(datetime.combine(day, of_day.start), zone, self.hint)
        if begin is None:
            return slot
        slot["start"] = begin[0].isoformat()
        if of_day.end is not None:
            later = day + timedelta(days=1) if of_day.end <= of_day.start else day
            finish = zones.localise(datetime.combine(later, of_day.end), zone, self.hint)
            if finish:
                slot["end"] = finish[0].isoformat()
        if begin[1]:
            slot["timezone"] = begin[1]
        return slot


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for mark in _CLAUSE.finditer(text):
        yield at, mark.start()
        at = mark.end()
    yield at, len(text)


def _trimmed(written: str) -> str:
    stripped = _TRAIL.sub("", _LEAD.sub("", written))
    return stripped + ")" if stripped.count("(") > stripped.count(")") else stripped


def _without(written: str, found: list[hours.Hours]) -> str:
    for each in reversed(found):
        written = written[: each.at] + written[each.until :]
    for start, end, _ in reversed(zones.find(written)):
        written = written[:start] + written[end:]
    return written


def _distinct(slots: list[Slot]) -> list[Slot]:
    """Without slots that repeat an instant already offered ("2–4pm GMT / 9–11am ET")."""
    kept: list[Slot] = []
    instants: set[datetime] = set()
    for slot in slots:
        begin = datetime.fromisoformat(slot["start"]) if "start" in slot else None
        if begin is None or begin not in instants:
            kept.append(slot)
        if begin is not None:
            instants.add(begin)
    return kept
