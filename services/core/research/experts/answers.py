"""Shapes of answers to screening questions, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from services.core.research.screening.case import LONGEST_QUESTION
from shared.contracts.filters import SortBy
from shared.contracts.input import Input
from shared.contracts.page import PageQuery
from shared.types import NO_NUL

Question = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST_QUESTION, pattern=NO_NUL)
]


class AnswerIn(Input):
    """An answer to one of the campaign's questions, or to a question in the vendor's own words."""

    response_text: Annotated[str, StringConstraints(min_length=1, max_length=50_000, pattern=NO_NUL)] = Field(
        description="In words; to a closed question an option by text, letter or number, or a rating on its scale"
    )
    screening_question_id: UUID | None = None
    question_text: Question | None = Field(
        default=None,
        description="A question in the vendor's own words; in the very words of one of the campaign's it is that one. "
        "Or give `screening_question_id`",
    )

    @model_validator(mode="after")
    def names_question(self) -> Self:
        """Exactly one way of naming the question."""
        if (self.screening_question_id is None) == (self.question_text is None):
            raise ValueError("give either screening_question_id or question_text")
        return self


class AnswerQuery(PageQuery):
    """Order of the list."""

    sort: SortBy[Literal["created_at", "-created_at"]] = "created_at"


class AnswerOut(BaseModel):
    """An answer as passed on."""

    id: UUID
    expert_id: UUID
    screening_question_id: UUID | None = Field(
        description="The campaign's question; null for one in the vendor's own words"
    )
    question_text: str = Field(description="As it was asked when answered")
    response_text: str = Field(description="Word for word")
    source: dict[str, Any] | None = Field(description="The file and place it came from; null where given by hand")
    created_at: dt.datetime
