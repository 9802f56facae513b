"""Tells a person's name from companies, places, headings and job titles. Judges words alone, never whole mails."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from services.core.intake.extraction.mail import given_names, other_words
from services.core.intake.extraction.values import blanks, gazetteer, titles
from services.core.matching import employers, folding, nicknames

_HONORIFIC = re.compile(
    r"(?:(?:Dr|DR|Prof|PROF|Professor|Mr|MR|Mrs|MRS|Ms|MS(?=\.)|Mx|Sir|Dame|Ing|Dipl|Herr|Frau|Dott|Dra|Eng|Mag|Mme|Capt|Col|Gen)\b\.?[\s-]*"
    r"(?:(?:med|ing|rer|nat|phil|h\.c|habil)\b\.?[\s-]*){0,3})+(?=[^\W\d_])"
)
_INITIALS = re.compile(r"[^\W\d_a-z]\.(?:-?[^\W\d_a-z]\.)*")
_WORD = re.compile(_INITIALS.pattern + r"|[^\W\d_](?:[^\W\d_]|['’`´-](?=[^\W\d_]))*(?:\.(?![\w]))?")
_GAP = re.compile(r"[ \u00a0]+|(?<=\.)(?=[^\W\d_a-z])")
_NICKNAME = re.compile(r"""\s*["“'‘(](?=[A-Z])[^\W\d_]+["”'’)]\s+(?=[A-Z])""")
_SURNAME_FIRST = re.compile(r",\s+(?=[^\W\d_])")
_SUFFIX = re.compile(
    r"(?:,?\s+(?:Jr|Sr|II|III|IV)\b\.?)?"
    r"(?:,\s*(?:Ph\.?\s?D|M\.?D|MBA|FACHE|RN|CPA|P\.?E|JD|DDS|PharmD|MPH|MSc|BSc|CFA|PMP|FRCP|DPhil|Esq|LLM|DO"
    r"|DVM)\b\.?)*"
)
_PARTICLES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "del",
        "della",
        "di",
        "da",
        "do",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "ter",
        "ten",
        "bin",
        "ibn",
        "al",
        "el",
        "zu",
        "y",
        "e",
    ]
)
_LEGAL_FORMS = frozenset(["S.A.", "N.V.", "B.V.", "A.G.", "K.K.", "L.P.", "S.E.", "S.L."])
_MOST_WORDS = 5
_WITHHELD = re.compile(
    r"\b(?:withheld|anonym\w*|confidential|undisclosed|redacted|hidden|not disclosed|on request|upon request"
    r"|to be \w+|n\.?n\.?)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A name at `start`–`end` of the text judged; `sure` counts what speaks for it besides its capitals."""

    start: int
    end: int
    sure: int


@functools.lru_cache(maxsize=4096)
def leading(text: str, *, alone: bool = False) -> Named | None:
    """The person's name `text` begins with; `alone` also takes a single word, as after "Name:"."""
    return _at(text, 0, alone=alone)


def announced(text: str) -> Named | None:
    """The name where a label or a column says that one stands: also one that looks like none, but never "withheld"."""
    if blanks.is_blank(text) or _WITHHELD.search(text):
        return None
    if named := leading(text, alone=True):
        return named
    words = re.split(r"\s*[,;:(|\[\t]|\s[-–—]\s", text, maxsplit=1)[0].split()
    named_so = 0 < len(words) <= _MOST_WORDS and all(word[:1].isupper() or word in _PARTICLES for word in words)
    if not named_so or any(char.isdigit() for char in "".join(words)) or titles.is_title(" ".join(words)):
        return None
    return Named(0, text.index(words[-1]) + len(words[-1]), 0)


def within(text: str) -> Iterator[Named]:
    """Every name in running text that holds a known given name or a form of address."""
    at = 0
    while found := _HONORIFIC_OR_CAPITAL.search(text, at):
        named = _at(text, found.start(), reversible=False)
        if named and named.sure:
            yield named
        at = named.end if named else _end_of_word(text, found.start())


_HONORIFIC_OR_CAPITAL = re.compile(r"(?<![\w@/.'’-])(?=[^\W\d_a-z])")


def is_given(word: str) -> bool:
    """Whether the word is a listed given name."""
    folded, first = folding.letters(word), folding.letters(word.split("-")[0])
    return folded in _given() or first in _given() or nicknames.is_given_name(folded)


def _at(text: str, start: int, *, alone: bool = False, reversible: bool = True) -> Named | None:
    honorific = _HONORIFIC.match(text, start)
    words, end = _words(text, honorific.end() if honorific else start, opens=bool(honorific) or start == 0)
    if len(words) == 1 and reversible and not honorific and not (alone and "," not in text[end : end + 1]):
        given = _SURNAME_FIRST.match(text, end)
        more, more_end = _words(text, given.end()) if given else ([], end)
        placed = gazetteer.CODES.get(more[0]) if more else None
        whole = alone and not text[more_end:].strip()
        if not more or placed or len(more) > 2 or not (whole or (is_given(more[0]) and not is_given(words[0]))):
            return None
        words, end = [*more, *words], more_end
    if not words or not _plausible(words, alone=alone or bool(honorific)):
        return None
    suffix = _SUFFIX.match(text, end)
    credentials = bool(suffix and suffix.group())
    sure = is_given(words[0]) + (len(words) > 2 and is_given(words[-1])) + 2 * bool(honorific) + credentials
    sure += any(_INITIALS.fullmatch(word) for word in words[:-1])
    if len(words) == 2 and not sure:
        sure += is_given(words[1])
    return Named(start, suffix.end() if suffix else end, int(sure))


def _words(text: str, at: int, *, opens: bool = False) -> tuple[list[str], int]:
    """The capitalised words standing at `at`, and where they end; particles only between two of them.

    Only where a name `opens` the text, or goes on, are "A." and "I." initials rather than words.
    """
    words: list[str] = []
    end = at
    held: list[str] = []
    while len(words) < _MOST_WORDS:
        found = _WORD.match(text, at)
        if not found:
            break
        word = found.group()
        if word.casefold() in _PARTICLES and (words or word[0].isupper()) and not word.isupper():
            held.append(word)
        elif (
            not word[0].isupper()
            or (other_words.is_other(word) and not (len(word) == 2 and word.endswith(".") and (words or opens)))
            or (words and _ends_name(word, words, text, found.end()))
        ):
            break
        else:
            words += [*held, word]
            held = []
            end = found.end()
            if word.endswith(".") and not _INITIALS.fullmatch(word):
                words[-1] = word[:-1]
                end -= 1
                break
        nickname = _NICKNAME.match(text, found.end())
        gap = nickname or _GAP.match(text, found.end())
        if not gap:
            break
        at = gap.end()
    return words, end


def _ends_name(word: str, words: list[str], text: str, end: int) -> bool:
    """Whether a word after a name is a generation, a legal form or an abbreviation before a number ("CM 4410")."""
    if word.rstrip(".") in ("Jr", "Sr", "II", "III", "IV") or word in _LEGAL_FORMS:
        return True
    return (
        word.isupper()
        and len(word) in (2, 3)
        and not all(each.isupper() for each in words if len(each) > 2)
        and bool(re.match(r"[\s#:-]*\d", text[end:]))
    )


def _plausible(words: list[str], *, alone: bool) -> bool:
    plain = [word for word in words if word.casefold() not in _PARTICLES]
    full = [word for word in plain if len(word.rstrip(".")) > 1 and not _INITIALS.fullmatch(word)]
    if not full or (len(plain) < 2 and not alone):
        return False
    initials = any(_INITIALS.fullmatch(word) for word in plain)
    joined = " ".join(word for word in words if not _INITIALS.fullmatch(word)).casefold()
    if joined in gazetteer.COUNTRIES or joined in gazetteer.STATES or joined in gazetteer.CITIES:
        return False
    if initials and " ".join(folding.words(" ".join(words))) in _companies():
        return False
    if all(word.isupper() for word in full) and not any(is_given(word) for word in full):
        return initials or (len(full) > 1 and all(len(word) > 3 for word in full))
    return not titles.is_title(joined) or is_given(words[0])


def _end_of_word(text: str, at: int) -> int:
    found = re.compile(r"[\w'’.-]+").match(text, at)
    return found.end() if found else at + 1


@functools.cache
def _companies() -> frozenset[str]:
    """Listed employers that are written as a person is: J.P. Morgan, C.H. Robinson."""
    return frozenset(name for names in employers.groups() for name in names)


@functools.cache
def _given() -> frozenset[str]:
    return given_names.all_names()
