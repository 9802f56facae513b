"""What strangers wrote, made fit for a line of a mail: one line, bounded, nothing a mail program turns into a link."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

LONGEST = 80
JOINERS = "\u200c\u200d"
"""Persian and Indic names are spelt with them."""
SCHEME = re.compile(r":/+")
DOT_IN_A_WORD = re.compile(r"([.。．｡])(?=\w)")

Address = Annotated[
    str, StringConstraints(max_length=320, pattern=r"^[!#-'*+/-9=?A-Z^-~.-]+@[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)+$")
]
"""An ASCII address that needs no quoting in a header or in SMTP."""

Url = Annotated[str, StringConstraints(max_length=4_096, pattern=r"^https?://[!#-;=?-Z\[\]_a-z~%]+$")]
"""An absolute http(s) address as RFC 3986 spells it, percent-encoded."""


def one_line(value: str) -> str:
    """The text on one line without control or direction characters, shortened, its dots and `://` linking nothing."""
    visible = "".join(" " if unicodedata.category(sign)[0] in "CZ" and sign not in JOINERS else sign for sign in value)
    unlinked = DOT_IN_A_WORD.sub(r"\1 ", SCHEME.sub(": ", visible))
    line = " ".join(unlinked.split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1].rstrip()}…"


Line = Annotated[str, AfterValidator(one_line)]
"""A name from a stranger: a person's, an organization's, a role's."""
