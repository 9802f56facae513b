"""Precision and recall over the corpus of mails, field by field, with the bars they must not fall below.

`d` mails were used while writing the rules; `h` mails were held out and are only marked. `pytest -s` shows the tables.
"""

import sys

import pytest

from services.core.intake.proposals import FIELD_TYPES
from tests.unit.intake.mail import marking

PEOPLE_BAR, FIELD_BAR = 0.97, 0.9


@pytest.fixture(scope="module")
def readings() -> dict[str, marking.Reading]:
    return {stem: marking.read(stem) for stem in marking.stems("")}


def test_the_corpus_is_as_varied_as_promised(readings: dict[str, marking.Reading]) -> None:
    named = {reading.truth["vendor"] for reading in readings.values()} - {None}
    threads = [reading for reading in readings.values() if len(reading.document.messages) > 1]
    assert len(readings) >= 30 and len(named) >= 12 and len(threads) >= 5
    assert len(marking.stems("h")) == 10


def test_people_and_fields_are_read_above_the_bars(readings: dict[str, marking.Reading]) -> None:
    marks = marking.mark(readings.values())
    sys.stdout.write(f"\nall {len(readings)} mails\n{marks.table()}\n")
    assert marks.precision("people") >= PEOPLE_BAR, marks.wrong
    assert marks.recall("people") >= PEOPLE_BAR, marks.wrong
    for name in ("vendor", "rejected", *FIELD_TYPES):
        assert marks.precision(name) >= FIELD_BAR, (name, marks.wrong)
        assert marks.recall(name) >= FIELD_BAR, (name, marks.wrong)


@pytest.mark.parametrize("prefix", ["d", "h"])
def test_the_mails_the_rules_never_saw_are_published_apart(prefix: str, readings: dict[str, marking.Reading]) -> None:
    marks = marking.mark(reading for stem, reading in readings.items() if stem.startswith(prefix))
    name = "written on" if prefix == "d" else "held out"
    sys.stdout.write("\n".join([f"\n{name}", marks.table(), *marks.wrong, ""]))
    assert marks.precision("people") >= PEOPLE_BAR - 0.07 and marks.recall("people") >= PEOPLE_BAR - 0.07


def test_no_sender_or_client_becomes_an_expert(readings: dict[str, marking.Reading]) -> None:
    for reading in readings.values():
        offered = {str(each.fields["name"].value).casefold() for each in reading.found.proposals}
        senders = {(message.sender or "").casefold() for message in reading.document.messages}
        assert offered.isdisjoint(senders), reading.stem
