"""Shapes of campaigns, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Count, Currency, LongText, Name, Position, ShortText, TimeZone

Status = Literal["Waiting", "Active", "Completed"]
Region = Literal["North America", "Europe", "Asia Pacific", "Latin America", "Middle East & Africa", "Other"]
Regions = Annotated[list[Region], Field(max_length=6)]
Colour = Literal["blue", "green", "purple", "orange", "red", "pink", "cyan", "yellow", "indigo", "gray"]
Sort = Literal[
    "display_order", "-display_order", "created_at", "-created_at", "updated_at", "-updated_at", "campaign_name",
    "-campaign_name", "start_date", "-start_date", "target_completion_date", "-target_completion_date",
]  # fmt: skip


class CampaignIn(Input):
    """A research question to be answered by calls."""

    campaign_name: Name
    industry_vertical: Name
    start_date: dt.date
    target_completion_date: dt.date
    project_id: UUID | None = None
    custom_industry: ShortText | None = None
    brief_description: LongText | None = None
    expanded_description: LongText | None = None
    target_regions: Regions = Field(default_factory=list)
    custom_regions: ShortText | None = None
    min_calls: Count | None = None
    max_calls: Count | None = None
    timezone: TimeZone = "UTC"
    currency: Currency = "USD"
    color_tag: Colour | None = None
    display_order: Position = 0


class CampaignPatch(Patch):
    """What changes; null clears."""

    campaign_name: Name = unset()
    industry_vertical: Name = unset()
    start_date: dt.date = unset()
    target_completion_date: dt.date = unset()
    project_id: UUID | None = None
    custom_industry: ShortText | None = None
    brief_description: LongText | None = None
    expanded_description: LongText | None = None
    target_regions: Regions = unset()
    custom_regions: ShortText | None = None
    min_calls: Count | None = None
    max_calls: Count | None = None
    timezone: TimeZone = unset()
    currency: Currency = unset()
    color_tag: Colour | None = None
    display_order: Position = unset()


class CampaignQuery(PageQuery):
    """Filters and order of the list."""

    sort: Sort = "display_order"
    status: Status | None = None
    project_id: UUID | None = None
    industry_vertical: ShortText | None = None
    region: Region | None = None
    q: Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)] | None = None


class CampaignOut(BaseModel):
    """A campaign as it stands; `status` and the counts are computed."""

    id: UUID
    project_id: UUID | None
    project_name: str | None
    campaign_name: str
    status: Status
    industry_vertical: str
    custom_industry: str | None
    brief_description: str | None
    expanded_description: str | None
    start_date: dt.date
    target_completion_date: dt.date
    target_regions: list[str]
    custom_regions: str | None
    min_calls: int | None
    max_calls: int | None
    timezone: str
    currency: str
    color_tag: Colour | None
    display_order: int
    expert_count: int
    interview_count: int
    scheduled_calls: int
    completed_calls: int
    user_id: str
    created_at: dt.datetime
    updated_at: dt.datetime
