"""Scores what was answered: each answer by its question's rules, sub-questions within their parent, knock-outs named.

A question nobody answered counts a half: missing is not wrong, and no better than a good answer. An answer that is
not understood counts as missing, and is said.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.core.research.screening import choices, passages, wordings
from services.core.research.screening.case import Answer, Question, Quote, Reason

NEUTRAL = 0.5
AVOIDED = 0.5
"""What each phrase costs that a good answer does not hold."""
AT_LENGTH = 25
"""Words of an answer that tells enough where no phrases are expected."""
EVASIVE = 0.2


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer's worth, 0 to 1 (None: not scored), with its reason; `knocks_out` when nothing else can help."""

    reason: Reason
    knocks_out: bool = False

    @property
    def value(self) -> float | None:
        """The worth alone."""
        return self.reason.value


@dataclass(frozen=True, slots=True)
class Answered:
    """All questions together: their weighed worth (None: nothing is asked), and what was made of each."""

    value: float | None
    judged: tuple[Judged, ...]
    answered: int
    asked: int


def weigh(questions: Sequence[Question], answers: Iterable[Answer]) -> Answered:
    """Judge every answer to one of the questions and weigh them as the questions' tree has it.

    Of two answers to one question the later counts: ids sort by the time they were made.
    """
    by_question = {answer.question_id: answer for answer in sorted(answers, key=lambda answer: answer.id)}
    below: dict[UUID | None, list[Question]] = {}
    for question in questions:
        below.setdefault(question.parent_id, []).append(question)
    judged = {
        question.id: judge(question, by_question[question.id]) for question in questions if question.id in by_question
    }
    expected = [question for question in questions if question.id in judged or question.id not in below]
    return Answered(
        value=_together(below.get(None, []), below, judged),
        judged=tuple(judged.values()),
        answered=len(judged),
        asked=len(expected),
    )


def _together(
    level: Sequence[Question], below: Mapping[UUID | None, list[Question]], judged: Mapping[UUID, Judged]
) -> float | None:
    """The mean of questions by weight; one without weight, in itself or below it, is left out."""
    worth = [(question.weight, _worth(question, below, judged)) for question in level if question.weight]
    known = [(weight, value) for weight, value in worth if value is not None]
    total = sum(weight for weight, _ in known)
    return sum(weight * value for weight, value in known) / total if total else None


def _worth(
    question: Question, below: Mapping[UUID | None, list[Question]], judged: Mapping[UUID, Judged]
) -> float | None:
    """A question's own answer counts as one more of its sub-questions; a bare heading is not missed."""
    value = judged[question.id].value if question.id in judged else None
    under = below.get(question.id)
    if not under:
        return NEUTRAL if value is None else value
    rest = _together(under, below, judged)
    if value is None or rest is None:
        return rest if value is None else value
    weight = sum(child.weight for child in under)
    return (value + weight * rest) / (1 + weight)


def judge(question: Question, answer: Answer) -> Judged:
    """One answer by the rules of its question."""
    if question.kind == "multiple_choice":
        return _choice(question, answer)
    if question.kind == "rating":
        return _rating(question, answer)
    return _text(question, answer)


def _choice(question: Question, answer: Answer) -> Judged:
    named = choices.chosen(answer.text, question.options)
    if named is None:
        return _not_understood(question, answer)
    good, fatal = question.rules.get("good"), set(question.rules.get("knock_out") or ())
    told = f"{question.text} {', '.join(named)}"
    if fatal & set(named):
        return Judged(_reason(question, answer, "knock_out", f"{told}: knocks out.", 0.0), knocks_out=True)
    if good is None:
        return Judged(_reason(question, answer, "chosen", f"{told}: any answer will do.", 1.0 if fatal else NEUTRAL))
    share = sum(option in good for option in named) / len(named)
    wanted = "is wanted" if share == 1 else f"wanted is {' or '.join(good)}"
    return Judged(_reason(question, answer, "chosen", f"{told}: {wanted}.", share))


def _rating(question: Question, answer: Answer) -> Judged:
    given = choices.rating(answer.text, question.options)
    if given is None:
        return _not_understood(question, answer)
    low, high = choices.scale_of(question.options)
    wanted, fatal = question.rules.get("at_least"), question.rules.get("knock_out_below")
    told = f"{question.text} {given:g} of {high:g}"
    if fatal is not None and given < fatal:
        reason = _reason(question, answer, "knock_out", f"{told}: below {fatal:g} knocks out.", 0.0)
        return Judged(reason, knocks_out=True)
    goal = high if wanted is None else wanted
    value = 1.0 if given >= goal else (given - low) / (goal - low)
    asked = "." if wanted is None else f", wanted at least {wanted:g}."
    return Judged(_reason(question, answer, "rated", told + asked, max(0.0, value)))


def _text(question: Question, answer: Answer) -> Judged:
    expects, avoid = question.rules.get("expects") or (), question.rules.get("avoid") or ()
    hits = [found for phrase in expects if (found := _quote(phrase, answer))]
    bad = [found for phrase in avoid if (found := _quote(phrase, answer))]
    value = len(hits) / len(expects) if expects else _substance(answer.text)
    words, least = passages.word_count(answer.text), question.rules.get("min_words")
    if least:
        value *= min(1.0, words / least)
    value = max(0.0, value - AVOIDED * len(bad))
    told = [f"{len(hits)} of {len(expects)} expected points" if expects else f"{words} words"]
    told += [f"avoided: {', '.join(quote.text for quote in bad)}"] if bad else []
    told += [f"shorter than {least} words"] if least and words < least else []
    quotes = tuple(hits + bad) or (_whole(answer),)
    return Judged(_reason(question, answer, "answered", f"{question.text} {'; '.join(told)}.", value, quotes))


def _substance(text: str) -> float:
    """How much an answer tells where nothing is expected of it: by length, and whether it is told at first hand."""
    if wordings.EVASIVE.search(text):
        return EVASIVE
    length = min(1.0, passages.word_count(text) / AT_LENGTH)
    return NEUTRAL + 0.3 * length + (0.2 if wordings.FIRST_HAND.search(text) else 0.0)


def _not_understood(question: Question, answer: Answer) -> Judged:
    detail = f"{question.text} The answer is kept but names no option or rating for sure: not scored."
    return Judged(_reason(question, answer, "not_understood", detail, None))


def _reason(
    question: Question,
    answer: Answer,
    code: str,
    detail: str,
    value: float | None,
    quotes: tuple[Quote, ...] | None = None,
) -> Reason:
    return Reason("answers", code, detail, value, quotes or (_whole(answer),), question.id)


def _quote(phrase: str, answer: Answer) -> Quote | None:
    match = passages.found(phrase, answer.text)
    return match and Quote(match.group(), match.start(), match.end(), answer_id=answer.id)


def _whole(answer: Answer) -> Quote:
    """The answer's beginning, for what was judged as a whole."""
    shown = answer.text[: wordings.SHOWN]
    return Quote(shown, 0, len(shown), answer_id=answer.id)
