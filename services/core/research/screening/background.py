"""Background fit: what an expert's offer says of topic, companies, region, rank and years, against the brief.

What the campaign does not ask for does not count; what it asks for and the offer does not tell counts a half.
"""

from collections.abc import Iterator
from typing import NamedTuple

from services.core.matching import titles
from services.core.research.screening import passages, wordings
from services.core.research.screening.case import Brief, Candidate, Quote, Reason

NEUTRAL = 0.5
TOPIC_FIELDS = ("title", "company", "skills", "description", "work_history")
ENOUGH_TERMS = 4
"""Words of the brief found in an offer that make it fit the topic fully."""
TELLING = 30
"""Words below which an offer says too little for silence to count against it."""
QUOTED = 3
LONGEST = 4000
"""Characters of a field that are read."""
RELATIONS = {"former_employee": 1.0, "competitor": 1.0, "customer": 1.0, "supplier": 1.0}
OTHERS = 0.4
RANKS = {0: 0.5, 1: 0.4, 2: 0.7, 3: 0.9}
HELPER = 1
"""The rank of those who support others, whosever title is part of theirs."""
ENOUGH_YEARS = 10


class Share(NamedTuple):
    """A component's weight in the part, and its reason with a worth of 0 to 1."""

    weight: float
    reason: Reason


def fit(brief: Brief, candidate: Candidate) -> tuple[float, tuple[Reason, ...]]:
    """The part's worth, 0 to 1, and the reason of each component."""
    shares = list(_shares(brief, candidate))
    total = sum(share.weight for share in shares)
    value = sum(share.weight * (share.reason.value or 0.0) for share in shares) / total
    return value, tuple(share.reason for share in shares)


def _shares(brief: Brief, candidate: Candidate) -> Iterator[Share]:
    if brief.terms:
        yield Share(3, _topic(brief, candidate))
    if brief.has_companies or candidate.relation:
        yield Share(3, _relation(candidate))
    if brief.regions:
        yield Share(1, _region(brief, candidate))
    yield Share(1, _rank(candidate))
    yield Share(1, _years(candidate))


def _topic(brief: Brief, candidate: Candidate) -> Reason:
    hits: dict[str, Quote] = {}
    words = 0
    for field in TOPIC_FIELDS:
        text = candidate.texts.get(field, "")[:LONGEST]
        for stem, start, end in passages.stems(text):
            words += 1
            if stem in brief.terms and stem not in hits:
                hits[stem] = Quote(text[start:end], start, end, field=field)
    if not words:
        return _reason("topic", "The offer tells nothing of the topic.", NEUTRAL)
    value = min(1.0, len(hits) / min(ENOUGH_TERMS, len(brief.terms)))
    named = ", ".join(quote.text for quote in hits.values())
    detail = f"Of the brief: {named}." if hits else "Nothing of the brief."
    if words < TELLING:
        value, detail = max(value, NEUTRAL), f"{detail} The offer says little."
    return _reason("topic", detail, value, *list(hits.values())[:QUOTED])


def _relation(candidate: Candidate) -> Reason:
    if candidate.relation is None:
        return _reason("relation", "No employer is told.", NEUTRAL)
    detail = candidate.relation_reason or f"Set by hand: {candidate.relation.replace('_', ' ')}."
    quotes = (candidate.relation_quote,) if candidate.relation_quote else ()
    return _reason("relation", detail, RELATIONS.get(candidate.relation, OTHERS), *quotes)


def _region(brief: Brief, candidate: Candidate) -> Reason:
    if candidate.region is None:
        return _reason("region", "No region is told.", NEUTRAL)
    wanted = candidate.region in brief.regions
    detail = f"{candidate.region} is {'wanted' if wanted else 'not among the regions wanted'}."
    return _reason("region", detail, 1.0 if wanted else 0.0, *_field(candidate, "location"))


def _rank(candidate: Candidate) -> Reason:
    text = candidate.texts.get("title", "")
    if titles.title(text) is None:
        return _reason("rank", "No title is told.", NEUTRAL)
    if wordings.SUPPORTIVE_TITLE.search(text):
        rank, told = HELPER, "by a title that supports others"
    else:
        own = titles.title(wordings.SUPPORTED.split(text)[0])
        rank, told = own.rank if own else 0, "by title"
    return _reason("rank", f"Rank {rank} of 6 {told}.", RANKS.get(rank, 1.0), *_field(candidate, "title"))


def _years(candidate: Candidate) -> Reason:
    if candidate.years is None:
        return _reason("years", "No years of experience are told.", NEUTRAL)
    return _reason("years", f"{candidate.years} years of experience.", min(1.0, candidate.years / ENOUGH_YEARS))


def _field(candidate: Candidate, name: str) -> tuple[Quote, ...]:
    text = candidate.texts.get(name)
    return (Quote(text, 0, len(text), field=name),) if text else ()


def _reason(code: str, detail: str, value: float, *quotes: Quote) -> Reason:
    return Reason("background", code, detail, value, quotes)
