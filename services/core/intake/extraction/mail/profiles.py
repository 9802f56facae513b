"""Reads what a profile or a table row says about the person it names, into one mention."""

import re

from services.core.intake.extraction import values
from services.core.intake.extraction.mail import answers, labels, phrases, profile_lines, segments, sentences, tables
from services.core.intake.extraction.mail.blocks import Block
from services.core.intake.extraction.mail.context import Context
from services.core.intake.extraction.mail.lines import Line
from services.core.intake.extraction.mail.mentions import Mention
from services.core.intake.extraction.mail_spans import Piece


def read(block: Block, name: Piece, context: Context) -> Mention:
    """What a block says about the person it names."""
    mention = Mention(name, block.piece, block.head.sure, listed=not block.head.sentence)
    if block.head.number:
        _number(block.head.number, mention)
    if block.head.sentence:
        return _sentence(block, mention, context)
    body = block.lines[1:]
    found, place, taken = answers.read(body, context.questions or {}, name=name.words)
    if place:
        mention.add("answers", found, place, 0.9)
    reader = profile_lines.Reader(mention, context)
    reader.labelled = _job_labels([block.lines[0], *body])
    if block.head.tail:
        reader.tail(block.head.tail)
    index = 0
    while index < len(body):
        index = index + 1 if index in taken or body[index].blank else reader.line(body, index)
    reader.finish()
    return mention


def read_row(row: tables.Row, name: Piece, below: list[Line], context: Context) -> Mention:
    """What a table row, and the lines under it, say about the person it names."""
    whole = row.cells[0].piece.until(row.cells[-1].piece)
    mention = Mention(name, whole if not below else whole.until(below[-1].piece), 0.95, listed=True)
    reader = profile_lines.Reader(mention, context)
    reader.labelled = {cell.kind for cell in row.cells if cell.piece}
    for kind, cell, heading in row.cells:
        if kind == "name":
            rest = cell.part(name.end - cell.start).stripped(" \t,;()")
            segments.reference(rest, mention)
        elif cell and (kind == "conflict_status" or not values.is_blank(cell.words)):
            reader.cell(kind, cell, heading)
    found, place, taken = answers.read(below, context.questions or {}, name=name.words)
    if place:
        mention.add("answers", found, place, 0.9)
    for index, line in enumerate(below):
        if index not in taken and not line.blank:
            reader.line(below, index)
    reader.finish()
    return mention


def _sentence(block: Block, mention: Mention, context: Context) -> Mention:
    place = mention.name.until(block.piece)
    for sentence in sentences.of(place):
        phrases.read(sentence, mention, context)
    return mention


def _number(number: Piece, mention: Mention) -> None:
    """An expert's number counts as the vendor's reference when it is more than a place in the list."""
    plain = number.stripped("# \t")
    if len(re.sub(r"\D", "", plain.words)) >= 3:
        mention.add("vendor_ref", plain.words, plain, 0.95)


def _job_labels(lines: list[Line]) -> set[labels.Kind]:
    return {label.kind for line in lines for label in labels.find(line.piece)}
