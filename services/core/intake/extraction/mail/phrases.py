"""Reads what sentences state about a person: a job, a place, a price, a check, a slot, a withdrawal."""

import re
from dataclasses import replace
from typing import cast

from services.core.intake.extraction import values
from services.core.intake.extraction.mail import segments
from services.core.intake.extraction.mail.context import Context
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.extraction.values import dates, titles
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
_WORKED = re.compile(
    rf"\b(?:formerly|previously|used to work|worked|spent \w+ years|came from|left)\s+(?:at|with|for"
    rf"|from)?\s*{_EMPLOYER}{_YEARS}"
)
_SPENT = re.compile(
    rf"\b(?:spent [\w ]{{1,20}}|worked|was|has been|had been)\s+(?:at|with|for)\s+{_EMPLOYER}[^.;]{{0,30}}?\b"
    rf"(?P<last>most recently |lastly |finally )?as\s+(?:an?\s+|the\s+|its\s+|their\s+)?{_TITLE}"
)
_LOWER_JOB = re.compile(
    rf"(?:^|,|\bis)\s+(?:an?|the)\s+(?P<title>[a-z][\w&-]*(?:\s[a-z][\w&-]*){{0,4}})\s+(?:at|with)\s+{_EMPLOYER}"
)
_LATER = re.compile(r"\b(?:will|to) (?:send|share|follow|confirm|provide|let)\b", re.IGNORECASE)
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
_PRICE_CUE = re.compile(
    r"\b(?:rate|fee|price|charges?|costs?|asks?(?:\sfor)?|quote[sd]?|per hour|an hour|hourly|/\s?h(?:ou)?r?|per call"
    r"|per minute"
    r"|credits?)\b|/\s?(?:hr|h|hour|min)\b",
    re.IGNORECASE,
)
_CHECK_CUE = re.compile(r"\b(?:conflicts?|compliance|coi|cleared|flagged|clearance)\b", re.IGNORECASE)
_CLAUSE = re.compile(
    r";\s+|,\s+(?:and|but)\s+|\s+(?:and|but)\s+(?=(?:is|has|could|can|would|his|her|their|he|she|they|offers|asks"
    r"|charges)\b)|,\s+(?=(?:his|her|their|he|she)\b)"
)
_SLOT_CUE = re.compile(
    r"\b(?:availab(?:le|ility)|could (?:speak|do|talk)|can (?:\w+ ){0,2}(?:speak|do|talk|make)|is (?:also )?(?:free"
    r"|open)|free on|offers?|offered"
    r"|slots?|prefers?|suggests?|proposes?|moved to|instead|open on|would|times|confirmed|is happy to"
    r"|(?:next )?openings?|diary|calendar)\b",
    re.IGNORECASE,
)
_WITHDRAWN = re.compile(
    r"^\W*declined\b|\b(?:no longer (?:available|interested|able|wish\w*|participating)|withdr(?:ew|awn)"
    r"|has (?:declined|dropped out|(?:has )?pulled out|(?:has )?backed out|cancelled)"
    r"|dropped out|(?:had|has|have|wants?|wishes) to (?:drop out|withdraw|pull out|decline|cancel)"
    r"|(?:has )?pulled out|(?:has )?backed out|is (?:out|unavailable)(?: for this project)?|declined to participate"
    r"|not (?:available|interested) any ?more"
    r"|(?:has )?asked to (?:be removed|withdraw|step back)|stepped back|decided not to|(?:does|did) not want to"
    r"|not able to participate|cannot participate|steht nicht mehr zur verfügung)\b",
    re.IGNORECASE,
)
_UNCHANGED = re.compile(
    r"\b(?:no (?:further )?changes?|unchanged|nothing new|no updates?|as before|same as before)\b", re.IGNORECASE
)
_EXPERIENCE = re.compile(
    r"\b(?P<years>\d{1,2}\s?\+?\s*(?:years?|yrs?))['’]?\s+(?:(?:of\s+)?(?:[\w-]+\s+){0,3}?experience|in (?:the"
    r"|this) (?:industry|field|sector|business))\b"
    r"|\bin (?:the|this) (?:industry|field|sector|business) for (?:over |more than )?(?P<other>\d{1,2}\+? years)",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:next|this|coming|early|late) (?:week|month|days)\b|\bweekdays?\b|\bmornings?\b|\bafternoons?\b|\bevenings?\b"
    r"|\bany ?time\b|\bflexible\b",
    re.IGNORECASE,
)


