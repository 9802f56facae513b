"""Tells people of one name within a thread apart: a mail that lists two at different employers speaks of two.

Between mails another employer alone is news of the same person; with another number of the vendor's it is another.
"""

from collections.abc import Iterable, Sequence

from services.core.intake.extraction.mail.mentions import Mention
from services.core.matching import employment, folding, job_evidence, normalise
from services.core.matching.profiles import Profile

_IDENTIFIERS = ("vendor_ref", "linkedin_url", "email", "phone")


def apart(about: Sequence[Mention]) -> tuple[list[list[Mention]], list[Mention]]:
    """The mentions of one name by the people who bear it, and those that fit several of them alike.

    Both keep the order of `about`.
    """
    people = _listed(about)
    if len(people) < 2:
        return [list(about)], []
    people += _identified(about, people)
    told: list[list[Mention]] = [[] for _ in people]
    unclear: list[Mention] = []
    for mention in about:
        whose = _whose(mention, people)
        (unclear if whose is None else told[whose]).append(mention)
    return told, unclear


def _listed(about: Sequence[Mention]) -> list[Mention]:
    """The mention that lists each person: those of the mail that lists most, then others who are none of these."""
    by_mail: dict[int, list[Mention]] = {}
    for mention in about:
        if mention.listed:
            by_mail.setdefault(mention.name.message.index, []).append(mention)
    several = max((_unlike(own) for own in by_mail.values()), key=len, default=[])
    return _unlike([*several, *(mention for own in by_mail.values() for mention in own)])


def _unlike(listed: Iterable[Mention]) -> list[Mention]:
    found: list[Mention] = []
    for mention in listed:
        if all(_are_two(mention, other) for other in found):
            found.append(mention)
    return found


def _identified(about: Sequence[Mention], people: Sequence[Mention]) -> list[Mention]:
    """Those listed who are none of `people` for sure, but have a number or an address of their own."""
    found: list[Mention] = []
    for mention in about:
        has_own = mention.listed and any(name in mention.fields for name in _IDENTIFIERS)
        if has_own and _whose(mention, [*people, *found]) is None:
            found.append(mention)
    return found


def _are_two(one: Mention, other: Mention) -> bool:
    numbered = "vendor_ref" in one.fields and "vendor_ref" in other.fields
    is_apart = numbered or one.name.message.index == other.name.message.index
    return is_apart and not _shares_identifier(one, other) and _agreement(one, other) == "different"


def _whose(mention: Mention, people: Sequence[Mention]) -> int | None:
    """The one of `people` a mention is of: by its place, a number or address, its employer, an employer it names."""
    proofs = (
        lambda person: person.name == mention.name,
        lambda person: _shares_identifier(mention, person),
        lambda person: _agreement(mention, person) not in ("different", "missing"),
        lambda person: _names_employer(mention, person),
    )
    for proof in proofs:
        found = [at for at, person in enumerate(people) if proof(person)]
        if len(found) == 1:
            return found[0]
    return None


def _shares_identifier(one: Mention, other: Mention) -> bool:
    return any(
        name in one.fields and name in other.fields and one.fields[name].value == other.fields[name].value
        for name in _IDENTIFIERS
    )


def _agreement(one: Mention, other: Mention) -> job_evidence.Employment:
    return job_evidence.employers_agree(normalise.prepare(_profile(one)), normalise.prepare(_profile(other)))


def _profile(mention: Mention) -> Profile:
    employer, past = mention.fields.get("employer"), mention.fields.get("past_employers")
    return Profile(
        name=mention.name.words,
        employer=str(employer.value) if employer else None,
        past_employers=tuple(job["name"] for job in past.value) if past and isinstance(past.value, list) else (),
    )


def _names_employer(mention: Mention, person: Mention) -> bool:
    employer = employment.employer(_profile(person).employer)
    return employer is not None and f" {employer.core} " in f" {' '.join(folding.words(mention.block.words))} "
