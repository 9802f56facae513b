"""What no sum of weights may overrule: when a match is out of the question, and when a person should look all the same.

Must never weigh; each rule answers in the words shown to the user, or with None.
"""

from services.core.matching import evidence, normalise, surnames

_CLEAR_GIVEN = ("same", "nickname", "initials")


def against_match(found: evidence.Evidence, left: normalise.Prepared, right: normalise.Prepared) -> str | None:
    """Why the pair may be reviewed but never matched by itself; None when the weights decide."""
    return _by_identity(found) or (None if found.linkedin == "same" else _by_name(found, left, right))


def for_review(found: evidence.Evidence) -> str | None:
    """Why the pair deserves a look however different it seems; None when the weights decide."""
    return "an identifier is the same, so a person should look" if found.shares_identifier else None


def _by_identity(found: evidence.Evidence) -> str | None:
    if found.linkedin == "different":
        return "two LinkedIn profiles are usually two people"
    if found.name.generation_conflict:
        return "elder and younger of one name are two people"
    if found.name.further == "conflict" and found.linkedin != "same":
        return "middle names differ"
    return "an identifier is shared by unlike names" if found.name.unlike else None


def _by_name(found: evidence.Evidence, left: normalise.Prepared, right: normalise.Prepared) -> str | None:
    name = found.name
    if name.given in ("different", "similar"):
        return "the given names do not show one person"
    if name.surname in ("different", "missing"):
        return "the surnames do not show one person"
    if found.shares_identifier:
        return None
    if name.given == "missing":
        return "without a given name an identifier must agree"
    if found.employment not in ("same", "former", "shared past"):
        return "without a shared employer or identifier the name alone does not suffice"
    if found.title == "contrary" and found.place in ("other city", "other country"):
        return "both job and place are far apart"
    return _by_surname(found, left, right) or _by_given(found)


def _by_surname(found: evidence.Evidence, left: normalise.Prepared, right: normalise.Prepared) -> str | None:
    name = found.name
    if name.surname in ("part", "initial"):
        return "surnames that differ by more than a slip need a shared identifier"
    if name.surname not in ("slip", "typo"):
        return None
    if surnames.is_common(left.name.solid) and surnames.is_common(right.name.solid):
        return "both surnames are well known, so neither need be a slip"
    if name.given not in _CLEAR_GIVEN or min(len(left.name.solid), len(right.name.solid)) < 5:
        return "a slip in the surname needs the rest of the name to be clear"
    if name.surname == "typo" and not (found.same_work or found.place == "same city"):
        return "a letter's difference in the surname needs the title, the city or a further employer to agree"
    return None


def _by_given(found: evidence.Evidence) -> str | None:
    if found.name.doubtful:
        return "which word is the surname is a guess"
    if found.name.given in ("initial", "short forms", "part", "middle") and not found.same_work:
        return "so little of the given name needs the title or a further employer to agree"
    return None
