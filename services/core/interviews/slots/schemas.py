"""Shapes of the search for a time, in and out."""

import datetime as dt
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from services.core.interviews.slots.constraints import Kind
from shared.types import Instant

LONGEST = dt.timedelta(days=31)


class SlotQuery(BaseModel):
    """What is looked for: by default an hour within the next fortnight, begun on every half hour.

    Members whom the campaign requires must be free, and so must those of `attendees` and of the call `interview_id`,
    whose own present time counts as free. Lead times count from `as_of`, the present unless said.
    """

    model_config = ConfigDict(extra="forbid")

    since: Instant | None = Field(default=None, alias="from", description="Where to begin looking; now unless said")
    until: Instant | None = Field(
        default=None,
        alias="to",
        description="Where to stop looking, at most 31 days later; a fortnight after `from` unless said",
    )
    duration_minutes: Annotated[int, Field(ge=15, le=240)] = Field(default=60, description="Length of the call")
    step: Annotated[Literal[5, 10, 15, 20, 30, 60], BeforeValidator(int)] = Field(
        default=30, description="Minutes between one start and the next"
    )
    attendees: Annotated[list[UUID], Field(max_length=50)] = Field(
        default_factory=list,
        description="Members of the team who must be free too, besides those the campaign requires; repeat for several",
    )
    interview_id: UUID | None = Field(
        default=None, description="A call to be moved: its own present time counts as free, and who attends it must be"
    )
    as_of: Instant | None = Field(default=None, description="From when the vendor's lead time counts; now unless said")
    limit: Annotated[int, Field(ge=1, le=200)] = Field(default=20, description="Times at most")

    @model_validator(mode="after")
    def is_no_longer_than_a_month(self) -> Self:
        """A range that ends after it begins."""
        if (
            self.since is not None
            and self.until is not None
            and not dt.timedelta() < self.until - self.since <= LONGEST
        ):
            raise ValueError("to must lie after from, and at most 31 days after it")
        return self


class PartyOut(BaseModel):
    """When the call is for somebody, on their own clock; an expert's is the vendor's word, and may be unknown."""

    kind: Literal["expert", "member"] = Field(
        description="An expert's availability is the vendor's word, a member's hours their own"
    )
    id: UUID
    name: str
    timezone: str | None = Field(description="Their IANA zone; null for an expert whose zone is not known")
    start: dt.datetime = Field(description="On their own clock")
    end: dt.datetime = Field(description="On their own clock")


class TimeOut(BaseModel):
    """A time, and what it is for each party."""

    start: dt.datetime
    end: dt.datetime
    parties: list[PartyOut]


class NoSlotReasonOut(BaseModel):
    """Why there is no time, whose reason it is, and what would help."""

    constraint: Kind
    party: str | None = Field(description="Name of whose reason it is; null where it is nobody's alone")
    text: str
    remedy: str = Field(description="What would help, in words")


class BlockOut(BaseModel):
    """A reason, whose it is, and how many of the window's starts it rules out."""

    constraint: Kind
    party: str | None
    text: str
    starts: int = Field(description="How many of the window's starts it rules out")


class WindowOut(BaseModel):
    """A time the vendor offers, as written, how many starts it holds that all can make, and why no others."""

    text: str = Field(description="As the vendor wrote it")
    start: dt.datetime
    end: dt.datetime
    timezone: str | None
    feasible: int = Field(description="Of them, those all can make")
    tried: int = Field(description="Starts looked at in it")
    blocked: list[BlockOut] = Field(description="Why the other starts are ruled out")


class NearestMissOut(TimeOut):
    """The time least speaks against, and what does."""

    blocked: list[str]


class SlotsOut(BaseModel):
    """Times all can make, best first: the soonest day, and on it what lies nearest the middle of everybody's day.

    `unread` is availability that names no certain instant. Without any slot, `reasons` says why and what would help,
    and `nearest_miss` is the best near one.
    """

    expert_id: UUID
    since: dt.datetime
    until: dt.datetime
    duration_minutes: int
    slots: list[TimeOut]
    total: int = Field(description="Times all can make, listed here or not")
    windows: list[WindowOut]
    reasons: list[NoSlotReasonOut]
    unread: list[str] = Field(description="Availability that names no certain instant, as written")
    nearest_miss: NearestMissOut | None = Field(description="The time least speaks against, where there is none")
