"""Finds times of day and their ranges ("2–4pm", "14–16 Uhr", "1400-1600"). Never decides am or pm by chance."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time


@dataclass(frozen=True, slots=True)
class Hours:
    """A time range found at `at`–`until` in its text; `end` may be missing; None where am or pm is anybody's guess."""

    at: int
    until: int
    start: time | None
    end: time | None = None


def _clock(name: str, extra: str = "", seconds: str = "") -> str:
    """The pattern of one time of day, its groups prefixed with `name`."""
    return (
        rf"(?:(?P<{name}hour>\d{{1,2}})(?:[:.h](?P<{name}minute>[0-5]\d){seconds})?(?![\d:])"
        rf"\s*(?P<{name}mark>[ap]\.?m\.?(?!\w)|uhr\b|h\b)?|(?P<{name}noon>noon|midday){extra})"
    )


_RANGE = re.compile(
    r"(?<![\d.:,$€£+])"
    + _clock("a", r"|(?P<afour>[0-2]\d[0-5]\d)(?!\d)")
    + r"\s*(?:[A-Z]{2,4}\s*)?(?:[-–—]|to|until|till?|bis|and)\s*"
    + _clock("b", r"|(?P<bfour>[0-2]\d[0-5]\d)(?!\d)")
    + r"(?![\d%])",
    re.IGNORECASE,
)
_SINGLE = re.compile(
    r"(?<![\d.:,$€£+\-–])(?P<before>(?:before|until|till|by|bis|up to)\s+)?"
    + _clock("a", seconds=r"(?::[0-5]\d)?")
    + r"(?!\w)",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Hours]:
    """Every time or range in `text`, in order; a bare number is no time."""
    at = 0
    while found := _RANGE.search(text, at) or _SINGLE.search(text, at):
        single = _SINGLE.search(text, at)
        if single and single.start() < found.start() and _is_time(single):
            found = single
        at = found.end()
        if found.re is _RANGE:
            yield _range(found)
        elif _is_time(found):
            yield Hours(found.start(), found.end(), None if found["before"] else _alone(found))


def _is_time(found: re.Match[str]) -> bool:
    return bool(found["aminute"] or found["amark"] or found["anoon"])


def _alone(found: re.Match[str]) -> time | None:
    hour = _hour(found, "a", found["amark"])
    certain = found["amark"] or found["anoon"] or found["ahour"].startswith("0") or (hour is not None and hour >= 7)
    return time(hour, int(found["aminute"] or 0)) if hour is not None and certain else None


def _range(found: re.Match[str]) -> Hours:
    marks = [_meridiem(found["amark"]), _meridiem(found["bmark"])]
    start, end = _hour(found, "a", marks[0] or marks[1]), _hour(found, "b", marks[1] or marks[0])
    nothing = Hours(found.start(), found.end(), None)
    if start is None or end is None:
        return nothing
    if marks[0] is None and marks[1] and not found["anoon"] and start > end and start >= 12:
        start -= 12
    elif marks[1] is None and marks[0] and not found["bnoon"] and end < start and end < 12:
        end += 12
    elif not any(marks) and not _is_certain(found, start):
        return nothing
    elif not any(marks) and end < start and end < 12 and not found["bminute"] and not found["bfour"]:
        end += 12
    minutes = [int(found[f"{which}minute"] or (found[f"{which}four"] or "00")[-2:]) for which in "ab"]
    return Hours(found.start(), found.end(), time(start, minutes[0]), time(end % 24, minutes[1]))


def _is_certain(found: re.Match[str], start: int) -> bool:
    """Without am or pm an hour is certain when it can only be of the 24-hour clock or of the working morning."""
    marked = found["amark"] or found["bmark"] or found["anoon"] or found["bnoon"] or found["afour"]
    return bool(marked) or start >= 7 or found["ahour"].startswith("0")


def _meridiem(mark: str | None) -> str | None:
    return mark.lower()[0] if mark and mark.lower()[0] in "ap" else None


def _hour(found: re.Match[str], which: str, mark: str | None) -> int | None:
    if found[f"{which}noon"]:
        return 12
    four = found.groupdict().get(f"{which}four")
    hour = int(four[:2]) if four else int(found[f"{which}hour"])
    meridiem = _meridiem(mark)
    if meridiem and hour <= 12:
        return hour % 12 + (12 if meridiem == "p" else 0)
    return hour if hour < 24 else None
