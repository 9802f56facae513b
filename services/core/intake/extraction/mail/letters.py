"""Reads one message of a thread: its tables, its profiles, then the prose around them. Compares no messages."""

from dataclasses import dataclass, field, replace

from services.core.intake.documents import Document, Message
from services.core.intake.extraction.mail import (
    answers,
    blocks,
    lines,
    person_names,
    profiles,
    prose,
    sentences,
    tables,
    terms,
)
from services.core.intake.extraction.mail.context import Context
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.proposals import Rejected


@dataclass(slots=True)
class Letter:
    """One message while it is being read: what is found of people first, what is read from it later."""

    message: Message
    text: list[lines.Line]
    rows: list[tables.Row] = field(default_factory=list)
    people: list[blocks.Block] = field(default_factory=list)
    stated: terms.Terms = field(default_factory=terms.Terms)
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def offers_profiles(self) -> bool:
        """Whether it holds a profile or a table row, rather than news of people known before."""
        return bool(self.rows) or any(not block.head.sentence for block in self.people)

    def names(self) -> list[Piece]:
        """The names its profiles and rows open with."""
        named = [block.head.name for block in self.people] + [row_name(row) for row in self.rows]
        return [name for name in named if name]

    def outside(self) -> list[lines.Line]:
        """The lines that belong to no profile."""
        inside = {index for block in self.people for index in range(block.head.index, block.end)}
        return [line for index, line in enumerate(self.text) if index not in inside]


def open_letter(document: Document, message: Message) -> Letter:
    """A message cut into lines."""
    return Letter(message, lines.of(document, message))


def find_people(letter: Letter, outsiders: frozenset[str]) -> None:
    """Finds the table rows and profiles, so that later passes know everybody the thread names in full."""
    letter.rows = tables.find(letter.text)
    free = set(range(len(letter.text)))
    for start, end in _row_extents(letter):
        free -= set(range(start, end))
    letter.people = blocks.find(letter.text, outsiders=outsiders, free=free)


def read(letter: Letter, context: Context, known: dict[str, str], outsiders: frozenset[str]) -> list[Mention]:
    """What the message says about each person; what names nobody is rejected in the letter."""
    outside = _paragraphs(letter)
    habits = terms.read([sentence for paragraph in outside for sentence in sentences.of(paragraph)])
    context = replace(context, currency=habits.currency, unit=habits.unit)
    mentions = _read_rows(letter, context)
    for block in letter.people:
        if block.head.name is None:
            letter.rejected.append(_nameless(block.piece))
        else:
            mentions.append(profiles.read(block, block.head.name, context))
    told = prose.read(outside, known, outsiders, context)
    letter.stated = terms.read(told.left, told.about)
    for mention in [*mentions, *told.mentions]:
        terms.complete(letter.stated, mention)
    for mention in mentions if letter.offers_profiles else [*mentions, *told.mentions]:
        terms.apply(letter.stated, mention)
    loose = [sentence for sentence in told.left if not terms.is_for_all(sentence)]
    letter.notes += [note for mention in mentions for note in mention.notes] + told.notes + prose.unattached(loose)
    return mentions + told.mentions


def row_name(row: tables.Row) -> Piece | None:
    """The name in a table row, None where the cell names nobody."""
    cell = next(cell.piece for cell in row.cells if cell.kind == "name")
    named = person_names.announced(cell.words)
    return cell.part(named.start, named.end) if named else None


def _row_extents(letter: Letter) -> list[tuple[int, int]]:
    """From each table row to the end of the lines that belong to it."""
    starts = [row.index for row in letter.rows]
    stops = [*starts[1:], len(letter.text)]
    return [
        (start, blocks.end_of(letter.text, start, stop))
        for start, stop in zip(starts, stops[: len(starts)], strict=True)
    ]


def _read_rows(letter: Letter, context: Context) -> list[Mention]:
    mentions: list[Mention] = []
    for row, (start, end) in zip(letter.rows, _row_extents(letter), strict=True):
        if name := row_name(row):
            mentions.append(profiles.read_row(row, name, letter.text[start + 1 : end], context))
        else:
            letter.rejected.append(_nameless(letter.text[start].piece))
    return mentions


def _paragraphs(letter: Letter) -> list[Piece]:
    """The runs of lines outside profiles, a bullet or numbered line each its own."""
    extents = _row_extents(letter) + [(block.head.index, block.end) for block in letter.people]
    taken = {index for start, end in extents for index in range(start, end)}
    paragraphs: list[Piece] = []
    open_run = False
    for index, line in enumerate(letter.text):
        if line.blank or line.talk or line.rule or index in taken or answers.is_question(line):
            open_run = False
            continue
        if open_run and not line.bullet and not line.number:
            paragraphs[-1] = paragraphs[-1].until(line.piece)
        else:
            paragraphs.append(line.piece)
        open_run = True
    return paragraphs


def _nameless(piece: Piece) -> Rejected:
    return Rejected(piece.span(), "missing_name", "The profile does not name the person.")
