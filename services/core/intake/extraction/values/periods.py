"""Reads the years a job lasted. Never guesses an end that is not written."""

import re
from dataclasses import dataclass

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_POINT = (
    rf"(?:(?P<{{0}}mon>(?:{'|'.join(_MONTHS)})[a-z]{{{{0,6}}}})\.?,?\s+|(?P<{{0}}num>\d{{{{1,2}}}})[/.])?"
    r"(?P<{0}year>(?:19|20)\d\d)(?:-(?P<{0}iso>\d\d)(?!\d))?"
)
_NOW = r"present|now|today|current(?:ly)?|date|heute|ongoing"
_RANGE = re.compile(
    rf"\b(?:from\s+|between\s+)?{_POINT.format('a')}\s*(?:[-–—]|to|until|till|bis|and|->|→)\s*"
    rf"(?:{_POINT.format('b')}|(?P<now>{_NOW})\b|'?(?P<short>\d\d)(?!\d))",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\b(?:until|till|bis|(?:left|ended|retired|departed)(?: in)?)\s+{_POINT.format('b')}",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"\b(?:since|from|seit|joined(?: in)?)\s+{_POINT.format('a')}", re.IGNORECASE)
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


def _point(found: re.Match[str], which: str) -> str:
    year, named, month = found[f"{which}year"], found[f"{which}mon"], found[f"{which}num"] or found[f"{which}iso"]
    if named and named[:3].lower() in _MONTHS:
        month = str(_MONTHS.index(named[:3].lower()) + 1)
    return f"{year}-{int(month):02d}" if month and 1 <= int(month) <= 12 else str(year)


def _without(text: str, found: re.Match[str]) -> str:
    rest = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}"
    return " ".join(_LEFT_OVER.sub("", rest).split()).strip(" ,;:–—-")
