"""Reads time zones as people write them ("ET", "London time", "UTC+8"). Never picks one of several meanings alone."""

import functools
import re
import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

_SPOKEN = """
ET EST EDT=America/New_York;CT CDT=America/Chicago;CST=America/Chicago|Asia/Shanghai|Asia/Taipei
MT MDT=America/Denver;MST=America/Denver|America/Phoenix;PT PST PDT=America/Los_Angeles
GMT BST=Europe/London;UTC Z=UTC;WET WEST=Europe/Lisbon;CET CEST MEZ MESZ=Europe/Berlin;EET EEST=Europe/Athens
MSK=Europe/Moscow;TRT=Europe/Istanbul;IST=Asia/Kolkata|Asia/Jerusalem|Europe/Dublin;IDT=Asia/Jerusalem
JST=Asia/Tokyo;KST=Asia/Seoul;SGT=Asia/Singapore;HKT=Asia/Hong_Kong;BJT=Asia/Shanghai;PHT=Asia/Manila
MYT=Asia/Kuala_Lumpur;WIB=Asia/Jakarta;ICT=Asia/Bangkok;PKT=Asia/Karachi;GST=Asia/Dubai
AET AEST AEDT=Australia/Sydney;AWST=Australia/Perth;NZT NZST NZDT=Pacific/Auckland
BRT=America/Sao_Paulo;ART=America/Argentina/Buenos_Aires;COT=America/Bogota;PET=America/Lima;CLT=America/Santiago
SAST=Africa/Johannesburg;EAT=Africa/Nairobi;WAT=Africa/Lagos;CAT=Africa/Maputo
"""
_ABBREVIATIONS: dict[str, tuple[str, ...]] = {
    abbreviation: tuple(keys.split("|"))
    for abbreviations, keys in (entry.split("=") for entry in _SPOKEN.replace("\n", ";").split(";") if entry)
    for abbreviation in abbreviations.split()
}
_LITERAL = {"GMT": 0, "MST": -7, "AEST": 10, "AEDT": 11}
"""Abbreviations also used word for word elsewhere: where the place's own clock differs that day, nothing is certain."""

_PLACES = {
    "eastern": "America/New_York",
    "us eastern": "America/New_York",
    "central": "America/Chicago",
    "us central": "America/Chicago",
    "mountain": "America/Denver",
    "pacific": "America/Los_Angeles",
    "us pacific": "America/Los_Angeles",
    "uk": "Europe/London",
    "british": "Europe/London",
    "central european": "Europe/Berlin",
    "german": "Europe/Berlin",
    "frankfurt": "Europe/Berlin",
    "munich": "Europe/Berlin",
    "french": "Europe/Paris",
    "milan": "Europe/Rome",
    "geneva": "Europe/Zurich",
    "barcelona": "Europe/Madrid",
    "china": "Asia/Shanghai",
    "beijing": "Asia/Shanghai",
    "india": "Asia/Kolkata",
    "indian": "Asia/Kolkata",
    "mumbai": "Asia/Kolkata",
    "bangalore": "Asia/Kolkata",
    "japan": "Asia/Tokyo",
    "korea": "Asia/Seoul",
    "israel": "Asia/Jerusalem",
    "tel aviv": "Asia/Jerusalem",
    "boston": "America/New_York",
    "san francisco": "America/Los_Angeles",
}
_OFFSET = (
    r"(?:\b(?:UTC|GMT)\s*(?=[+\-−])|(?<=:\d\d)(?=\+\d\d:)|(?<=:\d\d:\d\d)(?=-\d\d:))"
    r"(?P<sign>[+\-−])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?(?!\d)"
)
_IANA = r"\b(?P<iana>[A-Z][A-Za-z]+/[A-Z][A-Za-z_]+(?:/[A-Z][A-Za-z_]+)?)\b"
_SHORT = rf"(?:\b|(?<=\d))(?P<short>{'|'.join(sorted(_ABBREVIATIONS, key=len, reverse=True))})\b"
_PLACE = (
    r"\b(?P<place>(?:[A-Z][\w.]+ ){0,2}?[A-Z]\w+)(?: (?:[Ss]tandard|[Dd]aylight))? [Tt]ime\b"
    r"|\b(?P<us>Eastern|Pacific)\b"
)
_ZONE = re.compile("|".join((_IANA, _OFFSET, _SHORT, _PLACE)))


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as written: the IANA names it may mean or a fixed offset; `literal` hours when also used word for word."""

    keys: tuple[str, ...] = ()
    offset: timedelta | None = None
    literal: int | None = None


def find(text: str) -> list[tuple[int, int, Zone]]:
    """Every zone named in `text` with its place there."""
    named = ((found.start(), found.end(), _zone(found)) for found in _ZONE.finditer(text))
    return [(start, end, zone) for start, end, zone in named if zone is not None]


def timezone_named(text: str) -> str | None:
    """The IANA zone a heading names ("Times (ET)"), if it names exactly one."""
    keys = {zone.keys for _, _, zone in find(text) if len(zone.keys) == 1}
    return next(iter(keys))[0] if len(keys) == 1 else None


def localise(moment: datetime, zone: Zone, hint: str | None) -> tuple[datetime, str | None] | None:
    """`moment` (naive) in `zone` with its IANA name where it has one; None if the zone leaves more than one reading.

    `hint` chooses between the meanings of an abbreviation such as IST or CST.
    """
    if zone.offset is not None:
        hours = zone.offset / timedelta(hours=1)
        key = f"Etc/GMT{-int(hours):+d}" if hours == int(hours) and hours else "UTC" if not hours else None
        return moment.replace(tzinfo=timezone(zone.offset)), key
    keys = zone.keys if len(zone.keys) == 1 else tuple(key for key in zone.keys if key == hint)
    if not keys or not _is_known(keys[0]):
        return None
    local = moment.replace(tzinfo=zoneinfo.ZoneInfo(keys[0]))
    if zone.literal is not None and local.utcoffset() != timedelta(hours=zone.literal):
        return None
    return local, keys[0]


def _zone(found: re.Match[str]) -> Zone | None:
    if found["iana"]:
        return Zone((found["iana"],)) if _is_known(found["iana"]) else None
    if found["sign"]:
        size = timedelta(hours=int(found["hours"]), minutes=int(found["minutes"] or 0))
        return Zone(offset=size if found["sign"] == "+" else -size) if size <= timedelta(hours=14) else None
    if short := found["short"]:
        return Zone(_ABBREVIATIONS[short], literal=_LITERAL.get(short))
    return _by_place((found["place"] or found["us"]).casefold())


def _by_place(place: str) -> Zone | None:
    words = place.split()
    for count in range(len(words), 0, -1):
        name = " ".join(words[-count:])
        if key := _PLACES.get(name) or _cities().get(name):
            return Zone((key,))
    return None


@functools.cache
def _cities() -> dict[str, str]:
    return {
        key.rsplit("/", 1)[1].replace("_", " ").casefold(): key
        for key in zoneinfo.available_timezones()
        if "/" in key and not key.startswith(("Etc/", "posix/", "right/", "US/"))
    }


@functools.cache
def _is_known(key: str) -> bool:
    return key in zoneinfo.available_timezones()
