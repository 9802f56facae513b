"""What the supervisor shows of its children."""

import io
import os

from services.cli.stack.terminal import Terminal


def test_every_line_carries_its_label_whatever_bytes_it_holds() -> None:
    shown = io.StringIO()
    Terminal(shown).relay("core", io.BytesIO(b"one\r\ntwo \xff\nno newline"))
    assert shown.getvalue() == "core     | one\ncore     | two \ufffd\ncore     | no newline\n"


def test_a_reader_that_went_away_is_no_reason_to_stop() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as stream:
        terminal = Terminal(stream)
        terminal.say("nobody hears this")
        terminal.say("nor this")
