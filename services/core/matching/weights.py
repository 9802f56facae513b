"""The weight of each finding, in bits: how much likelier it is between two descriptions of one person than of two.

Missing is neutral. Only the shared surname is weighed by its frequency. Must never decide; scoring and rules do.
"""

import math

from services.core.matching import evidence, names, nicknames, normalise, surnames
from services.core.matching.profiles import NameFrequency, Reason

PRIOR = Reason("prior", -12.0, "two people picked at random are seldom one")

_BELIEF_IN_LISTS = 2000
_LEAST_SURNAME_BITS, _MOST_SURNAME_BITS = 4.0, 12.0
_COMMON_GIVEN_DISCOUNT = 2.0
_SURNAME = {
    "same": (0.0, "same surname"),
    "slip": (-2.5, "surnames a slip apart"),
    "typo": (-4.0, "surnames one letter apart"),
    "second": (-1.5, "same surname, a second one left out"),
    "part": (-5.0, "surnames share a part"),
}
_OTHER_SURNAME = {"initial": (1.0, "the initial fits the surname"), "different": (-10.0, "different surnames")}
_GIVEN = {
    "same": (7.0, "same given name"),
    "nickname": (6.0, "one given name in two forms"),
    "slip": (5.0, "given names a slip apart"),
    "short forms": (4.0, "two short forms of one given name"),
    "initials": (3.0, "the initials fit the given names"),
    "initial": (0.0, "the initial fits the given name"),
    "part": (2.0, "one given name is part of the other"),
    "middle": (1.0, "one's first name is the other's middle name"),
    "similar": (0.0, "given names one letter apart, often two people"),
    "different": (-8.0, "different given names"),
}
_FURTHER = {"same": (1.5, "middle names agree"), "conflict": (-4.0, "middle names differ")}
_EMPLOYMENT = {
    "same": (5.0, "same employer"),
    "former": (4.0, "a past employer is the other's present one"),
    "shared past": (2.0, "a past employer in common"),
    "alike": (1.0, "related employers"),
    "different": (-6.0, "different employers, none in common"),
}
_TITLE = {
    "same": (2.0, "same job title"),
    "similar": (1.0, "similar job titles"),
    "other": (-1.0, "different job titles"),
    "contrary": (-3.0, "job titles of another field and rank"),
}
_PLACE = {
    "same city": (1.5, "same city"),
    "same country": (0.3, "same country"),
    "other city": (-1.0, "different cities"),
    "other country": (-2.5, "different countries"),
}
_LINKEDIN = {"same": (20.0, "same LinkedIn profile"), "different": (-7.0, "different LinkedIn profiles")}
_EMAIL = {
    "same": (14.0, "same e-mail address"),
    "other private": (-1.5, "different private e-mail addresses"),
    "other at one firm": (-2.0, "different e-mail addresses at one firm"),
}
_PHONE = {"same": (11.0, "same telephone number")}
_SECOND_EMPLOYER = Reason("past_employers", 1.0, "a further employer in common")
_GENERATION = Reason("generation", -6.0, "one is the elder or younger (Jr., Sr., II, III)")
_TURNED = Reason("order", -0.5, "one name is read surname first")


def reasons(
    found: evidence.Evidence, left: normalise.Prepared, right: normalise.Prepared, frequency: NameFrequency
) -> list[Reason]:
    """The prior and every finding that says something, each with its weight and what was compared."""
    weighed = [PRIOR, *_name_reasons(found, left.name, right.name, frequency)]
    _add(weighed, "employer", _EMPLOYMENT, found.employment, _employer_name(left), _employer_name(right))
    if found.second_employer:
        weighed.append(_SECOND_EMPLOYER)
    _add(weighed, "title", _TITLE, found.title, "", "")
    _add(weighed, "location", _PLACE, found.place, "", "")
    _add(weighed, "linkedin_url", _LINKEDIN, found.linkedin, left.linkedin, right.linkedin)
    _add(weighed, "email", _EMAIL, found.email, left.email, right.email)
    _add(weighed, "phone", _PHONE, found.phone, left.phone, right.phone)
    return weighed


def _name_reasons(
    found: evidence.Evidence, left: names.Name, right: names.Name, frequency: NameFrequency
) -> list[Reason]:
    name = found.name
    weighed: list[Reason] = []
    if name.surname in _SURNAME:
        weighed.append(_shared_surname(name.surname, left, right, frequency))
    _add(weighed, "surname", _OTHER_SURNAME, name.surname, left.solid, right.solid)
    if name.given in _GIVEN:
        bits, detail = _GIVEN[name.given]
        common = bits >= 3 and (_is_common_given(left) or _is_common_given(right))
        detail = f"{detail}: {_either(' '.join(left.given), ' '.join(right.given))}{', a common one' if common else ''}"
        weighed.append(Reason("given_name", bits - _COMMON_GIVEN_DISCOUNT if common else bits, detail))
    _add(weighed, "middle_name", _FURTHER, name.further, "", "")
    if name.generation_conflict:
        weighed.append(_GENERATION)
    if name.turned:
        weighed.append(_TURNED)
    return weighed


def _shared_surname(level: str, left: names.Name, right: names.Name, frequency: NameFrequency) -> Reason:
    share = max(_share(" ".join(name.surname), frequency) for name in (left, right))
    bits = min(max(-math.log2(share), _LEAST_SURNAME_BITS), _MOST_SURNAME_BITS)
    loss, detail = _SURNAME[level]
    detail = f"{detail}: {_either(left.solid, right.solid)}, about 1 in {round(1 / share)}"
    return Reason("surname", round(bits + loss, 2), detail)


def _share(surname: str, frequency: NameFrequency) -> float:
    """The surname's share of people: what was counted, and what is expected while little has been counted."""
    counted = min(frequency.surnames.get(surname, 0), frequency.total)
    return (counted + _BELIEF_IN_LISTS * surnames.rate(surname)) / (frequency.total + _BELIEF_IN_LISTS)


def _is_common_given(name: names.Name) -> bool:
    first = name.given[0] if name.given else ""
    return nicknames.is_common(first) or (len(first) <= 4 and name.solid in surnames.SURNAME_FIRST)


def _employer_name(known: normalise.Prepared) -> str:
    return known.employer.name if known.employer else "none named"


def _add(
    weighed: list[Reason],
    field: str,
    table: dict[str, tuple[float, str]],
    level: str,
    left: str | None,
    right: str | None,
) -> None:
    if level in table:
        bits, detail = table[level]
        weighed.append(
            Reason(field, bits, f"{detail}: {_either(left or '', right or '')}" if left or right else detail)
        )


def _either(left: str, right: str) -> str:
    return left if left == right else f"{left} / {right}"
