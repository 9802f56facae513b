"""Shapes of match reviews, out only."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from shared.contracts.page import PageQuery

ReviewStatus = Literal["open", "accepted", "refused"]


class ReviewQuery(PageQuery):
    """Filters and order of the list."""

    sort: Literal["score", "-score", "created_at", "-created_at"] = "-score"
    status: ReviewStatus | None = None
    person_id: UUID | None = None


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
    weight: float
    detail: str


class ReviewOut(BaseModel):
    """Two people who may be one."""

    id: UUID
    status: ReviewStatus
    score: float
    reasons: list[Evidence]
    person: ReviewedPerson
    other_person: ReviewedPerson
    decided_by: str | None
    decided_at: dt.datetime | None
    created_at: dt.datetime
    updated_at: dt.datetime
