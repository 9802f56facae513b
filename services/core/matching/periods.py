"""Reads the years and months a job lasted. Never guesses an end that is not written."""

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_GERMAN = {"mär": 3, "mrz": 3, "mai": 5, "okt": 10, "dez": 12}
_NAMED = (
    r"Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Mär|Mrz|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli"
    r"|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?"
)


def _point_named(which: str) -> str:
    return (
        rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th|\.)?\s+)?(?P<{which}mon>{_NAMED})\.?,?\s+(?:\d{{1,2}}(?:st|nd|rd|th)?,\s+)?"
        rf"|(?:(?P<{which}day>\d{{1,2}})(?P<{which}by>[/.]))?(?P<{which}num>\d{{1,2}})[/.])?"
        rf"(?P<{which}year>(?:19|20)\d\d)(?:-(?P<{which}iso>\d\d)(?!\d)(?:-\d\d(?!\d))?)?"
    )


_POINT = re.compile(_point_named("a"), re.IGNORECASE)
_NOW = r"present|now|today|current(?:ly)?|date|heute|ongoing"
_RANGE = re.compile(
    rf"\b(?:from\s+|between\s+)?{_point_named('a')}\s*(?:[-–—]|to|until|till|bis|and|->|→)\s*"
    rf"(?:{_point_named('b')}|(?P<now>{_NOW})\b|'?(?P<short>\d\d)(?!\d))",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?:until|till|bis|(?:left|ended|retired|departed)(?: in)?)\s+{_point_named('b')}",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"\b(?:since|from|seit|joined(?: in)?)\s+{_point_named('a')}", re.IGNORECASE)
_LEFT_OVER = re.compile(r"\(\s*[,;–—-]?\s*\)|\[\s*\]|[,;]\s*(?=\))")


@dataclass(frozen=True, slots=True)
class Period:
    """Start and end as `2019` or `2019-03`; `open` when the text says it still lasts; `rest` is the text without it."""

    rest: str
    start: str | None = None
    end: str | None = None
    open: bool = False


def period(text: str) -> Period:
    """The first span of years in `text`: "(2014–2021)", "Mar 2015 - present", "since 2019", "until 2021"."""
    if found := _RANGE.search(text):
        short = found["short"]
        start = _point(found, "a")
        end = start[:2] + short if short else _point(found, "b") if found["byear"] else None
        return Period(_without(text, found), start, end, open=bool(found["now"]))
    if found := _UNTIL.search(text):
        return Period(_without(text, found), end=_point(found, "b"))
    if found := _SINCE.search(text):
        return Period(_without(text, found), start=_point(found, "a"), open=True)
    return Period(text)


def point(text: str) -> str | None:
    """A text that is a point in time, as `2019`, `2019-03`, or `2019-03-31` where written so; None where it says
    anything else, or may be read twice.
    """
    found = _POINT.fullmatch(text.strip())
    if found is None:
        return None
    read = _point(found, "a")
    if len(read) == 4:
        return None if found["anum"] or found["aiso"] else read
    return _day(text.strip()) or read


def _day(text: str) -> str | None:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _point(found: re.Match[str], which: str) -> str:
    year, month = found[f"{which}year"], _month(found, which)
    return f"{year}-{month:02d}" if month else str(year)


def _month(found: re.Match[str], which: str) -> int | None:
    """The month said; None where none is, or it may be either of two numbers, or is none of the twelve."""
    if named := found[f"{which}mon"]:
        key = named[:3].lower()
        return _GERMAN.get(key) or _MONTHS.index(key) + 1
    said = {int(number) for number in (found[f"{which}num"], found[f"{which}iso"]) if number}
    if found[f"{which}by"] == "/":
        said.add(int(found[f"{which}day"]))
    months = [number for number in said if 1 <= number <= 12]
    return months[0] if len(months) == 1 else None


def _without(text: str, found: re.Match[str]) -> str:
    rest = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}"
    return " ".join(_LEFT_OVER.sub("", rest).split()).strip(" ,;:–—-")
