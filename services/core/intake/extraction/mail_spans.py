"""Names the places of a prose document: which message, which characters. The excerpt is always exactly those."""

from dataclasses import dataclass

from services.core.intake.documents import Document, Message
from services.core.intake.proposals import Span

LONGEST = 500
"""Characters an excerpt may have; a longer place is cut, so that it still reads exactly as its offsets say."""


def locator(document: Document, message: Message) -> str:
    """The name of a message as a part of its document: `message 1`, `page 3` or `text`."""
    if document.kind == "pdf":
        return f"page {message.index}"
    return "text" if document.kind == "text" and len(document.messages) == 1 else f"message {message.index}"


def span_of(document: Document, message: Message, start: int, end: int) -> Span:
    """The span of characters `start`–`end` of a message's text."""
    end = min(end, start + LONGEST)
    return Span(document.file, locator(document, message), message.text[start:end], start, end)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one message: characters `start`–`end` of its text."""

    document: Document
    message: Message
    start: int
    end: int

    @property
    def words(self) -> str:
        """The characters themselves."""
        return self.message.text[self.start : self.end]

    @property
    def flat(self) -> str:
        """The characters with line ends as spaces, offset for offset: prose wrapped by a mail program."""
        return self.words.replace("\n", " ")

    @property
    def short(self) -> str:
        """Its words on one line, as a note quotes them."""
        plain = " ".join(self.words.split())
        return plain if len(plain) <= 160 else f"{plain[:159]}…"

    def span(self) -> Span:
        """Where it stands, for a report."""
        return span_of(self.document, self.message, self.start, self.end)

    def part(self, start: int, end: int | None = None) -> "Piece":
        """The piece between two offsets counted in this one, without spaces at its edges."""
        stop = self.end if end is None else self.start + end
        return Piece(self.document, self.message, self.start + start, stop).stripped()

    def stripped(self, edges: str = " \t\n\r") -> "Piece":
        """Without these characters at its edges."""
        words = self.words
        left = len(words) - len(words.lstrip(edges))
        right = len(words) - len(words.rstrip(edges)) if left < len(words) else 0
        return Piece(self.document, self.message, self.start + left, self.end - right)

    def find(self, words: str) -> "Piece":
        """The place of `words` in it, whatever their spacing; itself where they do not stand literally."""
        at = self.words.find(words)
        return self.part(at, at + len(words)) if words and at >= 0 else self

    def until(self, other: "Piece") -> "Piece":
        """From the earlier start to the later end of two pieces of one message."""
        return Piece(self.document, self.message, min(self.start, other.start), max(self.end, other.end))

    def __bool__(self) -> bool:
        return self.end > self.start
