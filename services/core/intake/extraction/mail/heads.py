"""Recognises the line that opens a profile: a label, a number, a bullet, a bare name, with what proves it a person."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from services.core.intake.extraction import values
from services.core.intake.extraction.mail import answers, labels, people, person_names, segments
from services.core.intake.extraction.mail.lines import Line
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.extraction.values import titles

_NUMBERED = re.compile(
    r"^[*_]{0,2}(?:(?:new\s+)?(?:expert|advisor|adviser|profile|candidate|specialist|consultant|council member|member"
    r"|experte|response|respondent|interviewee))\s*"
    r"(?:(?:no|nr|id)\b\.?\s*)?(?P<number>#?\s?[A-Z]{0,3}-?\d[\w-]*|[A-H])[*_]{0,2}(?=\W|$)\s*(?P<mark>[:–—|.)(\t-]"
    r"|$)?\s*[*_]{0,2}",
    re.IGNORECASE,
)
_BY_NUMBER = re.compile(r"^[*_]{0,2}#\s?(?P<number>\d{3,}[\w-]*)[*_]{0,2}\s*(?P<mark>[:–—|-])?\s*")
_INTRODUCED = re.compile(
    r"^[*_]{0,2}(?:update (?:on|for|from)|one more|another one|last one|next up|re|regarding|news (?:on|from)|new"
    r"|screening (?:responses|answers)(?: from| of| for| by)?"
    r"|(?:responses|answers|replies|feedback) (?:from|of|by|for)|new (?:specialist|expert|advisor|profile"
    r"|name))\s*[:–—-]?\s+(?=[A-Z])",
    re.IGNORECASE,
)
_WITHHELD = re.compile(
    r"\b(?:name (?:is )?(?:withheld|confidential|hidden|undisclosed|to be (?:disclosed|confirmed)|on request"
    r"|upon request|tbc|tbd)"
    r"|withheld|anonymous|anonymi[sz]ed|confidential|undisclosed|redacted|identity (?:withheld|hidden)"
    r"|name not disclosed)\b",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"[*_]{0,2}\s*(?:$|[|·,;:(\[\t/]|[-–—]\s?)[*_]{0,2}\s*")
_NEWS = re.compile(
    r"(?:no (?:further )?(?:changes?|news|update)|unchanged|as before|withdrawn|new slots?)\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s[-–—|·/]\s|\t")
_VERB = re.compile(
    r"(?:\s+(?:at|from|of|with)(?:\s+[A-Z][\w&.'’-]*){1,4})?"
    r"(?:\s+(?:is|has|was|had|can|could|will|would|now|no longer|may|declined|confirmed|withdrew|accepted|offers|asks"
    r"|charges|cleared|dropped|also|lowered|raised|cannot|can't|won't|prefers|wants|remains|stays|keeps)\b|['’]s\s)",
)
_SCREENING = re.compile(r"\b(?:answers?|responses?|replies|feedback|screening)\b", re.IGNORECASE)


Shape = tuple[bool, bool, bool, str]
"""Numbered, bulleted, bold, and the mark after the name."""


@dataclass(slots=True)
class Head:
    """The line that opens a profile. `name` is None when the person is not named; `tail` is what follows the name."""

    index: int
    name: Piece | None
    tail: Piece | None
    number: Piece | None = None
    sure: float = 0.9
    sentence: bool = False
    """The name is the subject of a sentence ("Sarah Chen has cleared conflicts"), so that the block ends with it."""


def find(lines: Sequence[Line], index: int, outsiders: frozenset[str]) -> Head | None:
    """The head a line is, if it opens a profile or tells news of somebody; senders and clients (`outsiders`) do not."""
    line = lines[index]
    if line.blank or line.talk or line.rule or answers.is_question(line) or answers.is_answer(lines, index):
        return None
    found = _labelled(lines, index) or _numbered(line, index) or _named(lines, index)
    if found and found.name and is_outsider(found.name, outsiders):
        return None
    return found


def named_alike(line: Line, index: int, shapes: set[Shape]) -> Head | None:
    """The head of a list's item that names a person just as accepted items do, whatever it then says."""
    if line.blank or line.talk or answers.is_question(line):
        return None
    named = person_names.leading(line.words)
    if named and shape(line, line.piece.part(named.start, named.end)) in shapes:
        return _with_tail(index, line.piece, named, sure=0.8)
    return None


