"""Shapes of people, out only: a card is derived from offers."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.contracts.filters import Search, SortBy, search
from shared.contracts.page import PageQuery
from shared.types import ShortText


class PersonQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["name", "-name", "created_at", "-created_at"]] = "name"
    q: Search | None = search("name", "title", "employer")
    company: ShortText | None = Field(default=None, description="Exactly this present employer, whatever its case")


class PersonOut(BaseModel):
    """A human being, once per workspace."""

    id: UUID
    name: str
    title: str | None = Field(description="Present title, from the surest of the offers")
    company: str | None = Field(description="Present employer, from the surest of the offers")
    location: str | None
    region: str | None = Field(
        description="The region of the world that `location` lies in; null where that is not certain"
    )
    linkedin_url: str | None
    email: str | None
    phone: str | None
    past_employers: list[dict[str, Any]] = Field(
        description="Former employers: `name`, `title`, `start`, `end` (2019 or 2019-03)"
    )
    merged_into_id: UUID | None = Field(description="Who this was found to be; null for everybody who stands alone")
    created_at: dt.datetime
    updated_at: dt.datetime


class OfferBrief(BaseModel):
    """One vendor's offer of the person."""

    expert_id: UUID
    campaign_id: UUID
    vendor_platform_id: UUID
    vendor: str
    name: str
    title: str | None = Field(description="As this vendor puts it")
    company: str | None = Field(description="As this vendor puts it")
    status: str
    superseded_by_id: UUID | None = Field(
        description="The vendor's later offer of the same person in the campaign, which stands instead"
    )


class PersonDetail(PersonOut):
    """The card with every offer behind it."""

    offers: list[OfferBrief]
