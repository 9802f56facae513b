"""Gives each profile a few short keys; two profiles are worth comparing when they share one.

Must never decide that two people are one. Keys are stored and compared by equality, so changing how one is built means
computing all stored keys anew.
"""

import functools
import itertools
import re

from services.core.matching import names, nicknames, normalise, surnames
from services.core.matching.profiles import Profile

LIMIT = 12
_LONGEST = 48
_SOUNDS = str.maketrans("bfvwcqgjxzdm", "ppppkkkksstn")
_SILENT = re.compile(r"[aeiouyh]")


def keys(profile: Profile) -> frozenset[str]:
    """At most twelve texts of at most 48 characters; empty when the profile holds neither a name nor an identifier.

    Profiles share one when an identifier is the same, or the surname with the initial, or the given name with either
    end of the surname, or all letters in whatever order, or the employer with the surname or the given name.
    """
    return _keys(normalise.prepare(profile))


@functools.lru_cache(maxsize=16384)
def _keys(known: normalise.Prepared) -> frozenset[str]:
    """Remembered: placing one row asks for the keys of one profile again and again."""
    found = itertools.chain(_identifier_keys(known), _employer_keys(known), _name_keys(known.name))
    return frozenset(key[:_LONGEST] for key in itertools.islice(dict.fromkeys(found), LIMIT))


def _identifier_keys(known: normalise.Prepared) -> list[str]:
    found = {"l": known.linkedin, "e": known.email, "p": known.phone and known.phone[-8:]}
    return [f"{kind}:{value}" for kind, value in found.items() if value]


def _employer_keys(known: normalise.Prepared) -> list[str]:
    name, employer = known.name, known.employer
    if employer is None or not name.surname:
        return []
    found = [f"w:{name.surname[-1]}|{employer.core}"]
    return [*found, f"v:{_given(name)}|{name.solid[0]}|{employer.core}"] if name.given else found


def _name_keys(name: names.Name) -> list[str]:
    if not name.surname:
        return []
    surname = "".join(name.surname)
    found = [f"s:{surname}|{initial}" for initial in _initials(name)]
    if name.given:
        found += _slip_keys(name, surname)
    return found + _other_surname_keys(name)


def _slip_keys(name: names.Name, surname: str) -> list[str]:
    given = _given(name)
    found = [f"h:{_sound(surname)}|{_initials(name)[0]}", f"o:{_all_letters(name)}"]
    if len(given) > 1:
        found += [f"x:{given}|{surname[:2]}", f"y:{given}|{surname[-2:]}"]
        found += [f"z:{given}|{surname[0]}"] if len(surname) <= 4 else []
    return found


def _other_surname_keys(name: names.Name) -> list[str]:
    """Under a part of a double surname, an earlier surname, a middle name, or the first word read as the surname."""
    if not name.given:
        return []
    parts = name.surname if len(name.surname) > 1 else tuple(part for part in name.given[1:] if len(part) > 2)
    found = [f"s:{part}|{name.given[0][0]}" for part in (*filter(None, (name.former,)), *parts[:2])]
    if name.given[0] in surnames.SURNAME_FIRST or len(name.solid) == 1:
        turned = names.rotated(name)
        found.insert(0, f"s:{turned.solid}|{turned.given[0][0]}")
    if len(name.given[0]) == 1 and len(name.given) > 1:
        found.insert(0, f"s:{''.join(name.surname)}|{name.given[1][0]}")
    return found


def _given(name: names.Name) -> str:
    first = name.given[0]
    return min(nicknames.identities(first) - {first}, default=first)


def _initials(name: names.Name) -> list[str]:
    if not name.given:
        return [""]
    written = [name.given[0], *name.others[:1]]
    meant = sorted(identity for word in written for identity in nicknames.identities(word))
    return list(dict.fromkeys(word[0] for word in (*written, *meant)))[:3]


def _sound(word: str) -> str:
    """The word's consonants in classes that are often confused, each run once; its first letter decides nothing."""
    sounds = _SILENT.sub("", word.translate(_SOUNDS))
    return "".join(sound for sound, _ in itertools.groupby(sounds)) or word[:1]


def _all_letters(name: names.Name) -> str:
    return "".join(sorted("".join(part for part in (*name.given, *name.surname) if len(part) > 1)))
