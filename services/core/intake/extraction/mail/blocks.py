"""Finds where a message speaks of one person: the line that names them and the lines below it that tell more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.core.intake.extraction.mail import answers, heads, labels
from services.core.intake.extraction.mail.heads import Head
from services.core.intake.extraction.mail.lines import Line
from services.core.intake.extraction.mail_spans import Piece

_CLOSING = re.compile(
    r"^(?:please|let me know|looking forward|happy to|feel free|should (?:you|any)|if (?:you|any)|we\b|our\b|i\b"
    r"|i['’](?:m|ll|ve|d)\b"
    r"|we['’](?:re|ll|ve)\b|all (?:of|the|calls|rates|experts|prices|times|our)\b|any (?:questions|feedback)|kindly"
    r"|to (?:book|change|schedule)"
    r"|thanks|thank you|would you|shall (?:i|we)|do (?:you|let)|speak soon|more to come|nothing further|no changes"
    r"|the rest|hope\b|have a\b"
    r"|rates\b|calls (?:are|with)|pricing|one of the|as (?:always|discussed|mentioned|requested)|next steps|melde"
    r"|bitte|gern|wir\b|ich\b|for the others"
    r"|both (?:are|of)|these (?:are|experts)|there (?:are|is|will)|tell me|it['’]s|and one|quick note|ps\b|p\.s\."
    r"|you can|once you|in the meantime"
    r"|apologies|sorry|unfortunately|everyone|nobody|none of|other(?:s| updates)|further|additionally|separately"
    r"|finally)\b",
    re.IGNORECASE,
)
_ANYWHERE_CLOSING = re.compile(
    r"^(?:no (?:further )?(?:changes|updates|news)\b|nothing (?:further|new)\b|the others\b|the rest\b)", re.I
)
_ABOUT_THEM = re.compile(
    r"^(?:he|she|his|her|they|their)\b|^[\"“«]|^(?:over |more than |nearly |about )?\d+\+? years\b|^A\s?\d*[.:]"
    r"|^[A-Z][a-z]+ed\b"
    r"|^(?:led|ran|built|sat|oversaw|held|took|set|wrote|sold|bought|knows|has|was|responsible|current|currently"
    r"|former)\b",
    re.IGNORECASE,
)
_INNER_HEADING = re.compile(
    r"\b(?:screening|responses|answers|q\s?&\s?a|availab\w*|slots|times|background|bio\w*|experience|expertise"
    r"|relevance|topics|career"
    r"|history|employment|rate|fee|pricing|conflict\w*|compliance|profile|summary|contact)\b",
    re.IGNORECASE,
)


@dataclass(slots=True)
class Block:
    """A head with the lines that belong to it."""

    head: Head
    lines: list[Line] = field(default_factory=list)
    end: int = 0
    """Index after its last line."""

    @property
    def piece(self) -> Piece:
        filled = [line.piece for line in self.lines if not line.blank]
        return filled[0].until(filled[-1])


def find(lines: Sequence[Line], *, outsiders: frozenset[str], free: set[int]) -> list[Block]:
    """The profiles and update lines of a message; `outsiders` (keys) are no experts, `free` the lines to look at."""
    unquoted = free - answers.quoted(lines, range(len(lines)))
    opening = [head for index in sorted(unquoted) if (head := heads.find(lines, index, outsiders))]
    opening = _with_siblings(lines, opening, unquoted, outsiders)
    blocks: list[Block] = []
    for position, head in enumerate(opening):
        stop = opening[position + 1].index if position + 1 < len(opening) else len(lines)
        end = _end(lines, head, stop, free)
        blocks.append(Block(head, list(lines[head.index : end]), end))
    return blocks


def end_of(lines: Sequence[Line], start: int, stop: int) -> int:
    """Where the lines belonging to a table row at `start` end, `stop` at the latest."""
    return _end(lines, Head(start, None, None), stop, set(range(len(lines))))


def _with_siblings(lines: Sequence[Line], opening: list[Head], free: set[int], outsiders: frozenset[str]) -> list[Head]:
    """Also the items of a list that name a person just as its accepted items do."""
    shapes = {shape for head in opening if head.name and (shape := heads.shape(lines[head.index], head.name))}
    rest = sorted(free - {head.index for head in opening})
    alike = [head for index in rest if (head := heads.named_alike(lines[index], index, shapes))]
    known = [head for head in alike if head.name and not heads.is_outsider(head.name, outsiders)]
    return sorted(opening + known, key=lambda head: head.index)


def _end(lines: Sequence[Line], head: Head, stop: int, free: set[int]) -> int:
    own = range(head.index + 1, stop)
    quoted = answers.quoted(lines, own)
    bounds = (at for at in own if at not in quoted and _bounds(lines[at], lines[head.index], is_free=at in free))
    stop = next(bounds, stop)
    name = head.name.words if head.name else ""
    index = head.index + 1
    while index < stop and (lines[index].blank or not _ends(lines, index, head)):
        index = index + 1 if head.sentence else answers.reach(lines, index, stop, name=name)
    while index > head.index + 1 and lines[index - 1].blank:
        index -= 1
    return index


def _bounds(line: Line, opening: Line, *, is_free: bool) -> bool:
    """Whether a line cannot belong to a profile above it, whatever that says."""
    return line.talk or line.rule or (not is_free and not line.blank) or _is_sibling(line, opening)


def _ends(lines: Sequence[Line], index: int, head: Head) -> bool:
    """Whether the line at `index` no longer belongs to the profile that `head` opens."""
    line, opening = lines[index], lines[head.index]
    words = line.words
    if _ANYWHERE_CLOSING.match(words):
        return True
    if head.sentence:
        return line.after_gap or line.bullet or bool(line.number) or _CLOSING.match(words) is not None
    if not line.after_gap:
        return False
    if labels.find(line.piece) or answers.is_question(line) or line.indent > opening.indent:
        return False
    if _CLOSING.match(words) or (opening.bullet and not line.bullet):
        return True
    if len(words) < 60 and (words.endswith((":", ":**", ":*")) or (line.bold and words.endswith("*"))):
        return not _INNER_HEADING.search(words)
    return not _goes_on(line, head)


def _is_sibling(line: Line, opening: Line) -> bool:
    """A line of the same list that opens with another name, or a shouted name after a gap below a shouted one."""
    if line.after_gap and line.words.isupper() and opening.words.isupper():
        return heads.names_another(line)
    alike = (line.number and opening.number) or (line.bullet and opening.bullet and line.indent == opening.indent)
    return bool(alike) and heads.names_another(line)


def _goes_on(line: Line, head: Head) -> bool:
    """Whether a paragraph after a gap is still about the person: it names them, or has no subject of its own."""
    words = line.words
    names = head.name.words.split() if head.name else []
    if line.bullet or _ABOUT_THEM.match(words) or any(name in words for name in names if len(name) > 2):
        return True
    return heads.is_job_line(words) or heads.is_place_line(words) or not words.rstrip("*_ ").endswith((".", "!", "?"))
