"""Says how two parsed names agree, part by part, without weighing it.

Must never call two given names alike for their letters alone: Maria and Mario, Jan and Jean are two people.
"""

import dataclasses
import re
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import OSA

from services.core.matching import names, nicknames, surnames

Surname = Literal["same", "slip", "typo", "second", "part", "initial", "different", "missing"]
Given = Literal[
    "same",
    "nickname",
    "slip",
    "short forms",
    "initial",
    "initials",
    "part",
    "middle",
    "similar",
    "different",
    "missing",
]
Further = Literal["same", "conflict", "silent"]

_UMLAUT = re.compile("([aou])e(?=[^aeiou])")
_TWO_NAMES = (
    {"gabriele", "gabrielle"},
    {"michele", "michelle"},
    {"daniele", "danielle"},
    {"andrea", "andreea"},
    {"elise", "elsie"},
    {"taina", "tania"},
)


@dataclass(frozen=True, slots=True)
class NameEvidence:
    """How the parts of two names agree. `turned`: one was read surname first; `doubtful`: that reading is a guess."""

    surname: Surname
    given: Given
    further: Further = "silent"
    generation_conflict: bool = False
    turned: bool = False
    doubtful: bool = False

    @property
    def unlike(self) -> bool:
        """Whether neither surname nor given name can be the same person's."""
        return self.surname == "different" and self.given in ("different", "missing")


def compare(left: names.Name, right: names.Name) -> NameEvidence:
    """The evidence for the reading (either order of words) under which the two names agree best."""
    direct = _read(left, right)
    if direct.surname == "same" and direct.given != "different":
        return direct
    for first, second in ((names.rotated(left), right), (left, names.rotated(right))):
        if left.given and right.given and _may_be_turned(first, second):
            turned = _read(first, second)
            if turned.surname == "same" and turned.given in ("same", "nickname", "slip", "initial", "initials"):
                return dataclasses.replace(turned, turned=True, doubtful=_is_guess(left, right))
    return direct


def surnames_agree(left: names.Name, right: names.Name) -> Surname:
    """How two surnames agree; "slip" and "typo" are one letter apart, "second" leaves out a Spanish second surname."""
    if not left.surname or not right.surname:
        return "missing"
    if any(len(name.solid) == 1 and name.solid.isascii() for name in (left, right)):
        return "initial" if left.solid[0] == right.solid[0] else "different"
    if left.surname == right.surname or _bare(left) & _bare(right):
        return "same"
    longer, shorter = (left, right) if len(_all_after_first(left)) >= len(_all_after_first(right)) else (right, left)
    if _drops_second(longer, shorter):
        return "second"
    if _one_letter_apart(left.solid, right.solid):
        return "slip" if _is_slip(left.solid, right.solid) else "typo"
    return "part" if _shares_part(left, right) or _shares_part(right, left) else "different"


def given_agree(left: names.Name, right: names.Name) -> Given:
    """How two given names agree; initials agree with any name they may stand for, nicknames with their full name.

    A name in a script that joins both parts in one word, such as Chinese, agrees as a whole.
    """
    if not left.given or not right.given:
        whole = not (left.given or right.given or left.solid.isascii()) and left.solid == right.solid
        return "same" if whole else "missing"
    if "".join(left.given) == "".join(right.given) and (len(left.given[0]) > 1 or len(right.given[0]) > 1):
        return "same"
    first, second = left.given[0], right.given[0]
    if 1 in (len(first), len(second)):
        return _initials_agree(left, right)
    if left.linked and right.linked and len(left.given[1]) > 1 < len(right.given[1]):
        return _words_agree("".join(left.given[:2]), "".join(right.given[:2]))
    if first == second:
        return "part" if left.linked != right.linked and not (len(left.given) > 1 and len(right.given) > 1) else "same"
    for one, other in ((left, right), (right, left)):
        if other.given[0] in one.others or set(one.others) & set(other.others):
            return "nickname"
    if second in left.given[1:] or first in right.given[1:]:
        return "middle"
    return _words_agree(first, second)


def _read(left: names.Name, right: names.Name) -> NameEvidence:
    return NameEvidence(
        surname=surnames_agree(left, right),
        given=given_agree(left, right),
        further=_further_agree(left, right),
        generation_conflict=bool(left.generation and right.generation and left.generation != right.generation),
    )


