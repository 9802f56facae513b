"""Every value points to the characters it was read from, exactly."""

import pytest

from services.core.intake.documents import Document, Message
from services.core.intake.proposals import Span
from tests.unit.intake.mail import marking


def _message(document: Document, span: Span) -> Message:
    if span.locator == "text":
        return document.messages[0]
    part, number = span.locator.split(" ")
    assert part in ("message", "page")
    return next(message for message in document.messages if message.index == int(number))


@pytest.mark.parametrize("stem", marking.stems(""))
def test_every_excerpt_is_the_text_between_its_offsets(stem: str) -> None:
    reading = marking.read(stem)
    spans = [found.span for each in reading.found.proposals for found in each.fields.values()]
    spans += [each.span for each in reading.found.proposals] + [each.span for each in reading.found.rejected]
    for span in spans:
        assert span.file == reading.document.file
        assert span.start is not None and span.end is not None and 0 < len(span.excerpt) <= 500
        assert _message(reading.document, span).text[span.start : span.end] == span.excerpt


@pytest.mark.parametrize("stem", marking.stems(""))
def test_every_field_stands_in_a_block_and_is_sure_to_some_degree(stem: str) -> None:
    for proposal in marking.read(stem).found.proposals:
        assert "name" in proposal.fields
        for name, found in proposal.fields.items():
            assert 0 < found.confidence <= 1, name
            assert found.value is not None, name
