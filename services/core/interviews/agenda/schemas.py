"""Shapes of the calendar, in and out."""

import datetime as dt
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.core.interviews.blackouts.schemas import BlackoutOut
from services.core.interviews.booking.schemas import AttendeeOut, Colour
from services.core.interviews.booking.states import Status
from shared.contracts.filters import OfCampaign
from shared.types import Instant, TimeZone, now

LONGEST, WEEK = dt.timedelta(days=92), dt.timedelta(days=7)


def _today() -> dt.datetime:
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


class AgendaQuery(BaseModel):
    """Which stretch of time (four weeks from today unless said), whose calls, and on which clock they are shown."""

    model_config = ConfigDict(extra="forbid")

    since: Instant = Field(
        default_factory=_today, alias="from", description="Where the stretch begins; today (UTC) unless said"
    )
    until: Instant = Field(
        default_factory=lambda said: said["since"] + 4 * WEEK,
        alias="to",
        description="Where it ends, at most 92 days later; four weeks after `from` unless said",
    )
    campaign_id: OfCampaign = None
    member_id: UUID | None = Field(default=None, description="Only calls this member of the team leads or attends")
    timezone: TimeZone = Field(default="UTC", description="IANA zone of the clock that times are shown on")
    limit: Annotated[int, Field(ge=1, le=1000)] = Field(default=500, description="Calls at most, the soonest")

    @model_validator(mode="after")
    def is_no_longer_than_a_quarter(self) -> Self:
        """A range that ends after it begins."""
        if not dt.timedelta() < self.until - self.since <= LONGEST:
            raise ValueError("to must lie after from, and at most 92 days after it")
        return self


class ConflictOut(BaseModel):
    """What speaks against a booked call: somebody's hours, closed days, another call of who may attend, or the gate."""

    kind: Literal["working_hours", "blackout", "hold", "compliance"]
    party: str | None = Field(description="Who it concerns; null for the call as a whole")
    text: str


class CallOut(BaseModel):
    """A call as a calendar draws it; `local_start` and `local_end` are on the clock that was asked for."""

    id: UUID
    campaign_id: UUID
    campaign_name: str
    expert_id: UUID
    expert_name: str
    expert_company: str | None
    person_id: UUID
    vendor: str
    status: Status
    starts_at: dt.datetime
    ends_at: dt.datetime
    local_start: dt.datetime = Field(description="On the clock that was asked for")
    local_end: dt.datetime = Field(description="On the clock that was asked for")
    duration_minutes: int = Field(description="How long it is booked for")
    timezone: str = Field(description="IANA zone in which the call is planned")
    place: str | None
    color: Colour | None = Field(description="Its own colour, else its campaign's")
    lead_member_id: UUID | None
    attendees: list[AttendeeOut]
    conflicts: list[ConflictOut]


class AgendaOut(BaseModel):
    """The calls that touch the stretch, soonest first, and the closed days in it; `total` counts all such calls."""

    since: dt.datetime
    until: dt.datetime
    timezone: str
    calls: list[CallOut]
    total: int = Field(description="Calls that touch the stretch, listed here or not")
    blackouts: list[BlackoutOut]
