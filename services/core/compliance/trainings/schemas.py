"""Shapes of users' trainings, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.filters import SortBy
from shared.contracts.input import Input
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Day, LastDay, Name

UserId = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)]


class TrainingIn(Input):
    """A compliance course that a user of the workspace has done; it may expire before the rule's own age."""

    user_id: UserId
    course: Name
    completed_on: Day
    expires_on: LastDay | None = Field(
        default=None, description="The last day it counts; null: as long as the rule lets it"
    )


class TrainingQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["completed_on", "-completed_on"]] = "-completed_on"
    user_id: UserId | None = Field(default=None, description="Only courses of this user")


class TrainingOut(BaseModel):
    """A training on record."""

    id: UUID
    user_id: str
    course: str
    completed_on: dt.date
    expires_on: dt.date | None = Field(description="The last day it counts; null: as long as the rule lets it")
    created_by: str | None
    created_at: dt.datetime
