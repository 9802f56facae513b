"""Who is known so far and who a newcomer is: blocking keys lead to candidates, matching scores them.

Thinks only in memory, so that a sheet of thousands is resolved with three queries. Never touches the database.
"""

from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from uuid import UUID

from services.core.matching import blocking, name_evidence, names, normalise, scoring
from services.core.matching.profiles import Profile, Score


@dataclass(frozen=True, slots=True)
class Candidate:
    """A known person a newcomer may be, and how likely."""

    person_id: UUID
    score: Score


@dataclass(frozen=True, slots=True)
class Resolution:
    """`same` is the person the newcomer surely is; `unsure` those a human should look at, likeliest first."""

    same: Candidate | None = None
    unsure: tuple[Candidate, ...] = ()


@dataclass(slots=True)
class Registry:
    """The people who share a key with any newcomer, with every spelling their vendors use."""

    refusals: frozenset[tuple[str, str]] = frozenset()
    _spellings: dict[UUID, list[Profile]] = field(default_factory=dict)
    _by_key: dict[str, set[UUID]] = field(default_factory=dict)

    def admit(self, profile: Profile) -> None:
        """Know one more description of the person `profile.id`."""
        if profile.id is None:
            raise ValueError("only a description of a known person can be admitted")
        spellings = self._spellings.setdefault(profile.id, [])
        if profile not in spellings:
            spellings.append(profile)
            for key in blocking.keys(profile):
                self._by_key.setdefault(key, set()).add(profile.id)

    def resolve(self, newcomer: Profile, *, among: Container[UUID] | None = None) -> Resolution:
        """Who the newcomer is (of some people, or of all), by the published thresholds; a refused pair stays two."""
        candidates = [id_ for id_ in self._sharing_a_key(newcomer) if among is None or id_ in among]
        nearest = [self._nearest(newcomer, person_id) for person_id in candidates]
        ranked = scoring.best(newcomer, [spelling for spelling in nearest if spelling is not None])
        found = [
            Candidate(person_id=candidate.id, score=score)
            for candidate, score in ranked
            if candidate.id is not None and score.verdict != "different"
        ]
        if found and found[0].score.verdict == "match":
            return Resolution(same=found[0])
        return Resolution(unsure=tuple(found))

    def _sharing_a_key(self, newcomer: Profile) -> list[UUID]:
        keys = blocking.keys(newcomer)
        return sorted({person_id for key in keys for person_id in self._by_key.get(key, ())})

    def _nearest(self, newcomer: Profile, person_id: UUID) -> Profile | None:
        """The description of the person that fits the newcomer best, unless somebody said they are two."""
        spellings = self._spellings[person_id]
        if self.refusals and self._is_refused(newcomer, spellings):
            return None
        if len(spellings) == 1:
            return spellings[0]
        return max(spellings, key=lambda spelling: scoring.score(newcomer, spelling).value)

    def _is_refused(self, newcomer: Profile, spellings: list[Profile]) -> bool:
        own = normalise.fingerprint(newcomer)
        return any(ordered(own, normalise.fingerprint(spelling)) in self.refusals for spelling in spellings)


def could_be(one: Profile, other: Profile) -> bool:
    """Whether two descriptions under one vendor's number can be of one person: a number may be given again."""
    name = name_evidence.compare(names.parse(one.name), names.parse(other.name))
    return "different" not in (name.surname, name.given) or scoring.score(one, other).verdict != "different"


def ordered(one: str, other: str) -> tuple[str, str]:
    """A pair of fingerprints in the order they are stored."""
    return (one, other) if one < other else (other, one)


def keys_of(profiles: Iterable[Profile]) -> set[str]:
    """All blocking keys of some descriptions."""
    return {key for profile in profiles for key in blocking.keys(profile)}
