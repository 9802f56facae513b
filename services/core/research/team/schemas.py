"""Shapes of team members and their assignments, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from shared.contracts.filters import Search, SortBy, search
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Email, Name, TimeZone

Picture = Annotated[str, StringConstraints(max_length=2000, pattern=r"^(https?://|/)[^\s\x00]+$")]
"""A web address, or a path on the console's own host."""


Weekday = Annotated[int, Field(ge=1, le=7)]
TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class WorkingHours(Input):
    """The days (ISO: 1 is Monday) and the hours, in the member's zone, within which they take calls."""

    days: Annotated[list[Weekday], Field(min_length=1, max_length=7)] = Field(
        description="ISO days of the week: 1 is Monday"
    )
    start: TimeOfDay = Field(description="HH:MM on the member's clock")
    end: TimeOfDay = Field(description="HH:MM on the member's clock, the same day")

    @model_validator(mode="after")
    def ends_on_the_same_day(self) -> Self:
        """A working day ends on the day it begins."""
        if self.end <= self.start:
            raise ValueError("working hours end after they start, on the same day")
        return self


class MemberIn(Input):
    """Somebody of the research team; need not be able to sign in."""

    name: Name
    designation: Name
    email: Email | None = None
    avatar_url: Picture | None = None
    timezone: TimeZone = "UTC"
    working_hours: WorkingHours = Field(
        default_factory=lambda: WorkingHours(days=[1, 2, 3, 4, 5], start="09:00", end="18:00"),
        description="When they take calls; Monday to Friday from 09:00 to 18:00 unless said",
    )


class MemberPatch(Patch):
    """What changes; null clears."""

    name: Name = unset()
    designation: Name = unset()
    email: Email | None = None
    avatar_url: Picture | None = None
    timezone: TimeZone = unset()
    working_hours: WorkingHours = unset()


class MemberQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["name", "-name", "created_at", "-created_at"]] = "name"
    q: Search | None = search("name", "designation", "e-mail address")


class MemberOut(BaseModel):
    """A member as they stand."""

    id: UUID
    name: str
    designation: str = Field(description="What they do in the team, in words")
    email: str | None
    avatar_url: str | None
    timezone: str = Field(description="IANA zone of the working hours")
    working_hours: dict[str, Any] = Field(
        description="`days` (ISO: 1 is Monday), `start` and `end` (HH:MM) on the member's clock"
    )
    user_id: str = Field(description="Who took them into the team")
    created_at: dt.datetime


class AssignmentQuery(PageQuery):
    """Filters and order of a campaign's members."""

    sort: SortBy[Literal["name", "-name", "assigned_at", "-assigned_at"]] = "name"
    q: Search | None = search("name", "designation", "e-mail address")


class AssignmentPatch(Patch):
    """Whether the member must attend every call of the campaign that is booked from now on."""

    is_required: bool = unset()


class AssignmentOut(BaseModel):
    """A member at work on a campaign."""

    campaign_id: UUID
    team_member_id: UUID
    name: str
    designation: str
    email: str | None
    avatar_url: str | None
    timezone: str
    is_required: bool = Field(description="Whether the member must attend every call of the campaign")
    assigned_at: dt.datetime
