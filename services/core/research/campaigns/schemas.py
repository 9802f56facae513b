"""Shapes of campaigns, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.contracts.filters import Search, SortBy, search
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Count, Currency, Day, LongText, Name, Position, ShortText, TimeZone

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
    start_date: Day
    target_completion_date: Day = Field(description="The last day of the campaign, included")
    project_id: UUID | None = None
    custom_industry: ShortText | None = Field(
        default=None, description="In one's own words, where the vertical does not say it"
    )
    brief_description: LongText | None = Field(
        default=None, description="The question in short; experts are scored by it"
    )
    expanded_description: LongText | None = Field(
        default=None, description="The brief in full; experts are scored by it"
    )
    target_regions: Regions = Field(default_factory=list)
    custom_regions: ShortText | None = Field(default=None, description="Regions in one's own words")
    min_calls: Count | None = Field(default=None, description="How many calls it needs at least; null: not said")
    max_calls: Count | None = Field(default=None, description="How many calls it wants at most; null: not said")
    timezone: TimeZone = Field(
        default="UTC",
        description="IANA zone in which its days begin and its calls are shown; fixed once a call has a day in it",
    )
    currency: Currency = Field(
        default="USD", description="ISO 4217; what its offers are compared and its budget is kept in"
    )
    color_tag: Colour | None = Field(default=None, description="Colour of its calls in the calendar")
    display_order: Position = Field(default=0, description="Place among the campaigns, the lowest first")


class CampaignPatch(Patch):
    """What changes; null clears."""

    campaign_name: Name = unset()
    industry_vertical: Name = unset()
    start_date: Day = unset()
    target_completion_date: Day = unset()
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

    sort: SortBy[Sort] = "display_order"
    status: Status | None = Field(
        default=None, description="By the dates, as of today in each campaign's own time zone"
    )
    project_id: UUID | None = Field(default=None, description="Only campaigns of this project")
    industry_vertical: ShortText | None = Field(default=None, description="Exactly this industry, as written")
    region: Region | None = Field(default=None, description="Only those that look for experts in this region")
    q: Search | None = search("name", "brief description")


class CampaignOut(BaseModel):
    """A campaign as it stands; `status` and the counts are computed."""

    id: UUID
    project_id: UUID | None
    project_name: str | None
    campaign_name: str
    status: Status = Field(
        description="By the dates, as of today in `timezone`: Waiting before the start, Completed after the last day"
    )
    industry_vertical: str
    custom_industry: str | None
    brief_description: str | None
    expanded_description: str | None
    start_date: dt.date
    target_completion_date: dt.date
    target_regions: list[str]
    custom_regions: str | None
    min_calls: int | None = Field(description="What it needs at least; null: not said")
    max_calls: int | None = Field(description="What it wants at most; null: not said")
    timezone: str = Field(description="IANA zone in which its days begin")
    currency: str = Field(description="ISO 4217; what its offers are compared in")
    color_tag: Colour | None = Field(description="Colour of its calls in the calendar")
    display_order: int
    expert_count: int = Field(description="Offers that stand, one for each vendor and person")
    interview_count: int = Field(description="Calls in any state")
    scheduled_calls: int = Field(description="Calls booked, confirmed or not")
    completed_calls: int = Field(description="Calls held to their end")
    user_id: str = Field(description="Who started it")
    created_at: dt.datetime
    updated_at: dt.datetime
