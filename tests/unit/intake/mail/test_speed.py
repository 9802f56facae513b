"""A morning's mail is read while one waits."""

import time
from datetime import date

import pytest

from services.core.intake.documents import Document, Message
from services.core.intake.extraction import mail, values
from services.core.intake.proposals import VendorGuess
from tests.unit.intake.mail import marking


def test_forty_mails_of_ten_kilobytes_take_less_than_two_seconds() -> None:
    texts = [marking.read(stem).document.messages[0].text for stem in marking.stems("d")]
    letters = [("\n\n".join(texts[at:] + texts[:at]))[:10_000] for at in range(40)]
    documents = [Document("m.eml", "mail", [Message(1, text, "Tom Baker", "t@glgroup.com")]) for text in letters]
    assert sum(len(text) for text in letters) == 400_000
    started = time.process_time()
    for document in documents:
        mail.extract(document, vendor=VendorGuess("GLG", None, 0.9), today=date(2026, 11, 21))
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize(
    "piece", ["1", "Ann Bell | ", "Aa Bb\n", "(", "Director, ", "Why? ", "a - ", "2014-", "Rate: "]
)
def test_a_hostile_text_does_not_keep_it_busy(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    document = Document("m.txt", "text", [Message(1, text)])
    started = time.process_time()
    mail.extract(document, vendor=VendorGuess(None, None, 0.0), today=date(2026, 11, 21))
    for reader in (values.price, values.past_employers, values.conflict, values.region):
        reader(text)
    values.availability(text, today=date(2026, 11, 21))
    assert time.process_time() - started < 5.0
