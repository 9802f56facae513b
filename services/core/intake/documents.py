"""A vendor's file once opened: messages of text or sheets of cells, each part addressable.

Readers make these; extraction reads them. Nothing here knows a vendor or a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class Message:
    """One mail of a thread, or a whole plain text. `index` 1 is the newest; `quoted` parts were cited by a newer one.

    `text` has `\\n` line ends, quote marks (`> `) removed; offsets of spans count in it. `sent_at` always carries an
    offset, UTC where the mail gives none. In a PDF a message is a page and `index` its number.
    """

    index: int
    text: str
    sender: str | None = None
    sender_address: str | None = None
    subject: str | None = None
    sent_at: datetime | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet or a CSV: rows of cells as text, dates ISO 8601, merged cells filled with their value."""

    name: str
    rows: list[list[str]]
    first_row: int = 1
    """The number the sheet gives its first row, so that `Experts!C7` is what a person sees."""
    numbers: Sequence[int] = ()
    """Each row's own number where they do not simply count up from `first_row` (CSV cells with line breaks)."""
    links: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Web and mail addresses behind cells, by index of row and column in `rows`."""

    def number_of(self, index: int) -> int:
        """The number a person sees beside `rows[index]`: the sheet's row, or the line of a CSV."""
        return self.numbers[index] if self.numbers else self.first_row + index


Kind = Literal["mail", "text", "sheet", "csv", "pdf"]


@dataclass(frozen=True, slots=True)
class Document:
    """One opened file."""

    file: str
    kind: Kind
    messages: list[Message] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
