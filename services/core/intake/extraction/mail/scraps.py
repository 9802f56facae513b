"""Cuts a line at the separators people set between facts. Judges shape, never meaning."""

import re

from services.core.intake.extraction.mail_spans import Piece

_BETWEEN = re.compile(r"\s+[-–—|·]\s+(?![^()]*\))|\s*\t\s*|\s*\|\s*|\s*·\s*|;\s+|\s+/\s+(?=\D)")
_CELLS = re.compile(r"\s*[|·\t]\s*|\s/\s")
_BEFORE_FACT = re.compile(
    r",\s+(?=(?:conflicts?|compliance|cleared|pending|available|free|open|slots?|[$€£]|USD|EUR|GBP|\d+ years))"
    r"|\s(?=\((?:ID|#|CM))|:\s+(?=[$€£¥]|(?:USD|EUR|GBP|CHF)\b)"
)
_MARKS = " \t|·;,-–—"


def of(piece: Piece) -> list[Piece]:
    """The scraps between separators, without marks and brackets at their edges; empty ones are left out."""
    scraps = (_balanced(piece.part(start, end).stripped(_MARKS)) for start, end in _edges(piece.words))
    return [scrap for scrap in scraps if scrap]


def has_cells(words: str) -> bool:
    """Whether bars, dots, tabs or slashes set the parts apart as cells of a table."""
    return bool(_CELLS.search(words))


def reads_as_prose(words: str) -> bool:
    """Whether words run as in a sentence rather than as facts between separators."""
    plain = words.split()
    flowing = sum(word[:1].islower() for word in plain) >= len(plain) * 0.45 or words.endswith(".")
    listed = re.search(r"\s[|·]\s|[$€£¥]\s?\d|\bper hour\b", words) and not words.endswith(".")
    return flowing and not listed


def _balanced(scrap: Piece) -> Piece:
    """Without a bracket at the edge whose other half is elsewhere."""
    if scrap.words.count("(") > scrap.words.count(")"):
        return scrap.stripped("( ")
    return scrap.stripped(") ") if scrap.words.count(")") > scrap.words.count("(") else scrap


def _edges(words: str) -> list[tuple[int, int]]:
    edges: list[tuple[int, int]] = []
    at = 0
    for mark in _BETWEEN.finditer(words):
        edges += _facts(words, at, mark.start())
        at = mark.end()
    return edges + _facts(words, at, len(words))


def _facts(words: str, start: int, end: int) -> list[tuple[int, int]]:
    """Splits at a comma, colon or bracket only where what follows is a price, a conflict state, a slot or a number."""
    at = start
    cut: list[tuple[int, int]] = []
    for mark in _BEFORE_FACT.finditer(words, start, end):
        cut.append((at, mark.start()))
        at = mark.end()
    return [*cut, (at, end)]
