"""Shapes of screening questions, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from services.core.research.screening.case import Band
from services.core.research.screening.rules import Rules, RulesIn
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Name, Position

QuestionType = Literal["text", "multiple_choice", "rating"]


def _understood(value: object) -> object:
    return value.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(value, str) else value


QuestionTypeIn = Annotated[QuestionType, BeforeValidator(_understood)]
QuestionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000, pattern=NO_NUL)]
Options = Annotated[list[Name], Field(min_length=2, max_length=50)]
Weight = Annotated[int, Field(ge=0, le=10, description="Among the questions beside it; 0 is not scored")]


class QuestionIn(Input):
    """A question put to every expert of the campaign, or a sub-question of one.

    `options` are the choices of a multiple_choice (required) or the scale of a rating (if it is not 1 to 5).
    """

    question_text: QuestionText
    question_type: QuestionTypeIn = "text"
    options: Options | None = None
    parent_question_id: UUID | None = None
    display_order: Position = 0
    weight: Weight = 1
    rules: Rules = Field(default_factory=RulesIn)


class QuestionPatch(Patch):
    """What changes; null clears, and makes a sub-question one of the top. `rules` are replaced as a whole."""

    question_text: QuestionText = unset()
    question_type: QuestionTypeIn = unset()
    options: Options | None = None
    parent_question_id: UUID | None = None
    display_order: Position = unset()
    weight: Weight = unset()
    rules: Rules = unset()


class QuestionOut(BaseModel):
    """A question with those below it."""

    id: UUID
    campaign_id: UUID
    parent_question_id: UUID | None
    question_text: str
    question_type: QuestionType
    options: list[str] | None
    display_order: int
    weight: int
    rules: dict[str, Any]
    created_at: dt.datetime
    updated_at: dt.datetime
    sub_questions: list["QuestionOut"]


class QuestionTree(BaseModel):
    """All questions of a campaign, each below its parent, in their order."""

    items: list[QuestionOut]


class ScoreQuery(PageQuery):
    """Filters and order of the list."""

    sort: Literal["score", "-score", "scored_at", "-scored_at"] = "-score"
    band: Band | None = None
    knocked_out: bool | None = None
    stale: bool | None = None
    min_score: Annotated[int, Field(ge=0, le=100)] | None = None


class ScoreOut(BaseModel):
    """An expert's score of 0 to 100; the parts are of 0 to 100 too, null where the campaign asks nothing of the kind.

    `cap` is the most this expert can have, for a reason among the reasons; `stale` until a change is scored.
    """

    expert_id: UUID
    name: str
    judge: str
    score: int
    band: Band
    parts: dict[str, float | None]
    answered: int
    asked: int
    knocked_out: bool
    cap: int | None
    rules_version: str
    stale: bool
    scored_at: dt.datetime


class QuotePlace(BaseModel):
    """Where a quote stands: in an answer or a field of the offer, from and to which character."""

    answer_id: UUID | None = None
    field: str | None = None
    start: int
    end: int


class QuoteOut(BaseModel):
    """A passage word for word."""

    text: str
    place: QuotePlace


class ReasonOut(BaseModel):
    """Something that counted; `value` is 0 to 1 of what it could be worth, below 0 for a red flag's cost."""

    part: Literal["background", "answers", "red_flags"]
    code: str
    detail: str
    value: float | None
    question_id: UUID | None
    quotes: list[QuoteOut]


class ScoreWithReasonsOut(ScoreOut):
    """A score with its reasons; `agreement` is 100 less how far judges lie apart, null when only one has scored."""

    reasons: list[ReasonOut]
    agreement: int | None
    judges: list[str]


class ScoringOut(BaseModel):
    """How far the scoring of a campaign is: `stale` and `unscored` experts wait for a worker."""

    experts: int
    scored: int
    stale: int
    unscored: int
    bands: dict[str, int]
