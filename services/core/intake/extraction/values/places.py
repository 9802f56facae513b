"""Places a location in one of the product's five regions. Never answers "Other": unknown is None."""

import functools
import re

from services.core.intake.extraction.values import gazetteer, limits
from services.core.intake.proposals import Region

_PARTS = re.compile(r"[,/|;()\n]|\s[-–—]\s")
_FILLER = re.compile(
    r"\b(?:greater|metropolitan|metro|area|region|based in|based|remote|from|the|city of|near|outside|district|downtown"
    r"|lives in|currently|suburbs?|central|county|region of|located in|state)\b",
    re.IGNORECASE,
)


def region(location: str) -> Region | None:
    """The region of a city, US state or country ("Madison, WI" → North America); None if it names none for sure.

    Of several places ("London / New York") the first one known decides; "Georgia" alone may be either.
    """
    location = location[: limits.LONGEST]
    for place in re.split(r"\s*(?:/|;|\n|\bor\b)\s*", location):
        if found := _of_place(place):
            return found
    return None


@functools.lru_cache(maxsize=2048)
def _of_place(place: str) -> Region | None:
    parts = [cleaned for part in _PARTS.split(place) if (cleaned := _clean(part))]
    for part in reversed(parts):
        if known := gazetteer.COUNTRIES.get(part.casefold()) or gazetteer.STATES.get(part.casefold()):
            return known
    city = next((found for part in parts if (found := gazetteer.CITIES.get(part.casefold()))), None)
    code = next((letters for part in reversed(parts) if (letters := _code(part))), None)
    if code is None or (city and gazetteer.COUNTRY_CODES.get(code) == city):
        return city
    return gazetteer.CODES[code]


def _code(part: str) -> str | None:
    """The two capitals of a US state or a Canadian province, also after a city ("Madison WI 53703")."""
    found = re.search(r"\b([A-Z]{2})\b(?:\s+\d{5})?$", part)
    return found.group(1) if found and found.group(1) in gazetteer.CODES else None


def _clean(part: str) -> str:
    return " ".join(_FILLER.sub(" ", part).replace(".", "").split())
