"""The one way a file is refused: a stable code for machines, a reason for the person who sent it."""

from typing import Literal

Code = Literal[
    "empty_file",
    "unsupported_type",
    "too_large",
    "archive_bomb",
    "corrupt_file",
    "encrypted_file",
    "scanned_pdf",
    "no_text",
    "bad_encoding",
]


class Unreadable(Exception):
    """The file cannot be read. `code` never changes its meaning, `reason` is one sentence a user may be shown."""

    def __init__(self, code: Code, reason: str) -> None:
        super().__init__(f"{code}: {reason}")
        self.code: Code = code
        self.reason = reason
