"""Shapes of screening questions, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from shared.contracts.input import Input, Patch, unset
from shared.types import NO_NUL, Name, Position

QuestionType = Literal["text", "multiple_choice", "rating"]


def _understood(value: object) -> object:
    return value.strip().lower().replace("-", "_").replace(" ", "_") if isinstance(value, str) else value


QuestionTypeIn = Annotated[QuestionType, BeforeValidator(_understood)]
QuestionText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=5_000, pattern=NO_NUL)]
Options = Annotated[list[Name], Field(min_length=2, max_length=50)]


class QuestionIn(Input):
    """A question put to every expert of the campaign, or a sub-question of one.

    `options` are the choices of a multiple_choice (required) or the scale of a rating (if it is not 1 to 5).
    """

    question_text: QuestionText
    question_type: QuestionTypeIn = "text"
    options: Options | None = None
    parent_question_id: UUID | None = None
    display_order: Position = 0


class QuestionPatch(Patch):
    """What changes; null clears, and makes a sub-question one of the top."""

    question_text: QuestionText = unset()
    question_type: QuestionTypeIn = unset()
    options: Options | None = None
    parent_question_id: UUID | None = None
    display_order: Position = unset()


class QuestionOut(BaseModel):
    """A question with those below it."""

    id: UUID
    campaign_id: UUID
    parent_question_id: UUID | None
    question_text: str
    question_type: QuestionType
    options: list[str] | None
    display_order: int
    created_at: dt.datetime
    updated_at: dt.datetime
    sub_questions: list["QuestionOut"]


class QuestionTree(BaseModel):
    """All questions of a campaign, each below its parent, in their order."""

    items: list[QuestionOut]
