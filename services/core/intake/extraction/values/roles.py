"""Reads one job: "Former VP Operations, Epic Systems (Madison, WI)". Never invents the part that is not said."""

import functools
import re
from dataclasses import dataclass, replace

from services.core.intake.extraction.values import blanks, limits, places, titles
from services.core.matching import periods

_FORMER = re.compile(
    r"^\W*(?:(?:(?:most|until) recently\s+)?(?:former(?:ly)?|previously|previous|prior(?:ly)?|past|retired"
    r"|ehemalige[rs]?|earlier|before that|early career|was)\b:?|ex\b[-\s]?|until recently\b)"
    r"[\s:,-]*(?:(?:an?|the|as|at|worked at|with)\s+)*",
    re.IGNORECASE,
)
_CURRENT = re.compile(
    r"^\W*(?:currently|current|now|presently|today)\b:?\s*(?:(?:an?|the|as|at|works as)\s+)*", re.IGNORECASE
)
_AT = re.compile(r"\s+(?:at|@|bei|chez|with)\s+(?:the\s+)?|\s*@\s*", re.IGNORECASE)
_OF = re.compile(
    r"^((?:[\w-]+\s(?:and|&)\s)?(?:ceo|cfo|coo|cto|president|(?:co-?)?founder|owner|chairman|managing director"
    r"|managing partner))(?:\s+of|,)\s+(?=[A-Z0-9])",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*,\s*(?![^()]*\))")