def shape(line: Line, name: Piece) -> Shape | None:
    """The marker before a name that opens an item, and the mark after it."""
    if not (line.number or line.bullet or line.bold) or name.start != line.piece.start:
        return None
    after = line.words[name.end - line.piece.start :].lstrip(" *_")
    return bool(line.number), line.bullet, line.bold, after[:1]


def names_another(line: Line) -> bool:
    """Whether a line begins with a person's name and a mark or verb after it."""
    named = person_names.leading(line.words)
    return named is not None and bool(_SEPARATOR.match(line.words, named.end) or _VERB.match(line.words[named.end :]))


def is_job_line(words: str) -> bool:
    """A line that is a job and little else."""
    return (
        len(words) < 130
        and words[:1].isupper()
        and titles.is_title(re.split(r"[,(|]|\bat\b", words)[0])
        and not words.endswith("?")
    )


def is_place_line(words: str) -> bool:
    """A line that is a place and nothing else."""
    if len(words) >= 60 or "," not in words or words.endswith((".", "?", ":")):
        return False
    return (
        not titles.is_title(words) and not re.search(r"\s[-–—|·]\s|[:($€£]", words) and values.region(words) is not None
    )


def is_outsider(name: Piece, outsiders: frozenset[str]) -> bool:
    """Whether a name is that of a sender or a greeted client."""
    return people.key(name.words) in outsiders


def _labelled(lines: Sequence[Line], index: int) -> Head | None:
    line = lines[index]
    first = next(iter(labels.find(line.piece)), None)
    if first is None or first.kind != "name" or first.whole.start > line.piece.start + 3:
        return None
    named = person_names.announced(first.value.words)
    if named is None:
        return Head(index, None, None) if first.value or lines[index].words.endswith(":") else None
    name = first.value.part(named.start, named.end)
    number = _number_above(lines, index)
    rest = line.piece.part(name.end - line.piece.start).stripped(" \t|·;,*_-–—")
    return Head(index, name, rest or None, number=number, sure=0.97)


def _number_above(lines: Sequence[Line], index: int) -> Piece | None:
    """The vendor's number for a person, where it heads the labelled profile."""
    above = next((line for line in reversed(lines[:index]) if not line.blank), None)
    found = _NUMBERED.match(above.words) if above else None
    if above is None or found is None or above.piece.part(found.end()).stripped("*_ "):
        return None
    return above.piece.part(*found.span("number"))


def _numbered(line: Line, index: int) -> Head | None:
    found = _NUMBERED.match(line.words) or _BY_NUMBER.match(line.words)
    if not found:
        return None
    number = line.piece.part(*found.span("number"))
    rest = line.piece.part(found.end()).stripped(" \t*_")
    named = person_names.leading(rest.words, alone=False)
    if named and _SEPARATOR.match(rest.words, named.end):
        return _with_tail(index, rest, named, number=number, sure=0.96)
    if found["mark"] and (_WITHHELD.search(rest.words) or values.is_blank(rest.words) or titles.is_title(rest.words)):
        return Head(index, None, rest or None, number=number)
    return None


def _named(lines: Sequence[Line], index: int) -> Head | None:
    line = lines[index]
    if is_place_line(line.words):
        return None
    introduced = _INTRODUCED.match(line.words)
    piece = line.piece.part(introduced.end()) if introduced else line.piece
    named = person_names.leading(piece.words)
    if named is None and (screened := _screened(lines, index)):
        return screened
    if named is None:
        if (line.number or line.bold) and _WITHHELD.search(line.words) and titles.is_title(line.words):
            return Head(index, None, line.piece)
        return None
    after = piece.words[named.end :]
    if _VERB.match(after) and not introduced:
        return _subject(index, piece, named)
    if not _SEPARATOR.match(after):
        return None
    tail = _SEPARATOR.sub("", after, count=1)
    listed = len(_BETWEEN.findall(tail)) >= 2
    marked = bool(introduced or line.number or line.bullet or line.bold or listed)
    below = _evidence_below(lines, index)
    telling = _tells(tail)
    proof = named.sure + below + 2 * telling + (1 if marked else 0)
    needed = 3 if tail else 2 + (not marked and not line.after_gap)
    if proof < needed or (not named.sure and not (telling and marked) and below < 2 and not (telling and below)):
        return None
    return _with_tail(index, piece, named, sure=min(0.97, 0.85 + 0.03 * proof))