def _may_be_turned(first: names.Name, second: names.Name) -> bool:
    return first.solid == second.solid or first.surname == second.surname


def _is_guess(left: names.Name, right: names.Name) -> bool:
    """Both first words are given names, so "James Paul" and "Paul James" may be two people."""
    heads = (left.given[0], right.given[0])
    return all(nicknames.is_given_name(head) for head in heads) or not (
        any(head in surnames.SURNAME_FIRST for head in heads) or any(nicknames.is_given_name(head) for head in heads)
    )


def _bare(name: names.Name) -> set[str]:
    """The surname in one word, with and without particles, umlauts written either way."""
    words = {"".join(name.surname), name.solid, name.former, _all_after_first(name) if len(name.given) > 1 else ""}
    return {_loose(word) for word in words if len(word) > 1}


def _loose(word: str) -> str:
    """The umlauts of Mueller, Jaeger and Soerensen as one letter; at a word's end or before a vowel "e" is itself."""
    return _UMLAUT.sub(r"\1", word)


def _all_after_first(name: names.Name) -> str:
    return "".join((*name.given[1:], *name.surname))


def _drops_second(longer: names.Name, shorter: names.Name) -> bool:
    """ "Ana Ruiz Lopez" against "Ana Ruiz": Spanish and Portuguese second surnames come and go."""
    parts = (*longer.given[1:], *longer.surname)
    kept = shorter.surname[0]
    return len(shorter.surname) == 1 and kept in parts[:-1] and kept in surnames.IBERIAN


def _shares_part(one: names.Name, other: names.Name) -> bool:
    parts = {part for part in (*one.given[1:], *one.surname) if len(part) > 2}
    return bool(parts & set(other.surname))


def _one_letter_apart(first: str, second: str) -> bool:
    return min(len(first), len(second)) >= 4 and OSA.distance(first, second, score_cutoff=1) == 1


def _is_slip(first: str, second: str) -> bool:
    """Two neighbouring letters swapped, or one doubled: slips of the finger that seldom make another name."""
    if len(first) == len(second):
        return sorted(first) == sorted(second) and first[-1] == second[-1]
    return _undoubled(first) == _undoubled(second)


def _undoubled(word: str) -> str:
    return "".join(char for at, char in enumerate(word) if at == 0 or char != word[at - 1])


def _initials_agree(left: names.Name, right: names.Name) -> Given:
    initial, full = (left, right) if len(left.given[0]) == 1 else (right, left)
    if initial.given[1:2] == full.given[:1]:
        return "nickname"
    letters = {identity[0] for identity in nicknames.identities(full.given[0])} | {full.given[0][0]}
    if initial.given[0] not in letters | {other[0] for other in full.others}:
        return "different"
    both_have_second = len(initial.given) > 1 and len(full.given) > 1
    return "initials" if both_have_second and initial.given[1][0] == full.given[1][0] else "initial"


def _words_agree(first: str, second: str) -> Given:
    if first == second:
        return "same"
    if nicknames.identities(first) & nicknames.identities(second):
        full = nicknames.spellings(first) & nicknames.identities(second) or (
            nicknames.spellings(second) & nicknames.identities(first)
        )
        return "nickname" if full or first[:3] == second[:3] else "short forms"
    if not _one_letter_apart(first, second) or first[0] != second[0]:
        return "different"
    return "slip" if _is_given_slip(first, second) else "similar"


def _is_given_slip(first: str, second: str) -> bool:
    """A slip that makes no other name: letters swapped out of a known name, or one doubled that is not the last."""
    if min(len(first), len(second)) < 5 or not _is_slip(first, second):
        return False
    if len(first) == len(second):
        return nicknames.is_given_name(first) != nicknames.is_given_name(second) and {first, second} not in _TWO_NAMES
    return first[-2:] == second[-2:] and {first, second} not in _TWO_NAMES


def _further_agree(left: names.Name, right: names.Name) -> Further:
    at = 2 if left.linked and right.linked else 1
    if len(left.given) <= at or len(right.given) <= at:
        return "silent"
    first, second = left.given[at], right.given[at]
    one_initial = 1 in (len(first), len(second)) and first[0] == second[0]
    return "same" if first == second or one_initial or "".join(left.given) == "".join(right.given) else "conflict"
