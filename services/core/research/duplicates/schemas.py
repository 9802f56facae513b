"""Shapes of match reviews, out only."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.contracts.filters import SortBy
from shared.contracts.page import PageQuery

ReviewStatus = Literal["open", "accepted", "refused"]


class ReviewQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["score", "-score", "created_at", "-created_at"]] = "-score"
    status: ReviewStatus | None = Field(
        default=None, description="Only reviews in this state; open ones wait for a decision"
    )
    person_id: UUID | None = Field(default=None, description="Only pairs of which this person is one")


class ReviewedPerson(BaseModel):
    """One side of the question."""

    id: UUID
    name: str
    title: str | None
    company: str | None
    location: str | None
    linkedin_url: str | None
    email: str | None
    phone: str | None
    past_employers: list[dict[str, Any]]


class Evidence(BaseModel):
    """One reason: the field, its weight (negative speaks against), in words."""

    field: str
    weight: float = Field(description="In bits: what it counts for their being one; negative speaks against")
    detail: str


class ReviewOut(BaseModel):
    """Two people who may be one."""

    id: UUID
    status: ReviewStatus
    score: float = Field(
        description="0 to 1, 1 / (1 + 2^-w) of the summed weights w: it ranks, and is no measured probability"
    )
    reasons: list[Evidence]
    person: ReviewedPerson
    other_person: ReviewedPerson
    decided_by: str | None = Field(description="Id of who decided; null while open")
    decided_at: dt.datetime | None
    created_at: dt.datetime
    updated_at: dt.datetime