def _screened(lines: Sequence[Line], index: int) -> Head | None:
    """A line that says whose answers follow ("Please find the answers of Mr. Galanis (Technical Director, …)")."""
    words = lines[index].words
    below = next((lines[at] for at in range(index + 1, len(lines)) if not lines[at].blank), None)
    if below is None or not _SCREENING.search(words) or not answers.is_question(below):
        return None
    found = list(person_names.within(words))
    if len(found) != 1:
        return None
    tail = lines[index].piece.part(found[0].end)
    return Head(index, lines[index].piece.part(found[0].start, found[0].end), tail or None, sure=0.9)


def _subject(index: int, piece: Piece, named: person_names.Named) -> Head | None:
    """A sentence about a person, worth a block only if it states something."""
    rest = piece.words[named.end :]
    says = re.search(
        r"\b(?:conflicts?|compliance|cleared|available|availability|rate|fee|slots?|withdrawn|longer|declined|offers"
                     r"|charges?|asks?|per hour|can do|can also)\b|\d", rest, re.IGNORECASE)  # fmt: skip
    if not named.sure or not says:
        return None
    return Head(index, piece.part(named.start, named.end), piece.part(named.end) or None, sure=0.85, sentence=True)


def _with_tail(
    index: int, piece: Piece, named: person_names.Named, *, sure: float, number: Piece | None = None
) -> Head:
    after = piece.words[named.end :]
    separator = _SEPARATOR.match(after)
    start = named.end + (separator.end() if separator else 0)
    if separator and "(" in separator.group():
        start = named.end + separator.group().index("(") + separator.start()
    tail = piece.part(start)
    return Head(index, piece.part(named.start, named.end).stripped(" *_"), tail or None, number=number, sure=sure)


def _tells(tail: str) -> bool:
    """Whether what follows a name tells of a profile or of a change."""
    start = tail[:90]
    if not start:
        return False
    if values.is_marked_former(start) or labels.find_words(tail) or segments.says_check(start) or values.price(start):
        return True
    first = re.split(r"\s[-–—|·]\s|[,(|\t]|\bat\b", start)[0]
    job = titles.is_title(first) and (first[:1].isupper() or (first[:3].islower() and len(first.split()) <= 5))
    return (
        job
        or bool(re.match(r"^(?:new|updated|available|no longer|rate|now|withdrawn|ID\b|#|CM\b)", start, re.I))
        or _has_title_part(tail)
    )


def _has_title_part(tail: str) -> bool:
    parts = re.split(r"\s[-–—|·]\s|[,|\t]", tail)
    return len(parts) > 1 and any(titles.is_title(part) and part.strip()[:1].isupper() for part in parts[:3])


def _evidence_below(lines: Sequence[Line], index: int) -> int:
    """How many of the next lines look like a profile's: labels, a job, a place, a price."""
    count = 0
    seen = 0
    for line in lines[index + 1 : index + 8]:
        if line.blank:
            if seen:
                break
            continue
        seen += 1
        if seen > 4 or line.talk:
            break
        words = line.words
        found = labels.find(line.piece)
        if found and found[0].kind == "name":
            break
        count += (
            bool(found)
            or bool(values.price(words))
            or is_job_line(words)
            or is_place_line(words)
            or bool(_NEWS.match(words))
            or (words[:1] == "Q" and answers.is_question(line))
        )
        count += words[:2] in ("A:", "A1", "Q:", "Q1")
    return count
