"""Reads what sentences state about a person: a job, a place, a price, a check, a slot, a withdrawal."""

import re

from services.core.intake.extraction import values
from services.core.intake.extraction.mail import segments, told_jobs
from services.core.intake.extraction.mail.context import Context
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.extraction.values import dates

_LATER = re.compile(r"\b(?:will|to) (?:send|share|follow|confirm|provide|let)\b", re.IGNORECASE)
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
    told_jobs.add_end(sentence, mention)
    segments.addresses(sentence, mention, context)
    if about_job:
        told_jobs.add_job(sentence, mention)
    told_jobs.add_location(sentence, mention)
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
        said = _price(clause, mention, context) or said
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


def _price(clause: Piece, mention: Mention, context: Context) -> bool:
    if not _PRICE_CUE.search(clause.flat) or not re.search(r"\d", clause.flat):
        return False
    return segments.price(clause, mention, context, confidence=0.8)


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
