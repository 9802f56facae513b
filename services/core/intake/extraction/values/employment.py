"""Reads jobs: "VP Operations at Epic Systems (2014–2021)", lists of former employers."""

import re
from dataclasses import dataclass, replace

from services.core.intake.extraction.values import blanks, periods, places, titles
from services.core.intake.proposals import PastEmployer

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
_COMMAS = re.compile(r"\s*,\s*(?![^()]*\))|\s+[-–—|]\s+(?![^()]*\))")
_LEGAL_FORM = r"(?:inc|llc|ltd|plc|gmbh|ag|s\.?a|s\.?p\.?a|co|corp|n\.?v|b\.?v|kg|lp|llp|pty)"
_LEGAL = re.compile(rf",\s+(?={_LEGAL_FORM}\b)", re.IGNORECASE)
_ABBREVIATED = re.compile(rf"\b{_LEGAL_FORM}\.$", re.IGNORECASE)
_BRACKETS = re.compile(r"\s*\(([^()]*)\)")
_NO_TITLE = re.compile(
    r"^(?:worked|works|employed|spent|served|\d+\+? (?:years?|yrs?)|an?|the|time|stints?|roles?|positions?)\b", re.I
)
_PAIRS = ["johnson", "procter", "ernst", "marks", "barnes", "black", "standard", "bausch", "merck", "proctor"]
_AND = re.compile(r"\s+(?:and|und|&)\s+(?=(?:ex-|former|[A-Z]))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Role:
    """One job as written. `former` is True when the text says it has ended; years as `2019` or `2019-03`."""

    title: str | None = None
    employer: str | None = None
    location: str | None = None
    start: str | None = None
    end: str | None = None
    former: bool = False


def role(text: str) -> Role:
    """The one job a phrase names ("Former VP Operations, Epic Systems (Madison, WI)"); parts not said are None.

    Order does not matter ("Bosch – VP Sales"); a phrase without a title's word is taken for an employer.
    """
    when = periods.period(" ".join(text.split()))
    former = bool(_FORMER.match(when.rest)) or (when.end is not None and not when.open)
    phrase = _CURRENT.sub("", _FORMER.sub("", when.rest)).strip(" ,;:–—-*|")
    phrase, inner = _brackets(_LEGAL.sub("\0", phrase))
    title, employer, location = _parts(phrase)
    found = Role(_said(title), _said(employer), _said(location), when.start, when.end, former)
    if inner and found.title is None and titles.is_title(inner):
        return replace(found, title=inner)
    if inner and found.location is None and places.region(inner):
        return replace(found, location=inner)
    return found


def is_marked_former(text: str) -> bool:
    """Whether a phrase begins with "former", "ex-", "previously" or the like."""
    return bool(_FORMER.match(text))


def without_former(text: str) -> str:
    """A title without the "Former" or "ex-" before it."""
    return _FORMER.sub("", text).strip(" ,;:")


def past_employers(text: str) -> list[PastEmployer]:
    """The former employers a list names, in its order; title and years where given."""
    jobs: list[Role] = []
    for item in re.split(r"[;\n•]|→|(?<=\))\s*(?:and|,)\s+", text):
        jobs += _paired([role(part) for part in _comma_items(item) if not blanks.is_blank(part)])
    return [past_employer(job) for job in jobs if job.employer]


def past_employer(job: Role) -> PastEmployer:
    """A job as an entry among former employers."""
    past: PastEmployer = {"name": job.employer or ""}
    if job.title:
        past["title"] = job.title
    if job.start:
        past["start"] = job.start
    if job.end:
        past["end"] = job.end
    return past


def _comma_items(item: str) -> list[str]:
    parts = re.split(r"\s*,\s*(?![^()]*\))", _LEGAL.sub("\0", item))
    halves = _AND.split(parts[-1])
    if len(halves) == 2 and halves[0].split()[-1:] and halves[0].split()[-1].casefold() not in _PAIRS:
        joined = titles.is_title(halves[0]) or titles.is_function(halves[1])
        parts[-1:] = [parts[-1]] if joined else halves
    return [part.replace("\0", ", ") for part in parts]


def _paired(parts: list[Role]) -> list[Role]:
    """Titles joined to the employer beside them, since "VP Sales, Bosch (2012–2018)" splits at its comma."""
    jobs: list[Role] = []
    for part in parts:
        last = jobs[-1] if jobs else None
        open_ended = last is not None and last.start is None and last.end is None
        if last and last.title and not last.employer and part.employer and not part.title:
            jobs[-1] = replace(last, employer=part.employer, start=part.start or last.start, end=part.end or last.end)
        elif last and open_ended and last.employer and not last.title and part.title and not part.employer:
            jobs[-1] = replace(part, employer=last.employer)
        elif last and part.title is None and part.employer and places.region(part.employer):
            continue
        else:
            jobs.append(part)
    return jobs


def _parts(phrase: str) -> tuple[str, str, str]:
    """Title, employer, location of one phrase without dates and brackets; empty where not said."""
    at = _AT.split(phrase, maxsplit=1)
    if len(at) == 2:
        employer, location = _employer_and_place(_COMMAS.split(at[1]))
        return ("" if _NO_TITLE.match(at[0]) else at[0]), employer, location
    if (of := _OF.match(phrase)) and not titles.is_function(phrase[of.end() :].split(",")[0]):
        employer, location = _employer_and_place(_COMMAS.split(phrase[of.end() :]))
        if not titles.is_title(employer):
            return of.group(1), employer, location
    return _ordered([part for part in _COMMAS.split(phrase) if part])


def _ordered(parts: list[str]) -> tuple[str, str, str]:
    named = [index for index, part in enumerate(parts) if titles.is_title(part)]
    if not named:
        employer, location = _employer_and_place(parts)
        return "", employer, location
    if named[0] > 0 and not titles.is_function(parts[0]):
        employer, location = _employer_and_place(parts[: named[0]] + parts[named[-1] + 1 :])
        return ", ".join(parts[named[0] : named[-1] + 1]), employer, location
    end = named[-1] + 1
    while (
        end < len(parts)
        and titles.is_function(parts[end])
        and not (end == len(parts) - 1 and places.region(parts[end]))
    ):
        end += 1
    employer, location = _employer_and_place(parts[end:])
    return ", ".join(parts[:end]), employer, location


def _employer_and_place(parts: list[str]) -> tuple[str, str]:
    """The first part is the employer, known places after it the location; a place alone is a location."""
    if not parts:
        return "", ""
    if places.region(parts[0]) and all(places.region(part) for part in parts):
        return "", ", ".join(parts)
    return parts[0], ", ".join(part for part in parts[1:] if places.region(", ".join([part])) or len(part) == 2)


def _brackets(phrase: str) -> tuple[str, str]:
    """The phrase without a bracket that holds a place or a title, and what the bracket held."""
    for found in _BRACKETS.finditer(phrase):
        inner = found.group(1).strip()
        if places.region(inner) or (titles.is_title(inner) and len(inner.split()) > 1) or blanks.is_blank(inner):
            return (phrase[: found.start()] + phrase[found.end() :]).strip(" ,"), inner
    return phrase, ""


def _said(text: str) -> str | None:
    """A part without its edge marks, or None when nothing is left of it."""
    stripped = text.replace("\0", ", ").strip(" ,;:–—-*|")
    stripped = stripped if _ABBREVIATED.search(stripped) else stripped.rstrip(".")
    return stripped if stripped and not blanks.is_blank(stripped) else None
