"""Reads one prose document from a vendor: message by message, newest first, into one proposal per person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from services.core.intake.documents import Document, Message
from services.core.intake.extraction import vendors
from services.core.intake.extraction.mail import (
    answers,
    blocks,
    lines,
    merging,
    people,
    person_names,
    profiles,
    prose,
    tables,
    terms,
)
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece
from services.core.intake.proposals import Extraction, Rejected, VendorGuess
from services.core.matching import folding


def extract(document: Document, *, vendor: VendorGuess, today: date) -> Extraction:
    """The people a mail, thread, plain text or PDF offers; of each field what the newest message states.

    `today` dates a message that carries no date of its own. What a client wrote in the thread is not an offer.
    """
    letters = [_Letter(message, lines.of(document, message)) for message in document.messages]
    outsiders = _outsiders(letters)
    for letter in letters:
        letter.find_people(outsiders)
    own = _own_domains(letters, vendor)
    offers = [
        letter for letter in letters if not own or vendors.domain_of(letter.message.sender_address) in {*own, None}
    ]
    questions = _questions(letters)
    known = merging.named([name.words for letter in offers for name in letter.names()])
    result = Extraction(vendor)
    mentions: list[Mention] = []
    for letter in offers:
        sent = letter.message.sent_at
        context = profiles.Context(sent.date() if sent else today, own, questions)
        mentions += letter.read(context, known, outsiders, result)
    result.proposals[:], notes = merging.merge(mentions)
    result.notes.extend(notes)
    return result


@dataclass(slots=True)
class _Letter:
    """One message while it is being read."""

    message: Message
    text: list[lines.Line]
    rows: list[tables.Row] = field(default_factory=list)
    people: list[blocks.Block] = field(default_factory=list)

    def find_people(self, outsiders: frozenset[str]) -> None:
        """Finds the table rows and profiles, so that later passes know everybody the thread names in full."""
        self.rows = tables.find(self.text)
        free = set(range(len(self.text)))
        starts = [row.index for row in self.rows]
        for position, start in enumerate(starts):
            stop = starts[position + 1] if position + 1 < len(starts) else len(self.text)
            free -= set(range(start, blocks.end_of(self.text, start, stop)))
        self.people = blocks.find(self.text, outsiders=outsiders, free=free)

    def names(self) -> list[Piece]:
        """The names its profiles and rows open with."""
        return [block.head.name for block in self.people if block.head.name] + [
            name for row in self.rows if (name := _row_name(row))
        ]

    def read(
        self, context: profiles.Context, known: dict[str, str], outsiders: frozenset[str], result: Extraction
    ) -> list[Mention]:
        """What it says about each person; what names nobody is rejected in `result`."""
        taken: set[int] = set()
        mentions = self._read_rows(context, result, taken)
        for block in self.people:
            taken |= set(range(block.head.index, block.end))
            if block.head.name is None:
                result.rejected.append(_nameless(block.piece))
            else:
                mentions.append(profiles.read(block, block.head.name, context))
        told = prose.read(self._paragraphs(taken), known, outsiders, context)
        stated = terms.read(told.left)
        for mention in mentions:
            terms.apply(stated, mention)
        result.notes.extend(told.notes + prose.unattached([each for each in told.left if not terms.is_for_all(each)]))
        return mentions + told.mentions

    def _read_rows(self, context: profiles.Context, result: Extraction, taken: set[int]) -> list[Mention]:
        mentions: list[Mention] = []
        starts = [row.index for row in self.rows]
        for position, row in enumerate(self.rows):
            stop = starts[position + 1] if position + 1 < len(starts) else len(self.text)
            end = blocks.end_of(self.text, row.index, stop)
            taken |= set(range(row.index, end))
            name = _row_name(row)
            if name:
                mentions.append(profiles.read_row(row, name, self.text[row.index + 1 : end], context))
            else:
                result.rejected.append(_nameless(self.text[row.index].piece))
        return mentions

    def _paragraphs(self, taken: set[int]) -> list[Piece]:
        """The runs of lines outside profiles, a bullet or numbered line each its own."""
        paragraphs: list[Piece] = []
        open_run = False
        for index, line in enumerate(self.text):
            if line.blank or line.talk or line.rule or index in taken or answers.is_question(line):
                open_run = False
                continue
            if open_run and not line.bullet and not line.number:
                paragraphs[-1] = paragraphs[-1].until(line.piece)
            else:
                paragraphs.append(line.piece)
            open_run = True
        return paragraphs


def _row_name(row: tables.Row) -> Piece | None:
    cell = next(cell for kind, cell in row.cells if kind == "name")
    named = person_names.leading(cell.words, alone=True)
    return cell.part(named.start, named.end) if named else None


def _nameless(piece: Piece) -> Rejected:
    return Rejected(piece.span(), "missing_name", "The profile does not name the person.")


def _questions(letters: Sequence[_Letter]) -> dict[str, str]:
    """The screening questions the thread lists by number, the newest listing first."""
    questions: dict[str, str] = {}
    for letter in letters:
        in_blocks = {index for block in letter.people for index in range(block.head.index, block.end)}
        outside = [line for index, line in enumerate(letter.text) if index not in in_blocks]
        for number, question in answers.shared(outside).items():
            questions.setdefault(number, question)
    return questions


def _outsiders(letters: Sequence[_Letter]) -> frozenset[str]:
    """The keys of senders and greeted clients, who are no experts, and the first names they are greeted by."""
    found: set[str] = set()
    for letter in letters:
        if letter.message.sender:
            found.add(people.key(letter.message.sender))
        for line in letter.text:
            if line.talk and (named := person_names.leading(line.words)):
                found.add(people.key(line.words[named.start : named.end]))
        greeting = next((line for line in letter.text if line.talk), None)
        if greeting and lines.is_greeting(greeting.words):
            found |= {folding.letters(word) for word in greeting.words.split() if word[:1].isupper()}
    return frozenset(found)


def _own_domains(letters: Sequence[_Letter], vendor: VendorGuess) -> frozenset[str]:
    """The domains the vendor writes from; empty when nothing tells vendor and client apart."""
    senders = [vendors.domain_of(letter.message.sender_address) for letter in letters]
    by_table = {domain for domain in senders if domain and vendors.is_vendor_domain(domain)}
    named = vendors.domain_of(vendor.span.excerpt) if vendor.span else None
    own = by_table | ({named} if named else set())
    if not own:
        richest = max(letters, key=lambda letter: len(letter.people) + len(letter.rows), default=None)
        domain = (
            vendors.domain_of(richest.message.sender_address) if richest and (richest.people or richest.rows) else None
        )
        own = {domain} if domain else set()
    return frozenset(own)
