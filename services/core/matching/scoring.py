"""Says how likely two profiles are one person, and why; the thresholds stand here.

The weights are added to a prior and turned into a probability: I. P. Fellegi and A. B. Sunter, "A Theory for Record
Linkage", JASA 64 (1969), in bits as Splink does; a surname weighs by its frequency after W. E. Winkler,
"Frequency-Based Matching in Fellegi-Sunter Model of Record Linkage" (2000). The weights are set by hand, not estimated,
so a value ranks and decides but is no measured probability. Must never read or write anything but its arguments.
"""

import functools
import math
from collections.abc import Sequence

from services.core.matching import evidence, normalise, rules, weights
from services.core.matching.profiles import NameFrequency, Profile, Reason, Score, Verdict

MATCH = 0.85
REVIEW = 0.40
NOTHING_COUNTED = NameFrequency()

_HIGHEST_REVIEW_BITS = math.log2(0.84 / 0.16)


def score(a: Profile, b: Profile, *, frequency: NameFrequency = NOTHING_COUNTED) -> Score:
    """How likely `a` and `b` are one person, the same whichever comes first.

    `match` from 0.85, `review` from 0.40, else `different`. The value is 1 / (1 + 2 ** -sum of the reasons' weights);
    a reason named "rule" says why the weights were not left to decide.
    """
    return _remembered(a, b) if frequency is NOTHING_COUNTED else _score(a, b, frequency)


@functools.lru_cache(maxsize=8192)
def _remembered(a: Profile, b: Profile) -> Score:
    """One sheet asks for the same pair twice: among its vendor's own people, then among all."""
    return _score(a, b, NOTHING_COUNTED)


def _score(a: Profile, b: Profile, frequency: NameFrequency) -> Score:
    left, right = sorted((normalise.prepare(a), normalise.prepare(b)), key=lambda known: known.order)
    found = evidence.gather(left, right)
    weighed = weights.reasons(found, left, right, frequency)
    bits = sum(reason.weight for reason in weighed)
    if bits > 0 and (against := rules.against_match(found, left, right)):
        weighed.append(_held_back(bits, against))
    if bits < 0 and (beyond := rules.for_review(found)):
        weighed.append(Reason("rule", -bits, beyond))
    return _scored(tuple(weighed))


def best(
    profile: Profile, candidates: Sequence[Profile], *, frequency: NameFrequency = NOTHING_COUNTED
) -> list[tuple[Profile, Score]]:
    """The candidates with their scores, likeliest first, in an order that does not depend on how they came.

    Two candidates that would both match although they are not one person with each other are both lowered to review;
    where an identifier settles it for one of them, only the others are.
    """
    scored = [(candidate, score(profile, candidate, frequency=frequency)) for candidate in candidates]
    matches = [candidate for candidate, result in scored if result.verdict == "match"]
    ranked = [
        (candidate, _lowered(result) if _is_rivalled(profile, candidate, matches, result, frequency) else result)
        for candidate, result in scored
    ]
    return sorted(ranked, key=lambda pair: (-pair[1].value, normalise.prepare(pair[0]).order, str(pair[0].id)))


def _is_rivalled(
    profile: Profile, candidate: Profile, matches: list[Profile], result: Score, frequency: NameFrequency
) -> bool:
    if result.verdict != "match" or len(matches) < 2:
        return False
    rivals = [other for other in matches if score(candidate, other, frequency=frequency).verdict != "match"]
    if not _shares_identifier(profile, candidate):
        return bool(rivals)
    return any(_shares_identifier(profile, rival) for rival in rivals)


def _shares_identifier(a: Profile, b: Profile) -> bool:
    return evidence.gather(normalise.prepare(a), normalise.prepare(b)).shares_identifier


def _lowered(result: Score) -> Score:
    bits = sum(reason.weight for reason in result.reasons)
    return _scored((*result.reasons, _held_back(bits, "another candidate fits as well and is someone else")))


def _held_back(bits: float, why: str) -> Reason:
    """What brings a sum above zero below the match threshold, the likelier pair still the higher."""
    return Reason("rule", _HIGHEST_REVIEW_BITS * (1 - 2 ** (-bits / 4)) - bits, why)


def _scored(reasons: tuple[Reason, ...]) -> Score:
    value = 1 / (1 + 2 ** -sum(reason.weight for reason in reasons))
    verdict: Verdict = "match" if value >= MATCH else "review" if value >= REVIEW else "different"
    return Score(value=value, verdict=verdict, reasons=reasons)