def read(sentence: Piece, mention: Mention, context: Context, *, about_job: bool = True) -> bool:
    """Adds everything `sentence` states about the person; False if it states nothing.

    `about_job` is off for a profile's prose, where companies are mentioned that are not the person's own.
    """
    before = dict(mention.fields)
    for gone in _LEFT_FIRM.finditer(sentence.flat):
        _left(sentence, gone, mention)
    segments.addresses(sentence, mention, context)
    if about_job:
        _job(sentence, mention)
    _location(sentence, mention)
    if found := _EXPERIENCE.search(sentence.flat):
        mention.add("years_experience", values.years(found.group()), sentence.part(*found.span()), 0.85)
    return states_change(sentence, mention, context) or mention.fields != before


def is_experience(words: str) -> bool:
    """Whether a short line says how many years somebody has worked and little else."""
    return len(words.split()) < 12 and bool(_EXPERIENCE.match(words.strip(" -•*")))


def states_change(piece: Piece, mention: Mention, context: Context) -> bool:
    """Adds what changes between mails: conflict state, price, slots, withdrawal, "no changes"."""
    if withdrawal(piece, mention, context):
        return True
    said = bool(_UNCHANGED.search(piece.flat))
    mention.unchanged = mention.unchanged or said
    for clause in _clauses(piece):
        said = _check(clause, mention) or said
        said = _price(clause, mention) or said
    return _slots(piece, mention, context) or said


def withdrawal(piece: Piece, mention: Mention, context: Context) -> bool:
    """Marks a person, or the slots named after the word, as gone if `piece` says so."""
    found = _WITHDRAWN.search(piece.flat)
    if not found:
        return False
    gone = [
        slot
        for slot in values.availability(piece.flat[found.end() :], today=context.today, month_first=context.month_first)
        if "start" in slot
    ]
    if gone:
        mention.add_slots(gone, piece.part(found.end()), 0.85, "remove")
        return True
    if re.search(r"\bslots?\b", piece.flat, re.IGNORECASE):
        return False
    mention.withdrawn = True
    mention.fields.pop("availability", None)
    mention.add("availability", [], piece, 0.9)
    return True


def _job(sentence: Piece, mention: Mention) -> None:
    words = sentence.flat
    if lower := _LOWER_JOB.search(words):
        mention.add("title", lower["title"], sentence.part(*lower.span("title")), 0.8)
        mention.add("employer", lower["employer"], sentence.part(*lower.span("employer")), 0.8)
        _place_behind(sentence, lower.end("employer"), mention)
    if (bracket := _BRACKET.match(words)) and titles.is_title(bracket["job"]):
        mention.add_job(sentence.part(*bracket.span("job")), 0.85)
    for found in _JOB.finditer(words):
        if not titles.is_title(found["title"]):
            continue
        employer_end = found.end("employer")
        job = sentence.part(found.start("title"), found.end())
        mark = found["mark"] or (
            "formerly "
            if re.search(r"\b(?:formerly|previously)\W+(?:an?\s|the\s)?$", words[: found.start("title")])
            else ""
        )
        role = values.role(f"{mark} {' '.join(job.words.split())}".strip())
        if role.end is None and (until := _UNTIL.match(words[found.end() :])):
            role = replace(role, end=values.role(f"x (until {until['when']})").end, former=True)
        title = sentence.part(*found.span("title"))
        if role.former:
            past = values.Role(role.title, found["employer"], None, role.start, role.end, True)
            mention.add_past([values.past_employer(past)], job, 0.85)
            mention.add("title", f"Former {found['title']}", title, 0.75)
            mention.add("employer", found["employer"], sentence.part(*found.span("employer")), 0.75)
        else:
            mention.add("title", found["title"], title, 0.85)
            mention.add("employer", found["employer"], sentence.part(*found.span("employer")), 0.85)
        _place_behind(sentence, employer_end, mention)
    if spent := _SPENT.search(words):
        _past_job(sentence, spent, mention)
    runs = _RUNS.search(words)
    if runs and "employer" not in mention.fields:
        mention.add("employer", runs["employer"], sentence.part(*runs.span("employer")), 0.7)
        _place_behind(sentence, runs.end("employer"), mention)
    if plain := _PLAIN_JOB.search(words):
        if _is_past(mention):
            mention.fields.pop("employer", None)
        mention.add("title", plain["title"], sentence.part(*plain.span("title")), 0.8)


