"""What a judge of screening sees and what it answers: a brief, one expert, and a verdict with its reasons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol
from uuid import UUID

Band = Literal["strong", "mixed", "weak"]
Part = Literal["background", "answers", "red_flags"]

STRONG, MIXED = 80, 45
LONGEST_QUESTION = 600
"""Characters of a question an answer is kept under: beyond them two questions are told apart by nobody."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the campaign, what it weighs among its siblings, and what makes an answer good."""

    id: UUID
    text: str
    kind: str = "text"
    options: tuple[str, ...] = ()
    weight: int = 1
    rules: Mapping[str, Any] = field(default_factory=dict)
    parent_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What an expert said; without a question of the campaign it can only raise a flag."""

    id: UUID
    question: str
    text: str
    question_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage word for word, and where it stands: in an answer, or in a field of the offer."""

    text: str
    start: int
    end: int
    answer_id: UUID | None = None
    field: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The quote as the API gives it."""
        place = {"field": self.field} if self.answer_id is None else {"answer_id": str(self.answer_id)}
        return {"text": self.text, "place": place | {"start": self.start, "end": self.end}}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An expert as offered. `relation` is what the campaign's companies make of them, with the reason and the employer
    it rests on; `works_for_target` says so where they are with the target today.
    """

    id: UUID
    texts: Mapping[str, str] = field(default_factory=dict)
    region: str | None = None
    years: int | None = None
    relation: str | None = None
    relation_reason: str | None = None
    relation_quote: Quote | None = None
    works_for_target: str | None = None
    conflict: str = "not_checked"
    answers: Sequence[Answer] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """What the campaign looks for: stems of its topic, its regions, its questions, and whether it lists companies."""

    terms: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = ()
    has_companies: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that counted: for which part, how much of the part's whole (0 to 1, None: not scored), in words."""

    part: Part
    code: str
    detail: str
    value: float | None = None
    quotes: tuple[Quote, ...] = ()
    question_id: UUID | None = None

    def as_json(self) -> dict[str, Any]:
        """The reason as the API gives it."""
        return {
            "part": self.part,
            "code": self.code,
            "detail": self.detail,
            "value": None if self.value is None else round(self.value, 3),
            "question_id": None if self.question_id is None else str(self.question_id),
            "quotes": [quote.as_json() for quote in self.quotes],
        }


@dataclass(frozen=True, slots=True)
class Verdict:
    """A score of 0 to 100 with its parts (None: the campaign asks nothing of the kind) and reasons.

    `cap` is the most this expert can have, for a reason named among the others.
    """

    score: int
    parts: Mapping[Part, float | None]
    reasons: tuple[Reason, ...]
    answered: int
    asked: int
    knocked_out: bool
    cap: int | None

    @property
    def band(self) -> Band:
        """Strong from 80, mixed from 45, else weak."""
        return "strong" if self.score >= STRONG else "mixed" if self.score >= MIXED else "weak"


class Judge(Protocol):
    """Scores one expert of a campaign; the rules are one judge, a language model may be another."""

    @property
    def name(self) -> str:
        """Under which its verdicts are kept."""

    def judge(self, brief: Brief, candidate: Candidate) -> Verdict:
        """The verdict, the same for the same input whatever the order of questions and answers."""
