"""Finds days in text ("Tue 24 Nov", "24.11.", "11/24", "24 and 25 Nov"). Only a day that can mean one date is given."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GERMAN = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}
_DAY_NAMES = ("mon mo", "tue di", "wed mi mit", "thu do don", "fri fr fre", "sat sa sam", "sun so son")
_WEEKDAYS = {name: index for index, names in enumerate(_DAY_NAMES) for name in names.split()}

_MONTH = (
    r"(?P<month>Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Mär|Mrz|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli"
    r"|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Okt(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|Dez(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(?:Mon(?:day|tag)?|Tue(?:s|sday)?|Wed(?:s|nesday)?|Thu(?:r|rs|rsday)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?"
    r"|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Mo|Di|Mi|Do|Fr|Sa|So)\b\.?,?\s+(?:the\s+)?"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_JOIN = r"\s*(?:,|and|&|/|or|und|oder)\s*"
_YEAR = r"(?:,?\s+(?P<year>20\d\d)(?!\d|[-–:]))?"
_TO = r"\s*(?:[-–—]|to|bis|until|through)\s*"
_NO_TIME = r"(?!\d|[:.]\d|\s*(?:[ap]m\b|[ap]\.m|uhr\b|h\b|h\d))"
_ONE = rf"(?:{_WEEKDAY})?\d{{1,2}}"

_ISO = re.compile(r"(?<!\d)(?P<year>20\d\d)-(?P<m>\d\d)-(?P<days>\d\d)(?!\d)")
_DAY_MONTH = re.compile(
    rf"(?<![\d:.+])(?P<range>{_ONE}{_ORDINAL}{_TO})?(?P<days>(?:{_ONE}{_ORDINAL}{_JOIN})*{_ONE}{_ORDINAL})"
    rf"\.?(?:\s+of)?[\s-]+{_MONTH}{_YEAR}",
    re.IGNORECASE,
)
_MONTH_DAY = re.compile(
    rf"(?P<lead>{_WEEKDAY})?{_MONTH}\s+(?P<days>\d{{1,2}}{_ORDINAL}{_NO_TIME}"
    rf"(?:{_JOIN}\d{{1,2}}{_ORDINAL}(?!\w){_NO_TIME}(?!\s*[-–]\s*\d))*)"
    rf"(?P<range>{_TO}(?:{_WEEKDAY})?\d{{1,2}}{_ORDINAL}{_NO_TIME}(?!{_TO}\d))?{_YEAR}",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    rf"(?<![\d.])(?P<range>{_ONE}\.{_TO})?(?P<days>(?:{_ONE}\.{_JOIN})*{_ONE})\.(?P<m>\d{{1,2}})\."
    r"(?P<year>20\d\d|\d\d(?![\d:.]|\s*[-–]|\s*uhr))?",
    re.IGNORECASE,
)
_SLASHED = re.compile(
    rf"(?<![\d/])(?P<lead>{_WEEKDAY})?(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})(?:/(?P<year>20\d\d|\d\d))?(?![\d/])",
    re.IGNORECASE,
)
_ONE_DAY = re.compile(rf"(?P<weekday>{_WEEKDAY})?(?P<day>\d{{1,2}})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Days:
    """Where one or several days are written; `dates` is empty when their date is not certain."""

    start: int
    end: int
    dates: tuple[date, ...]


def find(text: str, *, today: date, month_first: bool | None = None) -> list[Days]:
    """The days named in `text`, in order. A year not written is the one nearest ahead of `today` (a month's grace).

    `month_first` says how `11/12` is to be read; None leaves it uncertain unless weekday or size decide.
    """
    found: list[Days] = []
    for match in sorted(_matches(text), key=lambda match: (match.start(), -match.end())):
        if not found or match.start() >= found[-1].end:
            found.append(Days(match.start(), match.end(), tuple(_dates(match, today, month_first))))
    return found


def _matches(text: str) -> Iterator[re.Match[str]]:
    return itertools.chain.from_iterable(
        pattern.finditer(text) for pattern in (_ISO, _DAY_MONTH, _MONTH_DAY, _DOTTED, _SLASHED)
    )


def _dates(match: re.Match[str], today: date, month_first: bool | None) -> list[date]:
    parts = match.groupdict()
    year = _year(parts["year"])
    if match.re is _SLASHED:
        return _slashed(parts, year, today, month_first)
    if parts.get("range"):
        return []
    month = _month(parts["month"]) if "month" in parts else int(parts["m"])
    days: list[date] = []
    for one in _ONE_DAY.finditer(parts["days"]):
        weekday = _weekday(one["weekday"] or parts.get("lead"))
        resolved = resolve(int(one["day"]), month, year, weekday, today)
        if resolved is None:
            return []
        days.append(resolved)
    return days


def _slashed(parts: dict[str, str], year: int | None, today: date, month_first: bool | None) -> list[date]:
    first, second, weekday = int(parts["first"]), int(parts["second"]), _weekday(parts["lead"])
    orders = {None: [(first, second), (second, first)], False: [(first, second)], True: [(second, first)]}
    resolved = {resolve(day, month, year, weekday, today) for day, month in orders[month_first]} - {None}
    if not resolved and month_first is not None:
        return _slashed(parts, year, today, None)
    return [day for day in resolved if day] if len(resolved) == 1 else []


def resolve(day: int, month: int, year: int | None, weekday: int | None, today: date) -> date | None:
    """The date meant, or None when there is no such day or the weekday contradicts it."""
    near = range(today.year - 1, today.year + 2)
    years = [year] if year else sorted(near, key=lambda each: _order(each, month, day, today))
    possible = (found for each in years if (found := _safe(each, month, day)) and (year or _is_near(found, today)))
    return next((found for found in possible if weekday is None or found.weekday() == weekday), None)


def _order(year: int, month: int, day: int, today: date) -> tuple[bool, timedelta]:
    found = _safe(year, month, day)
    if found is None:
        return True, timedelta.max
    return found < today - timedelta(days=31), abs(found - today)


def _is_near(day: date, today: date) -> bool:
    return timedelta(days=-200) < day - today < timedelta(days=340)


def _safe(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(written: str | None) -> int | None:
    return None if not written else int(written) + (2000 if len(written) == 2 else 0)


def _month(name: str) -> int:
    key = name.strip(".").casefold()[:3]
    return _GERMAN.get(key) or _MONTHS.index(key) + 1


def _weekday(written: str | None) -> int | None:
    if not written:
        return None
    name = written.strip(" .,").casefold().removesuffix("the").strip(" .,")
    return _WEEKDAYS.get(name, _WEEKDAYS.get(name[:3]))


def writes_month_first(text: str) -> bool | None:
    """How a source writes slashed dates, told by those that leave no choice (`11/30`, `30/11`); None if none does."""
    orders = {
        int(found["first"]) <= 12
        for found in _SLASHED.finditer(text)
        if max(int(found["first"]), int(found["second"])) > 12
    }
    return next(iter(orders)) if len(orders) == 1 else None
