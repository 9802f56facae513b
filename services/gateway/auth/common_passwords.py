"""The passwords that are tried first: too common to be set, in whatever case they are written."""

import functools
import unicodedata
from pathlib import Path

LIST = Path(__file__).with_suffix(".txt")


def holds(password: str) -> bool:
    """Whether a password is among the 10,000 commonest of eight characters or more."""
    return _folded(password) in _common()


@functools.cache
def _common() -> frozenset[str]:
    """Read when the first password is set, and kept."""
    lines = LIST.read_text(encoding="ascii").splitlines()
    return frozenset(_folded(line) for line in lines if not line.startswith("#"))


def _folded(password: str) -> str:
    return unicodedata.normalize("NFKC", password).casefold()
