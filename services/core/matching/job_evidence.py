"""Says how two people's employers, titles and places agree, without weighing it.

Must never call a shared country, sector or rank alone the same job.
"""

from typing import Literal

from rapidfuzz.distance import OSA

from services.core.matching import employment, normalise, places, titles

Employment = Literal["same", "former", "shared past", "alike", "different", "missing"]
Title = Literal["same", "similar", "other", "contrary", "missing"]
Place = Literal["same city", "same country", "other city", "other country", "missing"]

_LINKING = frozenset(("of", "the", "and", "de", "for"))


def employers_agree(left: normalise.Prepared, right: normalise.Prepared) -> Employment:
    """How two careers meet: the present employer, one's past with the other's present, two pasts, or not at all.

    "alike" is one name inside the other or a company and its owner: it speaks for, but proves nothing.
    """
    present = _present(left.employer, right.employer)
    if present == "same":
        return "same"
    if _meets(left.employer, right.past_employers) or _meets(right.employer, left.past_employers):
        return "former"
    if any(_meets(employer, right.past_employers) for employer in left.past_employers):
        return "shared past"
    return present


def shares_second_employer(left: normalise.Prepared, right: normalise.Prepared) -> bool:
    """Whether the two careers meet at an employer besides the present one."""
    return any(_meets(employer, right.past_employers) for employer in left.past_employers)


def titles_agree(left: titles.Title | None, right: titles.Title | None) -> Title:
    """How two job titles agree; "contrary" when neither the field of work nor the rank is near."""
    if left is None or right is None:
        return "missing"
    if left.words == right.words or (left.field == right.field and left.field and left.rank == right.rank):
        return "same"
    if left.rank == right.rank and (left.field < right.field or right.field < left.field):
        return "similar"
    apart = abs(left.rank - right.rank) if left.rank and right.rank else 0
    far = apart >= 2 if left.field and right.field else apart >= 3
    return "contrary" if far and not left.field & right.field else "other"


def places_agree(left: places.Place | None, right: places.Place | None) -> Place:
    """How two places agree; a city without a country agrees with the same city anywhere."""
    if left is None or right is None:
        return "missing"
    if left.country and right.country and left.country != right.country:
        return "other country"
    if left.city and right.city:
        return "same city" if left.city == right.city else "other city"
    return "same country" if left.country and left.country == right.country else "missing"


def same_employer(left: employment.Employer, right: employment.Employer) -> bool:
    """Whether two names mean one employer: by alias, by leaving out general words, or by a slip of the pen."""
    if left.name == right.name or left.name == right.core or right.name == left.core:
        return True
    if set(left.words) - _LINKING == set(right.words) - _LINKING:
        return True
    if left.core == right.core:
        return bool(set(left.words[len(left.core.split()) :]) & set(right.words[len(right.core.split()) :]))
    return min(len(left.core), len(right.core)) >= 6 and OSA.distance(left.core, right.core, score_cutoff=1) == 1


def _present(left: employment.Employer | None, right: employment.Employer | None) -> Employment:
    if left is None or right is None:
        return "missing"
    if same_employer(left, right):
        return "same"
    return "alike" if _related(left, right) else "different"


def _related(left: employment.Employer, right: employment.Employer) -> bool:
    if left.core == right.core or left.owner == right.name or right.owner == left.name or _acronym(left, right):
        return True
    return _inside(left.words, right.words) or _inside(right.words, left.words)


def _inside(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    return len(short) < len(long) and long[: len(short)] == short


def _acronym(left: employment.Employer, right: employment.Employer) -> bool:
    short, long = sorted((left.words, right.words), key=len)
    return len(short) == 1 and len(short[0]) >= 3 and short[0] == "".join(word[0] for word in long)


def _meets(employer: employment.Employer | None, others: tuple[employment.Employer, ...]) -> bool:
    return employer is not None and any(same_employer(employer, other) for other in others)
