"""Finds words and phrases in what was written, with the place they stand at."""

import functools
import re
from collections.abc import Iterator

_ENDING = r"(?:s|es|d|ed|ing)?"
_DENIED = re.compile(
    r"\b(?:not|never|no|without|neither|nor|cannot|lack(?:ed|ing)?|\w+n['’]t)(?:\s+[\w-]+){0,3}\s*$", re.I
)
_CLAUSE = re.compile(r"[.;!?\n,]|\bbut\b", re.I)
_WORD = re.compile(r"\w+")
_SUFFIX = re.compile(r"(?:ations?|ings?|ers?|ies|ed|es|s|y|e)$")
LOOK_BACK = 60


def found(phrase: str, text: str) -> re.Match[str] | None:
    """The first place where a text says the phrase and does not deny it ("never negotiated" is no "negotiated")."""
    return next((match for match in _phrase(phrase).finditer(text) if not _is_denied(text, match.start())), None)


def word_count(text: str) -> int:
    """How many words a text has."""
    return len(_WORD.findall(text))


def stems(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word's stem with where the word begins and ends."""
    for match in _WORD.finditer(text):
        yield stem(match.group()), match.start(), match.end()


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without case and the commonest English endings; short words keep theirs."""
    plain = word.casefold()
    return _SUFFIX.sub("", plain) if len(plain) > 4 else plain


@functools.lru_cache(maxsize=4096)
def _phrase(phrase: str) -> re.Pattern[str]:
    """The phrase's words one after another, whatever their case, endings and what stands between two words."""
    words = [re.escape(word) + (_ENDING if len(word) > 3 else "") for word in _WORD.findall(phrase)]
    return re.compile(r"(?<!\w)" + r"\W{1,3}".join(words) + r"(?!\w)" if words else r"(?!)", re.I)


def _is_denied(text: str, start: int) -> bool:
    before = text[max(0, start - LOOK_BACK) : start]
    return _DENIED.search(_CLAUSE.split(before)[-1]) is not None
