"""Finds labelled values in a line: "Fee: £900 per hour. Conflict check: cleared". Judges labels, not values."""

import functools
import re
from dataclasses import dataclass
from typing import Literal

from services.core.intake.extraction import column_headings
from services.core.intake.extraction.mail_spans import Piece
from services.core.matching import folding

Kind = column_headings.Kind | Literal["withdrawn", "aside"]

_MORE: dict[Kind, str] = {
    "availability": (
        "open, free, time, times, timing, new slots, new slot, new availability, updated "
        "availability, updated slots, can do, additional slots, additional slot, more slots, next "
        "available slots, call availability, offered times, times offered, possible times"
    ),
    "past_employers": (
        "previously, previous, prior, past, formerly, before, before that, career, former roles, past "
        "roles, previous experience, former positions, past positions, career highlights, career "
        "path, berufliche stationen"
    ),
    "location": "base, lives in, city state, stadt",
    "employer": "organisation name, at, firma",
    "bio": ("relevance, why relevant, fit, rationale, profile summary, relevant background, project fit, note on fit"),
    "expertise": ("can speak to, can discuss, can comment on, speaks to, knows, topics of expertise, specialities"),
    "conflict_status": (
        "konfliktprufung, konfliktstatus, conflict of interest check, coi check, conflicts cleared, "
        "cleared, approved, vetted"
    ),
    "price": (
        "new rate, updated rate, new fee, updated fee, new price, expert fee, stundensatz, fee hour, satz pro stunde"
    ),
    "phone": "cell number, direct, mob, tel no, phone no",
    "vendor_ref": "glg id, cm id, crg id, gp id, expert nr, reference no, our ref, profile no",
    "years_experience": "years exp, experience in years, industry experience, total experience",
    "withdrawn": "withdrawn, cancelled, no longer possible, slot withdrawn, withdrawn slot, withdrawn slots",
    "aside": (
        "note, notes, update, comment, comments, source, status update, ps, nb, subject, project, "
        "screening, screening responses, screening answers, screening questions, responses, answers, "
        "q and a, question, answer, languages, language, gender, type, category, tier, network"
    ),
}
_LABEL = re.compile(
    r"(?:^|(?<=[|·;•\t(])\s*|(?<=[.,)*])\s+"
    r"|(?<=\s[-–—])\s+)[*_]{0,2}(?P<label>[^\W\d_][^:|·;•\t.,?!]{1,38}?)[*_]{0,2}\s?[:：]"
    r"[*_]{0,2}(?=\s|$|[$€£¥*\d])"
)
_INNER = re.compile(r"(?<=\s)(?P<label>[A-Z][\w-]+(?:\s[a-z]+)?)\s?:(?=\s)")
_DASHED = re.compile(r"^[*_]{0,2}(?P<label>[^\W\d_][\w /&#-]{1,28}?)[*_]{0,2}\s+[–—-]\s+(?=\S)")
_SENTENCE_END = re.compile(r"(?<=[\w%)\"”])\.\s+(?=[A-Z\"“])")
_BEFORE = re.compile(r"\S\s+[-–—|·]\s+[*_]*$")
_DASH = re.compile(r"\s+[-–—|·]\s+")
_ONE_SENTENCE: frozenset[Kind] = frozenset({"price", "conflict_status", "location", "title", "employer"})
_EDGES = " \t|·;•,*_-–—"


@dataclass(frozen=True, slots=True)
class Label:
    """A recognised label with its value; `whole` reaches from the label's first character to the value's last."""

    kind: Kind
    value: Piece
    whole: Piece


def find(line: Piece, *, inner: bool = False) -> list[Label]:
    """The labelled values of a line, in order; each value ends where the next label begins.

    `inner` finds labels that no mark sets apart, as in a table's cell whose lines were joined.
    """
    words = line.words
    pattern = _INNER if inner else _LABEL
    marks = [(found, kind) for found in pattern.finditer(words) if (kind := kind_of(found["label"]))]
    if not marks and (found := _DASHED.match(words)) and (kind := kind_of(found["label"])) and kind != "name":
        marks = [(found, kind)]
    labels: list[Label] = []
    for index, (found, kind) in enumerate(marks):
        end = marks[index + 1][0].start("label") if index + 1 < len(marks) else len(words)
        value = line.part(found.end(), end).stripped(_EDGES)
        if kind in _ONE_SENTENCE and (stop := _SENTENCE_END.search(value.words)):
            value = value.part(0, stop.start())
        if _BEFORE.search(words[: found.start("label")]) and (stop := _DASH.search(value.words)):
            value = value.part(0, stop.start())
        value = (
            value.stripped(".")
            if kind in _ONE_SENTENCE and not value.words.endswith(("Inc.", "Co.", "Ltd."))
            else value
        )
        labels.append(Label(kind, value, line.part(found.start("label")).until(value) if value else value))
    return labels


def find_words(words: str) -> bool:
    """Whether a text holds a labelled value."""
    return any(kind_of(found["label"]) for found in _LABEL.finditer(words))


@functools.lru_cache(maxsize=4096)
def kind_of(label: str) -> Kind | None:
    """The kind of value a label announces, None for words that are no label."""
    return _kinds().get(" ".join(folding.words(label)))


@functools.cache
def _kinds() -> dict[str, Kind]:
    kinds: dict[str, Kind] = {}
    for table in (_MORE, column_headings.SYNONYMS):
        for kind, spellings in table.items():
            for spelling in spellings.split(","):
                kinds.setdefault(spelling.strip(), kind)
    return kinds