def _left(sentence: Piece, found: re.Match[str], mention: Mention) -> None:
    """ "Left Probat in 2024": the end of a job that is known to be past."""
    past = mention.fields.get("past_employers")
    known = cast(list[PastEmployer], past.value) if past else []
    end = values.role(f"x (until {found['when']})").end
    for each in known:
        if end and each["name"].casefold() == found["employer"].casefold():
            each.setdefault("end", end)


def _place_behind(sentence: Piece, at: int, mention: Mention) -> None:
    """The place of "at Grainger in Chicago, Illinois"."""
    found = _IN.match(sentence.flat[at:])
    if found and values.region(found["place"]):
        start = at + found.start("place")
        mention.add_location(sentence.part(start, start + len(found["place"])).stripped("."), 0.8)


def _past_job(sentence: Piece, found: re.Match[str], mention: Mention) -> None:
    """ "Spent eleven years at Sanofi, most recently as Global Supply Director, and left in March 2023"."""
    left = _LEFT.search(sentence.flat)
    end = values.role(f"x (until {left['when']})").end if left else None
    place = sentence.part(found.start("employer"), found.end("title"))
    past = values.Role(found["title"], found["employer"], None, None, end, True)
    mention.add_past([values.past_employer(past)], place, 0.8)
    mention.add("title", f"Former {found['title']}", sentence.part(*found.span("title")), 0.75)
    mention.add("employer", found["employer"], sentence.part(*found.span("employer")), 0.75)


def _is_past(mention: Mention) -> bool:
    """Whether the employer known so far is one the person has left."""
    title = mention.fields.get("title")
    return title is not None and str(title.value).startswith("Former ")


def _location(sentence: Piece, mention: Mention) -> None:
    if found := _BASED.search(sentence.flat):
        mention.add_location(sentence.part(*found.span("place")).stripped("."), 0.85)
        return
    for found in _TOWN.finditer(sentence.flat):
        if "," in found["place"] and values.region(found["place"]):
            mention.add_location(sentence.part(*found.span("place")).stripped("."), 0.65)
            return


def _clauses(piece: Piece) -> list[Piece]:
    words = piece.flat
    found: list[Piece] = []
    at = 0
    for mark in _CLAUSE.finditer(words):
        found.append(piece.part(at, mark.start()))
        at = mark.end()
    found.append(piece.part(at))
    return [clause for clause in found if clause]


def _check(clause: Piece, mention: Mention) -> bool:
    if not _CHECK_CUE.search(clause.flat):
        return False
    state = values.conflict(clause.flat)
    if state:
        mention.add("conflict_status", state, clause, 0.8)
    return state is not None


def _price(clause: Piece, mention: Mention) -> bool:
    if not _PRICE_CUE.search(clause.flat) or not re.search(r"\d", clause.flat):
        return False
    return segments.price(clause, mention, confidence=0.8)


def _slots(piece: Piece, mention: Mention, context: Context) -> bool:
    words = piece.flat
    cue = _SLOT_CUE.search(words)
    days = dates.find(words, today=context.today, month_first=context.month_first)
    vague = not days and bool(_VAGUE.search(words))
    if not days and _LATER.search(words):
        return False
    if not cue or not (days or vague or re.match(r"avail", cue.group(), re.IGNORECASE)):
        return False
    start = days[0].start if days else cue.end()
    return segments.slots(piece.part(start), mention, context, confidence=0.8, vague=not days, said=words)
