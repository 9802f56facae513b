"""Reads the job and the place a sentence gives a person ("was VP Operations at Epic until 2021, based in Madison, WI").

Knows nothing of prices, checks and slots; a company that only employs somebody else is not asked for here.
"""

import re
from dataclasses import replace
from typing import cast

from services.core.intake.extraction import values
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.extraction.values import titles
from services.core.intake.proposals import PastEmployer

_CAPITAL = r"[A-Z0-9À-Ý][\w&+'’/-]*(?:\.\w+)*"
_TITLE = rf"(?P<title>{_CAPITAL}(?:,?\s+(?:(?:of|and|for|the|&|in|de|du|des)\s+)*{_CAPITAL})*)"
_EMPLOYER = rf"(?P<employer>(?:{_CAPITAL}|[a-z]+\.[a-z]{{2,3}})(?:\s+(?:&|of|de|du|des|la|le|for)?\s*{_CAPITAL})*)"
_YEARS = (
    r"(?:\s*(?P<years>\((?:[^()]*\d{4}[^()]*)\)|from \d{4} (?:to|until) \d{4}|(?:until|till) \d{4}"
    r"|between \d{4} and \d{4}))?"
)
_JOB = re.compile(
    rf"(?P<mark>\b(?:formerly|former|previously|previous|ex|was|served as|worked as|had been"
    rf"|until recently)\b[\s-]*)?"
                  rf"(?:\b(?:an?|the|as|our)\s+)*{_TITLE},?\s+(?:at"
                  rf"|with)\s+(?:the\s+)?{_EMPLOYER}{_YEARS}")  # fmt: skip
_PLAIN_JOB = re.compile(
    r"\b(?:is|now|currently|works as|as)\s+(?:now\s+|currently\s+)?(?:an?\s+)?"
    r"(?P<title>(?:independent|freelance|self-employed|retired|semi-retired|practi[sc]ing)\s+[a-z]+(?:\s(?!based"
    r"|living|in|at|with|and)[a-z]+)?)(?=\s+(?:based|in|at|with|and)\b|[,.;]|$)"
)
_SPENT = re.compile(
    rf"\b(?:spent [\w ]{{1,20}}|worked|was|has been|had been)\s+(?:at|with|for)\s+{_EMPLOYER}[^.;]{{0,30}}?\b"
    rf"(?P<last>most recently |lastly |finally )?as\s+(?:an?\s+|the\s+|its\s+|their\s+)?{_TITLE}"
)
_LOWER_JOB = re.compile(
    rf"(?:^|,|\bis)\s+(?:an?|the)\s+(?P<title>[a-z][\w&-]*(?:\s[a-z][\w&-]*){{0,4}})\s+(?:at|with)\s+{_EMPLOYER}"
)
_BRACKET = re.compile(r"^\W{0,2}\((?P<job>[^()]{4,150})\)")
_UNTIL = re.compile(r"^[^.;]{0,40}?\b(?:until|till|up to)\s+(?P<when>(?:[A-Z][a-z]+ )?\d{4})\b")
_RUNS = re.compile(
    rf"\b(?:runs?|leads?|heads?|manages?|oversees?|works?)\s+(?:(?!at\b)[\w&-]+\s+){{0,5}}(?:at"
    rf"|for)\s+(?:the\s+)?{_EMPLOYER}"
)
_LEFT_FIRM = re.compile(rf"\bleft {_EMPLOYER} in (?P<when>(?:[A-Z][a-z]+ )?\d{{4}})")
_LEFT = re.compile(r"\bleft (?:the company )?(?:in )?(?P<when>(?:[A-Z][a-z]+ )?\d{4})")
_PLACE = (
    r"(?P<place>[A-ZÀ-Ý][\w.'’-]*(?:\s(?:de|do|of|am|upon|[A-ZÀ-Ý][\w.'’-]*))*"
    r"(?:,\s[A-ZÀ-Ý][\w.]*(?:\s[A-ZÀ-Ý][\w.]*)*){0,2})"
)
_BASED = re.compile(
    rf"\b(?i:based|located|living|lives|resides|sits|working|works|operating|consultancy|practice|business|firm"
    rf"|shop)\s+(?:in|out of|near|from)\s+{_PLACE}"
)
_TOWN = re.compile(rf"\bin\s+{_PLACE}")
_IN = re.compile(rf"^(?:\s+in\s+|,\s+|\s+\(){_PLACE}")
_MARKED_BEFORE = re.compile(r"\b(?:formerly|previously)\W+(?:an?\s|the\s)?$")


