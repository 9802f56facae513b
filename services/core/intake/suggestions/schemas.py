"""Shapes of suggestions, out only."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.contracts.filters import OfCampaign, OfOffer, SortBy
from shared.contracts.page import PageQuery

SuggestionStatus = Literal["open", "accepted", "dismissed"]


class SuggestionQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["created_at", "-created_at"]] = "created_at"
    status: SuggestionStatus | None = Field(default=None, description="Only suggestions in this state")
    expert_id: OfOffer = None
    campaign_id: OfCampaign = None


class SuggestionOut(BaseModel):
    """A vendor's new value that waits beside an edited one."""

    id: UUID
    expert_id: UUID
    expert_name: str
    campaign_id: UUID
    intake_id: UUID | None = Field(description="The intake it came with")
    field: str = Field(description="The expert's field it is for")
    value: Any = Field(description="What the vendor says, in the form of that field")
    source: dict[str, Any] = Field(description="Where that stands: file, place and excerpt")
    status: SuggestionStatus
    decided_by: str | None = Field(description="Id of who decided; null while open")
    decided_at: dt.datetime | None
    created_at: dt.datetime
    updated_at: dt.datetime
