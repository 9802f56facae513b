"""Reads a mail of GLG's and says what it offers, for tests that need no more."""

from datetime import date
from typing import Any

from services.core.intake.documents import Document, Message
from services.core.intake.extraction import mail
from services.core.intake.proposals import Extraction, VendorGuess

TODAY = date(2026, 11, 21)
GREETING, SIGNATURE = "Hi Anna,\n\n", "\n\nBest,\nTom Baker\n"


def read(*texts: str) -> Extraction:
    """What a thread says, its newest message first."""
    messages = [
        Message(index, f"{GREETING}{text}{SIGNATURE}", "Tom Baker", "tbaker@glgroup.com", quoted=index > 1)
        for index, text in enumerate(texts, start=1)
    ]
    return mail.extract(Document("mail.eml", "mail", messages), vendor=VendorGuess("GLG", None, 0.98), today=TODAY)


def people(*texts: str) -> list[dict[str, Any]]:
    """The fields of everybody a thread offers."""
    return [{name: found.value for name, found in each.fields.items()} for each in read(*texts).proposals]


def answers(*texts: str) -> list[list[tuple[str, str]]]:
    """Of everybody a thread offers the questions with their answers."""
    return [[(each["question"], each["answer"]) for each in person.get("answers", [])] for person in people(*texts)]