def add_job(sentence: Piece, mention: Mention) -> None:
    """Adds every job the sentence states, in capitals ("VP Operations at Epic") or not ("an engineer at GEA")."""
    words = sentence.flat
    if lower := _LOWER_JOB.search(words):
        _add_titled(sentence, lower, mention, 0.8)
    if (bracket := _BRACKET.match(words)) and titles.is_title(bracket["job"]):
        mention.add_job(sentence.part(*bracket.span("job")), 0.85)
    for found in _JOB.finditer(words):
        if titles.is_title(found["title"]):
            _add_found(sentence, found, mention)
    if spent := _SPENT.search(words):
        _add_past(sentence, spent, mention)
    runs = _RUNS.search(words)
    if runs and "employer" not in mention.fields:
        mention.add("employer", runs["employer"], sentence.part(*runs.span("employer")), 0.7)
        _place_behind(sentence, runs.end("employer"), mention)
    if plain := _PLAIN_JOB.search(words):
        if _is_past(mention):
            mention.fields.pop("employer", None)
        mention.add("title", plain["title"], sentence.part(*plain.span("title")), 0.8)


def add_end(sentence: Piece, mention: Mention) -> None:
    """Dates the end of a job known to be past ("left Probat in 2024")."""
    past = mention.fields.get("past_employers")
    known = cast(list[PastEmployer], past.value) if past else []
    for found in _LEFT_FIRM.finditer(sentence.flat):
        end = _end(found["when"])
        for each in known:
            if end and each["name"].casefold() == found["employer"].casefold():
                each.setdefault("end", end)


def add_location(sentence: Piece, mention: Mention) -> None:
    """Adds where the sentence says the person lives or works."""
    if found := _BASED.search(sentence.flat):
        mention.add_location(sentence.part(*found.span("place")).stripped("."), 0.85)
        return
    for found in _TOWN.finditer(sentence.flat):
        if "," in found["place"] and values.region(found["place"]):
            mention.add_location(sentence.part(*found.span("place")).stripped("."), 0.65)
            return


def _add_found(sentence: Piece, found: re.Match[str], mention: Mention) -> None:
    words = sentence.flat
    job = sentence.part(found.start("title"), found.end())
    mark = found["mark"] or ("formerly " if _MARKED_BEFORE.search(words[: found.start("title")]) else "")
    role = values.role(f"{mark} {' '.join(job.words.split())}".strip())
    if role.end is None and (until := _UNTIL.match(words[found.end() :])):
        role = replace(role, end=_end(until["when"]), former=True)
    if role.former:
        past = values.Role(role.title, found["employer"], None, role.start, role.end, True)
        mention.add_past([values.past_employer(past)], job, 0.85)
    _add_titled(sentence, found, mention, 0.75 if role.former else 0.85, former=role.former)


def _add_titled(
    sentence: Piece, found: re.Match[str], mention: Mention, confidence: float, *, former: bool = False
) -> None:
    title = f"Former {found['title']}" if former else found["title"]
    mention.add("title", title, sentence.part(*found.span("title")), confidence)
    mention.add("employer", found["employer"], sentence.part(*found.span("employer")), confidence)
    _place_behind(sentence, found.end("employer"), mention)


def _add_past(sentence: Piece, found: re.Match[str], mention: Mention) -> None:
    """ "Spent eleven years at Sanofi, most recently as Global Supply Director, and left in March 2023"."""
    left = _LEFT.search(sentence.flat)
    past = values.Role(found["title"], found["employer"], None, None, _end(left["when"]) if left else None, True)
    mention.add_past([values.past_employer(past)], sentence.part(found.start("employer"), found.end("title")), 0.8)
    mention.add("title", f"Former {found['title']}", sentence.part(*found.span("title")), 0.75)
    mention.add("employer", found["employer"], sentence.part(*found.span("employer")), 0.75)


def _end(when: str) -> str | None:
    return values.role(f"x (until {when})").end


def _is_past(mention: Mention) -> bool:
    """Whether the employer known so far is one the person has left."""
    title = mention.fields.get("title")
    return title is not None and str(title.value).startswith("Former ")


def _place_behind(sentence: Piece, at: int, mention: Mention) -> None:
    """The place of "at Grainger in Chicago, Illinois"."""
    found = _IN.match(sentence.flat[at:])
    if found and values.region(found["place"]):
        start = at + found.start("place")
        mention.add_location(sentence.part(start, start + len(found["place"])).stripped("."), 0.8)