_DASH = re.compile(r"\s+[-–—|·]\s+(?![^()]*\))")
_LEGAL_FORM = r"(?:inc|llc|ltd|plc|gmbh|ag|s\.?a|s\.?p\.?a|co|corp|n\.?v|b\.?v|kg|lp|llp|pty)"
_LEGAL = re.compile(rf",\s+(?={_LEGAL_FORM}\b)", re.IGNORECASE)
_ABBREVIATED = re.compile(rf"\b{_LEGAL_FORM}\.$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_ENDED = re.compile(r"former(?:ly)?|ex|past|retired|left", re.IGNORECASE)
_STILL = re.compile(r"current(?:ly)?|present|now|active", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"^(?:worked|works|employed|spent|served|\d+\+? (?:years?|yrs?)|an?|the|time|stints?|roles?|positions?)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Role:
    """One job as written. `former` is True when the text says it has ended; years as `2019` or `2019-03`."""

    title: str | None = None
    employer: str | None = None
    location: str | None = None
    start: str | None = None
    end: str | None = None
    former: bool = False
    current: bool = False
    """The text says it still lasts ("since 2019", "2019 – present")."""


def role(text: str) -> Role:
    """The one job a phrase names ("Former VP Operations, Epic Systems (Madison, WI)"); parts not said are None.

    Order does not matter ("Bosch – VP Sales"); a phrase without a title's word is taken for an employer.
    """
    return _role(text[: limits.LONGEST])


@functools.lru_cache(maxsize=2048)
def _role(text: str) -> Role:
    """Remembered: a sheet names the same employers over and over."""
    when = periods.period(" ".join(text.split()))
    former = bool(_FORMER.match(when.rest)) or (when.end is not None and not when.open)
    phrase = _CURRENT.sub("", without_former(when.rest)).strip(" ,;:–—-*|")
    phrase, inner = _brackets(hide_legal_commas(phrase))
    former = former or bool(_ENDED.fullmatch(inner))
    title, employer, location = _parts(phrase)
    found = Role(_said(title), _said(employer), _said(location), when.start, when.end, former, when.open)
    if inner and found.title is None and titles.is_title(inner):
        return replace(found, title=inner)
    if inner and found.location is None and places.region(inner):
        return replace(found, location=inner)
    return found


def side_by_side(text: str) -> Role:
    """The job of a cell that sets title and company side by side without any mark ("VP, IT Systems CommonSpirit")."""
    text = text[: limits.LONGEST]
    found = role(text)
    if found.title and found.employer and not titles.begins_with_function(found.employer):
        return found
    words = without_former(" ".join(text.split())).split()
    end = max((index + 1 for index in range(len(words)) if titles.is_title(words[index])), default=0)
    while end < len(words) and titles.is_function(words[end]):
        end += 1
    title, employer = " ".join(words[:end]), " ".join(words[end:])
    return replace(found, title=_said(title), employer=_said(employer), former=is_marked_former(text))


def is_marked_former(text: str) -> bool:
    """Whether a phrase begins with "former", "ex-", "previously" or the like."""
    return bool(_FORMER.match(text))


def without_former(text: str) -> str:
    """A title without the "Former", "ex-" or "Retired;" before it."""
    while found := _FORMER.match(text):
        text = text[found.end() :].lstrip(" ,;:")
    return text.strip(" ,;:")


def hide_legal_commas(text: str) -> str:
    """The text with the comma of ", Inc." replaced by NUL, so that lists can be split at their commas."""
    return _LEGAL.sub("\0", text)


def _parts(phrase: str) -> tuple[str, str, str]:
    """Title, employer, location of one phrase without dates and brackets; empty where not said."""
    at = _AT.split(phrase, maxsplit=1)
    if len(at) == 2:
        employer, location = _employer_and_place(_COMMA.split(at[1]))
        return ("" if _NO_TITLE.match(at[0]) else at[0]), employer, location
    if (of := _OF.match(phrase)) and not titles.is_function(phrase[of.end() :].split(",")[0]):
        employer, location = _employer_and_place(_COMMA.split(phrase[of.end() :]))
        if not titles.is_title(employer):
            return of.group(1), employer, location
    sides = _DASH.split(phrase, maxsplit=1)
    if len(sides) == 2:
        return _two_sides(sides[0], sides[1], phrase)
    return _by_commas([part for part in _COMMA.split(phrase) if part])


def _two_sides(left: str, right: str, phrase: str) -> tuple[str, str, str]:
    """A dash sets title and employer apart, whatever commas either holds."""
    if places.region(right) and not titles.is_title(right):
        title, employer, _ = _by_commas(_COMMA.split(left))
        return title, employer, right
    if titles.is_title(left) and titles.is_title(right):
        return _by_commas([part for side in (left, right) for part in _COMMA.split(side)])
    if not titles.is_title(left) and not titles.is_title(right):
        return "", phrase, ""
    title, firm = (left, right) if titles.is_title(left) else (right, left)
    employer, location = _employer_and_place(_COMMA.split(firm))
    return title, employer, location


def _by_commas(parts: list[str]) -> tuple[str, str, str]:
    """The employer is the last part that is neither place nor department, or the one before if a country follows.

    "Title, Department, Employer", "Title, Employer, Town, State", "Title, Employer, Town, Country".
    """
    if not any(titles.is_title(part) for part in parts):
        employer, location = _employer_and_place(parts)
        return "", employer, location
    until = _places_from(parts, 1)
    core, location = parts[:until], ", ".join(parts[until:])
    if not titles.is_title(core[0]) and not titles.is_function(core[0]) and len(core) > 1:
        return ", ".join(core[1:]), core[0], location
    firms = [
        index
        for index in range(1, len(core))
        if not titles.is_function(core[index]) and titles.may_be_firm(core[index])
    ]
    if not firms:
        return ", ".join(core), "", location
    if location and len(firms) > 1 and not re.fullmatch(r"[A-Z]{2}", parts[-1]):
        return ", ".join(core[: firms[-2]]), core[firms[-2]], ", ".join((*core[firms[-1] :], location))
    return ", ".join(core[: firms[-1]]), core[firms[-1]], location


def _places_from(parts: list[str], start: int) -> int:
    """Index from which the parts are a place: those known, and the town before a state's two letters."""
    at = len(parts)
    while at > start and places.region(parts[at - 1]) and not titles.is_title(parts[at - 1]):
        at -= 1
    if at == len(parts) and len(parts) - 1 > start and re.fullmatch(r"[A-Z]{2}", parts[-1]):
        at -= 1
    if at < len(parts) and at - 1 > start and re.fullmatch(r"[A-Z]{2}", parts[at]):
        at -= 1
    return at


def _employer_and_place(parts: list[str]) -> tuple[str, str]:
    """The first part is the employer, known places after it the location; a place alone is a location."""
    if not parts:
        return "", ""
    if all(places.region(part) for part in parts):
        return "", ", ".join(parts)
    known = places.region(parts[-1]) is not None and len(parts) <= 4
    return parts[0], ", ".join(parts[1:] if known else parts[_places_from(parts, 1) :])


def _brackets(phrase: str) -> tuple[str, str]:
    """The phrase without a bracket that holds a place or a title, and what the bracket held."""
    for found in _BRACKETS.finditer(phrase):
        inner = found.group(1).strip()
        if (
            (_STILL.fullmatch(inner) or _ENDED.fullmatch(inner))
            or places.region(inner)
            or (titles.is_title(inner) and len(inner.split()) > 1)
            or blanks.is_blank(inner)
        ):
            return (phrase[: found.start()] + phrase[found.end() :]).strip(" ,"), inner
    return phrase, ""


def _said(text: str) -> str | None:
    """A part without its edge marks, or None when nothing is left of it."""
    stripped = text.replace("\0", ", ").strip(" ,;:–—-*|")
    stripped = stripped + ")" if stripped.count("(") > stripped.count(")") else stripped
    stripped = stripped if _ABBREVIATED.search(stripped) else stripped.rstrip(".")
    return stripped if stripped and not blanks.is_blank(stripped) else None
