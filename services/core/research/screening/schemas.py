"""Shapes of screening questions, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from services.core.research.screening.case import Band
from services.core.research.screening.rules import Rules, RulesIn
from shared.contracts.filters import SortBy
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
    options: Options | None = Field(
        default=None,
        description="Choices of a multiple_choice (required), or the scale of a rating where it is not 1 to 5",
    )
    parent_question_id: UUID | None = Field(default=None, description="The question it is a part of; null: of the top")
    display_order: Position = Field(default=0, description="Place among the questions beside it, the lowest first")
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
    options: list[str] | None = Field(
        description="Choices of a multiple_choice, or the scale of a rating; null: 1 to 5, or answered in words"
    )
    display_order: int
    weight: int = Field(description="0 to 10 among the questions beside it; 0 is not scored")
    rules: dict[str, Any] = Field(description="What makes an answer good, as given")
    created_at: dt.datetime
    updated_at: dt.datetime
    sub_questions: list["QuestionOut"]


class QuestionTree(BaseModel):
    """All questions of a campaign, each below its parent, in their order."""

    items: list[QuestionOut]


class ScoreQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["score", "-score", "scored_at", "-scored_at"]] = "-score"
    band: Band | None = Field(default=None, description="Only scores of this band")
    knocked_out: bool | None = Field(default=None, description="Whether an answer rules the expert out")
    stale: bool | None = Field(default=None, description="Whether a change since then is not scored yet")
    min_score: Annotated[int, Field(ge=0, le=100)] | None = Field(
        default=None, description="Only scores of this or more, of 100"
    )


class ScoreOut(BaseModel):
    """An expert's score of 0 to 100; the parts are of 0 to 100 too, null where the campaign asks nothing of the kind.

    `cap` is the most this expert can have, for a reason among the reasons; `stale` until a change is scored.
    """

    expert_id: UUID
    name: str
    judge: str = Field(description="What made the score: the shipped rules, or another judge")
    score: int = Field(description="0 to 100")
    band: Band
    parts: dict[str, float | None] = Field(
        description="0 to 100 for each of background, answers and red flags; null where nothing of the kind is asked"
    )
    answered: int = Field(description="Questions answered")
    asked: int = Field(description="Questions asked of the campaign's experts")
    knocked_out: bool
    cap: int | None = Field(
        description="The most this expert can score, for one of the reasons; null where nothing caps it"
    )
    rules_version: str = Field(description="Which version of the scoring rules it was made by")
    stale: bool = Field(description="Whether a change since then is not scored yet")
    scored_at: dt.datetime


class QuotePlace(BaseModel):
    """Where a quote stands: in an answer or a field of the offer, from and to which character."""

    answer_id: UUID | None = None
    field: str | None = None
    start: int = Field(description="First character, from 0")
    end: int = Field(description="The character after the last")


class QuoteOut(BaseModel):
    """A passage word for word."""

    text: str
    place: QuotePlace


class ScoreReasonOut(BaseModel):
    """Something that counted; `value` is 0 to 1 of what it could be worth, below 0 for a red flag's cost."""

    part: Literal["background", "answers", "red_flags"]
    code: str = Field(description="What counted, for programs")
    detail: str
    value: float | None = Field(
        description="0 to 1 of what it could be worth, below 0 for what a red flag costs; null where it only informs"
    )
    question_id: UUID | None
    quotes: list[QuoteOut]


class ScoreWithReasonsOut(ScoreOut):
    """A score with its reasons; `agreement` is 100 less how far judges lie apart, null when only one has scored."""

    reasons: list[ScoreReasonOut]
    agreement: int | None = Field(description="100 less how far judges lie apart; null when only one has scored")
    judges: list[str]


class ScoringOut(BaseModel):
    """How far the scoring of a campaign is: `stale` and `unscored` experts wait for a worker."""

    experts: int
    scored: int = Field(description="Experts whose score is of what is known now")
    stale: int = Field(description="Experts whose score is of before a change")
    unscored: int = Field(description="Experts without a score yet")
    bands: dict[str, int] = Field(description="Experts by band")
