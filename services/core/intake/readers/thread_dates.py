"""Reads the times that mail programs write above mails, in English, German, French and Spanish. Never guesses a day."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone

from shared.types import instant_within_reach

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar janvier enero jan janv ene",
            "february februar fevrier febrero feb fevr",
            "march marz maerz mars marzo mar mrz",
            "april avril abril apr avr abr",
            "may mai mayo",
            "june juni juin junio jun",
            "july juli juillet julio jul juil",
            "august aout agosto aug ago",
            "september septembre septiembre sep sept",
            "october oktober octobre octubre oct okt",
            "november novembre noviembre nov",
            "december dezember decembre diciembre dec dez dic",
        ),
        start=1,
    )
    for name in names.split()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATES = (
    re.compile(r"\b(?P<year>20\d\d)-(?P<month>\d\d?)-(?P<day>\d\d?)(?=\D|$)"),
    re.compile(
        rf"\b(?P<day>\d\d?)(?:st|nd|rd|th|er|\.)?[ -](?:de )?(?P<name>{_NAME})\b\.?,?[ -](?:de )?(?P<year>\d{{4}})\b"
    ),
    re.compile(rf"\b(?P<name>{_NAME})\b\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{{4}})\b"),
    re.compile(r"\b(?P<first>\d\d?)[./-](?P<second>\d\d?)[./-](?P<year>\d{4}|\d\d)\b"),
)
_TIME = re.compile(r"\b(?P<hour>\d\d?)\s?[:.h]\s?(?P<minute>\d\d)(?::(?P<second>\d\d))?\s*(?P<half>[ap]\.?m\b\.?)?")
_OFFSET = re.compile(r"(?:\b(?:gmt|utc)\s?)?(?P<sign>[+-])(?P<hours>\d\d?):?(?P<minutes>\d\d)?(?!\d)")
_ZONE = re.compile(r"\b(utc|gmt|z|est|edt|cst|cdt|mst|mdt|pst|pdt|cet|cest|mez|mesz|bst)\b")
_ZONES = {
    "utc": 0,
    "gmt": 0,
    "z": 0,
    "bst": 1,
    "cet": 1,
    "mez": 1,
    "cest": 2,
    "mesz": 2,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
}


def parse(text: str) -> datetime | None:
    """The first date in `text` with the time after it (midnight without), in its own offset or else UTC.

    `11/3/2026` is the third of November where the time has AM or PM, as only Americans write both, else the eleventh
    of March.
    """
    folded = _folded(text)
    for pattern in _DATES:
        found = pattern.search(folded)
        if found:
            return _instant(found, folded[found.end() : found.end() + 60])
    return None


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text[:300]).lower()
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


def _instant(found: re.Match[str], rest: str) -> datetime | None:
    clock = _TIME.search(rest)
    hour, minute, second = 0, 0, 0
    if clock:
        hour, minute, second = int(clock["hour"]), int(clock["minute"]), int(clock["second"] or 0)
        if clock["half"]:
            hour = hour % 12 + (12 if clock["half"].startswith("p") else 0)
    try:
        month, day = _month_and_day(found, american=bool(clock and clock["half"]))
        year = int(found["year"])
        zone = _zone(rest[clock.end() :] if clock else "")
        said = datetime(year + 2000 if year < 100 else year, month, day, hour, minute, second, tzinfo=zone)
        return instant_within_reach(said)
    except ValueError:
        return None


def _month_and_day(found: re.Match[str], *, american: bool) -> tuple[int, int]:
    named = found.groupdict()
    if "name" in named:
        return _MONTHS[named["name"]], int(named["day"])
    if "month" in named:
        return int(named["month"]), int(named["day"])
    first, second = int(named["first"]), int(named["second"])
    month_first = second > 12 or (american and first <= 12)
    return (first, second) if month_first else (second, first)


def _zone(rest: str) -> timezone:
    offset = _OFFSET.search(rest[:20])
    if offset:
        minutes = int(offset["hours"]) * 60 + int(offset["minutes"] or 0)
        return timezone(timedelta(minutes=-minutes if offset["sign"] == "-" else minutes))
    named = _ZONE.search(rest[:20])
    return timezone(timedelta(hours=_ZONES[named.group()])) if named else UTC
