"""Turns a profile into its comparable form once, so that comparing thousands of pairs is cheap.

Must never compare two people; that is scoring's work.
"""

import functools
from dataclasses import dataclass

from services.core.matching import employment, identifiers, names, places, titles
from services.core.matching.profiles import Profile


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """A profile taken apart. `order` ranks two prepared profiles the same way whichever comes first."""

    name: names.Name
    employer: employment.Employer | None
    past_employers: tuple[employment.Employer, ...]
    title: titles.Title | None
    place: places.Place | None
    linkedin: str | None
    email: str | None
    phone: str | None
    order: tuple[str, ...]


@functools.lru_cache(maxsize=16384)
def prepare(profile: Profile) -> Prepared:
    """The profile's comparable form; remembered, so asking again for an equal profile costs a look-up."""
    past = (employment.employer(text) for text in profile.past_employers)
    return Prepared(
        name=names.parse(profile.name),
        employer=employment.employer(profile.employer),
        past_employers=tuple(employer for employer in past if employer is not None),
        title=titles.title(profile.title),
        place=places.place(profile.location),
        linkedin=identifiers.linkedin(profile.linkedin_url),
        email=identifiers.email(profile.email),
        phone=identifiers.phone(profile.phone),
        order=_order(profile),
    )


def surname(profile: Profile) -> str:
    """The normalised surname, the key under which `NameFrequency.surnames` counts; empty when the name holds none."""
    return " ".join(names.parse(profile.name).surname)


def fingerprint(profile: Profile) -> str:
    """Stable text of normalised name and employer, to remember "not the same person" beyond a re-import.

    Order, titles, accents, case and employer aliases do not change it. A profile without a readable name is told apart
    by its identifiers instead.
    """
    known = prepare(profile)
    who = known.name.text or "/".join(filter(None, (known.linkedin, known.email, known.phone)))
    generation = f" {known.name.generation}" if known.name.generation else ""
    return f"{who}{generation}|{known.employer.name if known.employer else ''}"


def _order(profile: Profile) -> tuple[str, ...]:
    texts = (profile.name, profile.employer, profile.title, profile.location, profile.linkedin_url, profile.email)
    return (*(text or "" for text in texts), profile.phone or "", *profile.past_employers)
