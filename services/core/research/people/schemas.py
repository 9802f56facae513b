"""Shapes of people, out only: a card is derived from offers."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from shared.contracts.page import PageQuery
from shared.types import NO_NUL, ShortText


class PersonQuery(PageQuery):
    """Filters and order of the list."""

    sort: Literal["name", "-name", "created_at", "-created_at"] = "name"
    q: Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)] | None = None
    company: ShortText | None = None


class PersonOut(BaseModel):
    """A human being, once per workspace."""

    id: UUID
    name: str
    title: str | None
    company: str | None
    location: str | None
    region: str | None
    linkedin_url: str | None
    email: str | None
    phone: str | None
    past_employers: list[dict[str, Any]]
    merged_into_id: UUID | None
    created_at: dt.datetime
    updated_at: dt.datetime


class OfferBrief(BaseModel):
    """One vendor's offer of the person."""

    expert_id: UUID
    campaign_id: UUID
    vendor_platform_id: UUID
    vendor: str
    name: str
    title: str | None
    company: str | None
    status: str
    superseded_by_id: UUID | None


class PersonDetail(PersonOut):
    """The card with every offer behind it."""

    offers: list[OfferBrief]
