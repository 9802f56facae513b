"""Red flags: what speaks against a call whatever the rest is worth, and the caps that follow from two of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from re import Pattern

from services.core.research.screening import wordings
from services.core.research.screening.case import Answer, Candidate, Quote, Reason

SUPPORTIVE_CAP = 60
EVASIVE_CAP = 60
COSTS = {
    "conflict_flagged": 1.0,
    "works_for_target": 0.8,
    "conflict_evasive": 0.6,
    "conflict_disclosed": 0.5,
    "supportive_only": 0.4,
    "second_hand": 0.2,
}
"""How much of the part each flag takes away; below nothing it does not fall."""
CAPS = {"supportive_only": SUPPORTIVE_CAP, "conflict_evasive": EVASIVE_CAP}


@dataclass(frozen=True, slots=True)
class Flagged:
    """The worth of the part, 0 to 1, with the flags raised and the lowest cap among them."""

    value: float
    reasons: tuple[Reason, ...]
    cap: int | None


def raised(candidate: Candidate) -> Flagged:
    """Every flag at most once, at the first place that raises it."""
    first: dict[str, Reason] = {}
    for reason in _all(candidate):
        first.setdefault(reason.code, reason)
    caps = [CAPS[code] for code in first if code in CAPS]
    value = max(0.0, 1 - sum(COSTS[code] for code in first))
    return Flagged(value, tuple(first.values()), min(caps, default=None))


def _all(candidate: Candidate) -> Iterator[Reason]:
    if candidate.conflict == "flagged":
        yield _flag("conflict_flagged", "The conflict check is flagged.")
    if candidate.works_for_target:
        yield _flag("works_for_target", f"Works for the target: {candidate.works_for_target}.")
    answers = sorted(candidate.answers, key=lambda answer: (answer.question, answer.text, str(answer.id)))
    for answer in answers:
        if wordings.CONFLICT_QUESTION.search(answer.question):
            yield from _conflict(answer)
    yield from _supportive(candidate, answers)
    for answer in answers:
        if found := wordings.SECOND_HAND.search(answer.text):
            yield _flag("second_hand", "Tells at second hand.", Quote(found[0], *found.span(), answer_id=answer.id))


def _conflict(answer: Answer) -> Iterator[Reason]:
    """A plain no is the wanted answer, a plain yes a conflict told, and whatever dodges the question is evasive."""
    if wordings.NO_CONFLICT.search(answer.text) and not wordings.EVASIVE.search(answer.text):
        return
    shown = answer.text[: wordings.SHOWN]
    if found := wordings.EVASIVE.search(answer.text):
        quote = Quote(found[0], *found.span(), answer_id=answer.id)
        yield _flag("conflict_evasive", f"Evades a question about conflicts: {answer.question}", quote)
    elif wordings.CONFLICT.search(answer.text):
        quote = Quote(shown, 0, len(shown), answer_id=answer.id)
        yield _flag("conflict_disclosed", f"Tells of a conflict: {answer.question}", quote)


def _supportive(candidate: Candidate, answers: list[Answer]) -> Iterator[Reason]:
    """Only ever a helper: said by the title or in words, and nowhere that they led, owned or decided anything."""
    told = [*(answer.text for answer in answers), *candidate.texts.values()]
    detail = "Only supported others, and nothing tells that they decided or led."
    quote = _in_field(candidate, "title", wordings.SUPPORTIVE_TITLE)
    if quote and not any(wordings.OWN_HAND.search(text) for text in told):
        yield _flag("supportive_only", detail, quote)
    if any(wordings.FIRST_HAND.search(text) for text in told):
        return
    for field in ("description", "work_history"):
        if quote := _in_field(candidate, field, wordings.SUPPORTIVE):
            yield _flag("supportive_only", detail, quote)
    for answer in answers:
        if found := wordings.SUPPORTIVE.search(answer.text):
            yield _flag("supportive_only", detail, Quote(found[0], *found.span(), answer_id=answer.id))


def _in_field(candidate: Candidate, field: str, pattern: Pattern[str]) -> Quote | None:
    found = pattern.search(candidate.texts.get(field, ""))
    return found and Quote(found[0], *found.span(), field=field)


def _flag(code: str, detail: str, *quotes: Quote) -> Reason:
    return Reason("red_flags", code, detail, -COSTS[code], quotes)
