"""Shapes of the calendar, in and out."""

import datetime as dt
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from services.core.interviews.blackouts.schemas import BlackoutOut
from services.core.interviews.booking.schemas import AttendeeOut, Colour
from services.core.interviews.booking.states import Status
from shared.types import TimeZone, now

LONGEST, WEEK = dt.timedelta(days=92), dt.timedelta(days=7)


def _today() -> dt.datetime:
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


class AgendaQuery(BaseModel):
    """Which stretch of time (four weeks from today unless said), whose calls, and on which clock they are shown."""

    model_config = ConfigDict(extra="forbid")

    since: AwareDatetime = Field(default_factory=_today, alias="from")
    until: AwareDatetime = Field(default_factory=lambda said: said["since"] + 4 * WEEK, alias="to")
    campaign_id: UUID | None = None
    member_id: UUID | None = None
    timezone: TimeZone = "UTC"
    limit: Annotated[int, Field(ge=1, le=1000)] = 500

    @model_validator(mode="after")
    def is_no_longer_than_a_quarter(self) -> Self:
        """A range that ends after it begins."""
        if not dt.timedelta() < self.until - self.since <= LONGEST:
            raise ValueError("to must lie after from, and at most 92 days after it")
        return self


class ConflictOut(BaseModel):
    """What speaks against a booked call: somebody's hours, closed days, another call of who may attend, or the gate."""

    kind: Literal["working_hours", "blackout", "hold", "compliance"]
    party: str | None
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
    local_start: dt.datetime
    local_end: dt.datetime
    duration_minutes: int
    timezone: str
    place: str | None
    color: Colour | None
    lead_member_id: UUID | None
    attendees: list[AttendeeOut]
    conflicts: list[ConflictOut]


class AgendaOut(BaseModel):
    """The calls that touch the stretch, soonest first, and the closed days in it; `total` counts all such calls."""

    since: dt.datetime
    until: dt.datetime
    timezone: str
    calls: list[CallOut]
    total: int
    blackouts: list[BlackoutOut]
