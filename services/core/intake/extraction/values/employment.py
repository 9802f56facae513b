"""Reads lists of former employers: "ex-Siemens, Bosch (2012–2018)". Never takes a place for an employer."""

import re
from dataclasses import replace

from services.core.intake.extraction.values import blanks, limits, places, roles, titles
from services.core.intake.extraction.values.roles import Role
from services.core.intake.proposals import PastEmployer

_ITEM = re.compile(r"[;\n•]|→|(?<=\))\s*(?:and|,)\s+")
_COMMA = re.compile(r"\s*,\s*(?![^()]*\))")
_AND = re.compile(r"\s+(?:and|und|&)\s+(?=(?:ex-|former|[A-Z]))")
_PAIRS = frozenset(
    ("johnson", "procter", "ernst", "marks", "barnes", "black", "standard", "bausch", "merck", "proctor")
)


def past_employers(text: str) -> list[PastEmployer]:
    """The former employers a list names, in its order; title and years where given; what still lasts is left out."""
    text = text[: limits.LONGEST]
    jobs: list[Role] = []
    for item in _ITEM.split(text):
        jobs += _paired([roles.role(part) for part in _comma_items(item) if not blanks.is_blank(part)])
    return [past_employer(job) for job in jobs if job.employer and not job.current]


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
    parts = _COMMA.split(roles.hide_legal_commas(item))
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
        undated = last is not None and last.start is None and last.end is None
        if last and last.title and not last.employer and part.employer and not part.title:
            jobs[-1] = replace(last, employer=part.employer, start=part.start or last.start, end=part.end or last.end)
        elif last and undated and last.employer and not last.title and part.title and not part.employer:
            jobs[-1] = replace(part, employer=last.employer)
        elif last and part.title is None and part.employer and places.region(part.employer):
            continue
        else:
            jobs.append(part)
    return jobs
