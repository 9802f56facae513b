"""Shapes of blackouts, in and out."""

import datetime as dt
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, model_validator

from shared.contracts.filters import SortBy
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Day, ShortText


class BlackoutIn(Input):
    """Whole days without calls: of everybody, or of one campaign, member or person. Both days are included.

    A member's days are those of their own zone, all others those of the campaign a slot is looked for in.
    """

    starts_on: Day
    ends_on: Day = Field(description="The last day, included")
    reason: ShortText | None = None
    campaign_id: UUID | None = None
    team_member_id: UUID | None = None
    person_id: UUID | None = None

    @model_validator(mode="after")
    def is_of_one(self) -> Self:
        """At most one of the three."""
        if sum(id_ is not None for id_ in (self.campaign_id, self.team_member_id, self.person_id)) > 1:
            raise ValueError("give one of campaign_id, team_member_id and person_id, or none for everybody")
        return self


class BlackoutPatch(Patch):
    """What changes; null clears."""

    starts_on: Day = unset()
    ends_on: Day = unset()
    reason: ShortText | None = None


class BlackoutQuery(PageQuery):
    """Filters and order of the list; those that touch the days between `since` and `until`."""

    sort: SortBy[Literal["starts_on", "-starts_on", "created_at", "-created_at"]] = "starts_on"
    campaign_id: UUID | None = Field(default=None, description="Only days of this campaign")
    team_member_id: UUID | None = Field(default=None, description="Only days of this member of the team")
    person_id: UUID | None = Field(default=None, description="Only days of this person")
    since: Day | None = Field(default=None, description="Only those that end on this day or later")
    until: Day | None = Field(default=None, description="Only those that begin on this day or before")


class BlackoutOut(BaseModel):
    """A blackout as it stands; without any of the three ids it is everybody's."""

    id: UUID
    campaign_id: UUID | None
    team_member_id: UUID | None
    person_id: UUID | None
    starts_on: dt.date
    ends_on: dt.date = Field(description="The last day, included")
    reason: str | None
    created_at: dt.datetime
