"""Cuts prose into sentences. Never cuts inside a name, an abbreviation or a number."""

import re

from services.core.intake.extraction.mail_spans import Piece

_STOP = re.compile(r"(?<=[.!?])[\"”’)]?\s+(?=[A-Z\"“(À-Ý])|(?<=[a-z)]\.)\s+(?=[\d$€£])|\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Prof|Mr|Mrs|Ms|St|Inc|Co|Corp|Ltd|Jr|Sr|No|Nr|vs|approx|min|max|e\.g|i\.e|etc|U\.S|U\.K|D\.C|Ph\.D"
    r"|a\.m|p\.m|Mt|Ft"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|about|ca|Assoc|Univ|Dept|incl|ca|ext|Tel)"
    r"|\b[A-Z])\.$"
)


def of(piece: Piece) -> list[Piece]:
    """The sentences of a piece, in order; at least one."""
    words = piece.words
    found: list[Piece] = []
    at = 0
    for mark in _STOP.finditer(words):
        if _ABBREVIATION.search(words[max(at, mark.start() - 8) : mark.start()]) and "\n\n" not in mark.group():
            continue
        found.append(piece.part(at, mark.start() + (len(mark.group()) - len(mark.group().lstrip('"”’)')))))
        at = mark.end()
    found.append(piece.part(at))
    return [each for each in found if each] or [piece]
