"""Shapes of calendar feeds, in and out."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.contracts.filters import SortBy
from shared.contracts.input import Input
from shared.contracts.page import PageQuery
from shared.types import Name


class FeedIn(Input):
    """Whose calls: a campaign's, those a member leads or attends, both at once, or those the caller asked for."""

    name: Name | None = Field(default=None, description="How calendar programs show it")
    campaign_id: UUID | None = Field(default=None, description="Only calls of this campaign")
    team_member_id: UUID | None = Field(default=None, description="Only calls this member leads or attends")


class FeedQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["created_at", "-created_at"]] = "created_at"
    campaign_id: UUID | None = Field(default=None, description="Only feeds of this campaign's calls")
    team_member_id: UUID | None = Field(default=None, description="Only feeds of this member's calls")


class FeedOut(BaseModel):
    """A feed; its secret address is told once, when it is made or rotated."""

    id: UUID
    user_id: str = Field(description="Whose it is")
    name: str | None
    campaign_id: UUID | None
    team_member_id: UUID | None
    created_at: dt.datetime
    rotated_at: dt.datetime | None = Field(description="When the address was last replaced; null for the first")


class OpenedFeedOut(FeedOut):
    """A feed with its address, which is kept nowhere: whoever has it sees the calls."""

    url: str | None = Field(
        description="Path on this host; secret; null when a repeat asks", examples=["/api/calendar/…"]
    )
