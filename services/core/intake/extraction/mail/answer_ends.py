"""Tells where a person's answer of several paragraphs ends, by the lines below it. Knows no questions."""

import re
from collections.abc import Sequence

from services.core.intake.extraction.mail import labels, scraps
from services.core.intake.extraction.mail.lines import Line

QUOTES = ('"', "“", "„", "«", "»")
"""Marks that open a quotation."""
_CLOSES = ('"', "”", "“", "»", "«")
_HEADING = re.compile(
    r"\b(?:screening|responses|answers|availab\w*|slots|background|bio\w*|experience|expertise|relevance|career|history"
    r"|employment|rates?|fees?|pricing|conflicts?|compliance|profile|summary|contact|next steps|update)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"^(?:https?://\S+|(?:www\.|linkedin\.com)\S+|[\w.%+-]+@[\w.-]+\.\w{2,}|\+\d[\d\s().-]{7,})$")
_TO_CLIENT = re.compile(
    r"^(?:let (?:me|us) know|do let|please (?:let|find|advise|confirm|see|do)|looking forward|feel free|kindly"
    r"|happy to (?:set|arrange|schedule|hold|book|share|send|connect|hop|provide)|should you|shall (?:i|we)"
    r"|(?:if|once) you (?:would|wish|want|need|have (?:any|a)|are (?:interested|happy)|like|let|confirm|approve)"
    r"|(?:would|do) you (?:like|prefer|want|need)|any (?:questions|feedback|interest)|to (?:book|schedule|change)\b"
    r"|thanks|thank you|speak soon|more (?:to come|people|profiles|experts|names)|next steps|quick note|p\.?s\.?\b"
    r"|as (?:always|discussed|mentioned|requested)|(?:for )?the (?:rest|others)\b"
    r"|all (?:of (?:them|these)|rates|calls|experts)\b|nothing (?:further|new)|no (?:further )?(?:changes|updates|news)"
    r"|melde|bitte|gern\b)",
    re.IGNORECASE,
)
_OF_US = re.compile(r"^(?:i|we|our|my|there|these|both|further|separately|additionally|unfortunately)\b", re.IGNORECASE)
_OF_THEM = re.compile(
    r"^(?:he|she|his|her)\b.*(?:[$€£]\s?\d|\b(?:confirmed|cleared|conflicts?|compliance|available|availability|rate|fee"
    r"|slots?)\b)",
    re.IGNORECASE,
)
_DESK = re.compile(
    r"\b(?:(?:more|other|new|additional|further) (?:experts?|advis[eo]rs?|profiles?|names|people|candidates?)"
    r"|(?:send|share with|forward|get back to|keep|let) you\b|will (?:send|share|follow up|chase|confirm|hold)"
    r"|(?:hold|book|schedule|arrange|set up) (?:\w+ ){0,2}(?:slots?|times?|calls?)"
    r"|your (?:team|feedback|calendar))\b",
    re.IGNORECASE,
)


def ends(line: Line, *, name: str) -> bool:
    """Whether a line below an answer is none of it: a label, a heading, an address, the vendor's own words.

    Those are meant for the client, or about the person of this `name`, who speaks of "I" or "we".
    """
    if line.rule or line.talk or _labels(line):
        return True
    words = line.words
    return line.after_gap and bool(
        _is_heading(line)
        or _ADDRESS.match(words)
        or _TO_CLIENT.match(words)
        or _OF_THEM.match(words)
        or _names(words, name)
        or (is_of_us(words) and _DESK.search(words))
    )


def is_of_us(words: str) -> bool:
    """Whether a paragraph may be the vendor's own: it speaks of "I" or "we", as answers do too, or to the client."""
    return bool(_OF_US.match(words) or _TO_CLIENT.match(words))


def quotation(lines: Sequence[Line], start: int, stop: int) -> int:
    """The index after the line that closes the quotation which the line at `start` opens; `start` if none does."""
    if start >= stop or not lines[start].words.startswith(QUOTES):
        return start
    for at in range(start, stop):
        words = lines[at].words.rstrip(" .,*_")
        if words.endswith(_CLOSES) and (at > start or len(words) > 1):
            return at + 1
    return start


def _names(words: str, name: str) -> bool:
    """Whether a paragraph begins with a part of the name, whatever its case ("Dr. Chen's fee is …")."""
    parts = {part.casefold() for part in name.split() if len(part) > 2}
    return any(word[:1].isupper() and word.casefold() in parts for word in re.split(r"\W+", words, maxsplit=3)[:3])


def _labels(line: Line) -> bool:
    """A label opens the line, or stands between facts; in a sentence a word before a colon is none."""
    found = labels.find(line.piece)
    return bool(found) and (found[0].whole.start <= line.piece.start + 3 or not scraps.reads_as_prose(line.words))


def _is_heading(line: Line) -> bool:
    words = line.words
    if len(words) >= 60:
        return False
    marked = words.endswith((":", ":**", ":*")) or (line.bold and words.endswith("*"))
    named = len(words.split()) <= 3 and words[-1:].isalnum() and _HEADING.search(words)
    return marked or bool(named)
