"""Reads topics of expertise and years of experience."""

import re

from services.core.intake.extraction.values import blanks, limits

_SEPARATOR = re.compile(r"[,;•|·\n\t]|\s[/–—-]\s|^\s*[-*–]\s+", re.MULTILINE)
_EDGE = re.compile(r"^(?:[\s\-*–.]|(?:and|as well as|und|&)\s)+|[\s.*]+$", re.IGNORECASE)
_WORDS = {"ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "two decades": 20, "three decades": 30, "a decade": 10}
_YEARS = re.compile(
    r"(?<![\d.,$€£])(\d{1,2})\s*(?:\+|plus)?\s*(?:(?:-|–|to)\s*\d{1,2}\s*)?\+?[\s-]*(?:years?|yrs?|yoe|y\b|jahre[n]?)"
    rf"|\b({'|'.join(_WORDS)})\b(?:[\s-]+years?)?",
    re.IGNORECASE,
)
_BARE = re.compile(r"^\D{0,3}(\d{1,2})(?:\s*\+|\s*[-–]\s*\d{1,2}|\.0+)?\s*$")


def expertise(text: str) -> list[str]:
    """The topics of a list separated by commas, semicolons, bullets, bars or lines; no duplicates, order kept."""
    text = text[: limits.LONGEST]
    topics: dict[str, str] = {}
    for part in _split_outside_brackets(text):
        topic = " ".join(_EDGE.sub("", part).split())
        if not blanks.is_blank(topic):
            topics.setdefault(topic.casefold(), topic)
    return list(topics.values())


def years(text: str) -> int | None:
    """Years of experience: "15+ years", "over 20 yrs", "15"; of a range the lower end."""
    text = text[: limits.LONGEST]
    found = _YEARS.search(text) or _BARE.match(text)
    if not found:
        return None
    word = found.group(2) if found.re is _YEARS else None
    count = _WORDS[word.lower()] if word else int(found.group(1))
    return count if 0 < count < 70 else None


def _split_outside_brackets(text: str) -> list[str]:
    """Pieces between separators; a comma inside brackets belongs to its topic, an "and" ends the last but one."""
    hidden = re.sub(r"\([^()]*\)", lambda found: re.sub(r"[,;|]", "\0", found.group()), text)
    pieces: list[str] = []
    at = 0
    for mark in _SEPARATOR.finditer(hidden):
        pieces.append(text[at : mark.start()])
        at = mark.end()
    return [*pieces, text[at:]]
