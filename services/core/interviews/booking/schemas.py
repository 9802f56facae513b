"""Shapes of interviews, in and out. Old words for the states are understood."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints, model_validator

from services.core.interviews.booking import states
from services.core.interviews.booking.states import Status
from shared.contracts.filters import OfCampaign, OfOffer, OfPerson, OfVendor, Search, SortBy, search
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Instant, Link, LongText, TimeZone, WallTime

Colour = Literal["blue", "green", "purple", "orange", "red", "pink", "cyan", "yellow", "indigo", "gray"]
Fault = Literal["expert", "client", "vendor"]
Minutes = Annotated[int, Field(ge=15, le=240)]
ActualMinutes = Annotated[int, Field(ge=0, le=600)]
Rating = Annotated[Decimal, Field(ge=0, le=5, max_digits=2, decimal_places=1)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL)]
Place = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=NO_NUL)]
Members = Annotated[list[UUID], Field(max_length=50)]
Occurred = Annotated[Instant | None, Field(description="When it happened, if not now; never in the future")]
RATINGS = ("rating", "relevance_rating", "expertise_rating", "communication_rating")


def _understood(value: object) -> object:
    return states.MACHINE.understand(value) if isinstance(value, str) else value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


StatusIn = Annotated[Status, BeforeValidator(_understood)]
FirstStatus = Annotated[Literal["requested", "scheduled", "confirmed"], BeforeValidator(_understood)]


class ProposedSlotBody(Input):
    """A time a vendor offers for this call; without an end, as long as the call."""

    start: Instant
    end: Instant | None = None

    @model_validator(mode="after")
    def ends_after_start(self) -> Self:
        """A stretch of time."""
        if self.end is not None and self.end <= self.start:
            raise ValueError("a slot ends after it starts")
        return self


MOST_SLOTS = 20
Slots = Annotated[list[ProposedSlotBody], Field(max_length=MOST_SLOTS)]


class Said(Patch):
    """What a command is told: fields left out stay as they are or take their default."""

    def given(self) -> dict[str, Any]:
        """What was said, slots as JSON has them."""
        return super().given() | self.model_dump(mode="json", include={"proposed_slots"} & self.model_fields_set)


class Terms(Said):
    """How a call is held. Those named attend besides the lead and whom the campaign requires at every call."""

    duration_minutes: Minutes = unset("How long it is booked for")
    timezone: TimeZone = unset("IANA zone in which the call is planned; the campaign's unless said")
    place: Place | None = Field(default=None, description="Link or dial-in")
    attendees: Members = unset()
    optional_attendees: Members = unset()


class InterviewIn(Terms):
    """A call asked for, or with a start booked at once.

    The zone is the campaign's unless said. `scheduled_date` is the old name of the start; without an offset it is the
    wall time of the call's zone.
    """

    expert_id: UUID
    campaign_id: UUID | None = Field(default=None, description="The expert's own; it need not be said")
    starts_at: Instant | None = Field(default=None, description="Books the call at once")
    scheduled_date: WallTime | None = Field(default=None, deprecated=True)
    status: FirstStatus | None = None
    proposed_slots: Slots = Field(default_factory=list, description="Times the vendor offers for this call")
    lead_member_id: UUID | None = Field(default=None, description="Who of the team leads it")
    color_tag: Colour | None = None
    notes: LongText | None = None
    requested_at: Instant | None = Field(
        default=None, description="When it was asked for, if not now; never in the future"
    )

    def given(self) -> dict[str, Any]:
        """What was said, the start under its present name."""
        said = super().given()
        start = said.pop("scheduled_date", None)
        return said if start is None else said | {"starts_at": start}

    @model_validator(mode="after")
    def has_one_start(self) -> Self:
        """A booked call has a start, said once, and one that is only asked for has none."""
        starts = {"starts_at", "scheduled_date"} & {name for name, value in self if value is not None}
        if len(starts) == 2:
            raise ValueError("give starts_at or scheduled_date, not both")
        if (self.status in states.BOOKED) > bool(starts):
            raise ValueError(f"a call that is {self.status} needs starts_at")
        return self


class InterviewPatch(Said):
    """What changes; null clears. States and times have commands of their own."""

    place: Place | None = None
    color_tag: Colour | None = None
    lead_member_id: UUID | None = None
    notes: LongText | None = None
    transcript_url: Link | None = None
    recording_url: Link | None = None
    attendees: Members = unset()
    optional_attendees: Members = unset()
    rating: Rating | None = None
    relevance_rating: Rating | None = None
    expertise_rating: Rating | None = None
    communication_rating: Rating | None = None
    review_text: LongText | None = None


class ScheduleBody(Terms):
    """The start, or which of the proposed slots (the first is 0)."""

    starts_at: Instant | None = Field(default=None, description="The start; or give `slot`")
    slot: Annotated[int, Field(ge=0, le=MOST_SLOTS)] | None = Field(
        default=None,
        description="Which of the proposed slots, from 0; a start given with the request comes before those",
    )
    occurred_at: Occurred = None


class RescheduleBody(ScheduleBody):
    """The new time, and why. The call stays the same call; what both sides had confirmed is to be confirmed anew."""

    reason: Reason | None = None


class InterviewQuery(PageQuery):
    """Filters and order of the list.

    `from` and `to` bound the start; calls without one come last.
    """

    sort: SortBy[Literal[
        "starts_at", "-starts_at", "created_at", "-created_at", "updated_at", "-updated_at", "status_at", "-status_at",
        "status", "-status", "duration_minutes", "-duration_minutes",
    ]] = "starts_at"  # fmt: skip
    campaign_id: OfCampaign = None
    expert_id: OfOffer = None
    person_id: OfPerson = None
    vendor_id: OfVendor = None
    member_id: UUID | None = Field(default=None, description="Only calls this member of the team leads or attends")
    status: Annotated[list[StatusIn], BeforeValidator(_listed), Field(max_length=7)] | None = Field(
        default=None, description="Only calls in this state; repeat for several"
    )
    starts_from: Instant | None = Field(default=None, alias="from", description="Begins at this instant or later")
    starts_to: Instant | None = Field(default=None, alias="to", description="Begins before this instant")
    q: Search | None = search("the expert's name", "the expert's employer", "the campaign's name")


class AttendeeOut(BaseModel):
    """A member who takes part; one who is required is booked nowhere else at that time."""

    team_member_id: UUID
    name: str
    timezone: str
    required: bool


class SlotOut(BaseModel):
    """A time a vendor offered."""

    start: dt.datetime
    end: dt.datetime | None


class InterviewOut(BaseModel):
    """A call as it stands; `color` is its own or its campaign's, `sequence` counts changes of time, place, state, who
    attends, `gate_conflict` is what the gate holds against a booked call since a list, a rule or a fact changed.
    """

    id: UUID
    campaign_id: UUID
    campaign_name: str
    expert_id: UUID
    expert_name: str
    expert_title: str | None
    expert_company: str | None
    person_id: UUID
    vendor_platform_id: UUID
    vendor: str
    status: Status
    status_reason: str | None = Field(description="Why it was moved there; null where none was said")
    status_at: dt.datetime = Field(description="When it came into this state")
    starts_at: dt.datetime | None = Field(description="Null while it has no time")
    ends_at: dt.datetime | None = Field(description="The start and the length it is booked for")
    duration_minutes: int = Field(description="How long it is booked for")
    timezone: str = Field(description="IANA zone in which the call is planned")
    proposed_slots: list[SlotOut] = Field(description="Times the vendor offered for this call")
    place: str | None = Field(description="Link or dial-in")
    color_tag: Colour | None
    color: Colour | None = Field(description="Its own colour, else its campaign's")
    lead_member_id: UUID | None
    attendees: list[AttendeeOut]
    requested_at: dt.datetime = Field(description="When it was asked for")
    booked_by: str | None = Field(description="Id of who booked it; they cannot decide about it for compliance")
    completed_at: dt.datetime | None = Field(description="When it ended; null until held")
    cancelled_at: dt.datetime | None
    actual_minutes: int | None = Field(description="How long it took; null until held")
    was_poor: bool = Field(
        description="Whether it was of no use: such a call may cost nothing within the vendor's free minutes"
    )
    fault: Fault | None = Field(description="Who did not come, or called it off")
    stopped_rule: str | None = Field(description="The rule it was ended for")
    rating: float | None = Field(description="0 to 5")
    relevance_rating: float | None = Field(description="0 to 5")
    expertise_rating: float | None = Field(description="0 to 5")
    communication_rating: float | None = Field(description="0 to 5")
    review_text: str | None
    rated_at: dt.datetime | None
    notes: str | None
    transcript_url: str | None
    recording_url: str | None
    sequence: int = Field(description="Counts changes of time, place, state and who attends (iCalendar SEQUENCE)")
    gate_conflict: str | None = Field(
        description="What the gate holds against a booked call since a list, rule or fact has changed; null: nothing"
    )
    created_at: dt.datetime
    updated_at: dt.datetime
