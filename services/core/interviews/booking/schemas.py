"""Shapes of interviews, in and out. Old words for the states are understood."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    Field,
    StringConstraints,
    model_validator,
)

from services.core.interviews.booking import states
from services.core.interviews.booking.states import Status
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.models.compliance import RULES
from shared.types import NO_NUL, Link, LongText, TimeZone

Colour = Literal["blue", "green", "purple", "orange", "red", "pink", "cyan", "yellow", "indigo", "gray"]
Fault = Literal["expert", "client", "vendor"]
Minutes = Annotated[int, Field(ge=15, le=240)]
ActualMinutes = Annotated[int, Field(ge=0, le=600)]
Rating = Annotated[Decimal, Field(ge=0, le=5, max_digits=2, decimal_places=1)]
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL)]
Place = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=NO_NUL)]
Members = Annotated[list[UUID], Field(max_length=50)]
Slots = Annotated[list["SlotBody"], Field(max_length=20)]
STOPPING = (*RULES, "inside_information", "other")
"""Why a call is stopped: one of the gate's rules, what was heard in the call itself, or what `reason` alone tells."""
RATINGS = ("rating", "relevance_rating", "expertise_rating", "communication_rating")


def _understood(value: object) -> object:
    return states.MACHINE.understand(value) if isinstance(value, str) else value


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _is_stopping(rule: str) -> str:
    if rule not in STOPPING:
        raise ValueError(f"a call is stopped for one of {', '.join(STOPPING)}; what happened is told in reason")
    return rule


StopRule = Annotated[str, AfterValidator(_is_stopping), Field(json_schema_extra={"enum": list(STOPPING)})]
StatusIn = Annotated[Status, BeforeValidator(_understood)]
FirstStatus = Annotated[Literal["requested", "scheduled", "confirmed"], BeforeValidator(_understood)]


class SlotBody(Input):
    """A time a vendor offers for this call; without an end, as long as the call."""

    start: AwareDatetime
    end: AwareDatetime | None = None

    @model_validator(mode="after")
    def ends_after_start(self) -> Self:
        """A stretch of time."""
        if self.end is not None and self.end <= self.start:
            raise ValueError("a slot ends after it starts")
        return self


class Said(Patch):
    """What a command is told: fields left out stay as they are or take their default."""

    def given(self) -> dict[str, Any]:
        """What was said, slots as JSON has them."""
        return super().given() | self.model_dump(mode="json", include={"proposed_slots"} & self.model_fields_set)


class Terms(Said):
    """How a call is held. Those named attend besides the lead and whom the campaign requires at every call."""

    duration_minutes: Minutes = unset()
    timezone: TimeZone = unset()
    place: Place | None = None
    attendees: Members = unset()
    optional_attendees: Members = unset()


class InterviewIn(Terms):
    """A call asked for, or with a start booked at once.

    The zone is the campaign's unless said. `scheduled_date` is the old name of the start; without an offset it is the
    wall time of the call's zone.
    """

    expert_id: UUID
    campaign_id: UUID | None = None
    starts_at: AwareDatetime | None = None
    scheduled_date: dt.datetime | None = Field(default=None, deprecated=True)
    status: FirstStatus | None = None
    proposed_slots: Slots = Field(default_factory=list)
    lead_member_id: UUID | None = None
    color_tag: Colour | None = None
    notes: LongText | None = None
    requested_at: AwareDatetime | None = None

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

    starts_at: AwareDatetime | None = None
    slot: Annotated[int, Field(ge=0, lt=20)] | None = None
    occurred_at: AwareDatetime | None = None


class RescheduleBody(ScheduleBody):
    """The new time, and why. The call stays the same call; what both sides had confirmed is to be confirmed anew."""

    reason: Reason | None = None


class ConfirmBody(Said):
    """Both sides have accepted."""

    occurred_at: AwareDatetime | None = None


class RequestAgainBody(Said):
    """Back to looking for a time, with the slots now offered."""

    reason: Reason | None = None
    proposed_slots: Slots = Field(default_factory=list)
    occurred_at: AwareDatetime | None = None


class CompleteBody(Said):
    """How the call went. A poor one may cost nothing within the vendor's free minutes.

    Without `actual_minutes` it took as long as booked, without `completed_at` it ended that long after its start.
    """

    actual_minutes: ActualMinutes | None = None
    was_poor: bool = False
    completed_at: AwareDatetime | None = None


class StopBody(Said):
    """A call ended for compliance: which rule, and in free words what happened. The expert is still paid."""

    rule: StopRule
    reason: Reason
    actual_minutes: ActualMinutes | None = None
    occurred_at: AwareDatetime | None = None


class NoShowBody(Said):
    """Who did not come."""

    fault: Fault
    reason: Reason | None = None
    occurred_at: AwareDatetime | None = None


class CancelBody(Said):
    """Why the call is off, and by whom."""

    reason: Reason
    fault: Fault | None = None
    occurred_at: AwareDatetime | None = None


class Ratings(Said):
    """What the call was worth, 0 to 5."""

    rating: Rating = unset()
    relevance_rating: Rating = unset()
    expertise_rating: Rating = unset()
    communication_rating: Rating = unset()
    review_text: LongText | None = None


class RateBody(Ratings):
    """At least one rating, or a review."""

    rated_at: AwareDatetime | None = None


class CorrectionBody(Ratings):
    """What was noted wrongly of a call that took place, and why it is corrected."""

    reason: Reason
    actual_minutes: ActualMinutes = unset()
    was_poor: bool = unset()


class InterviewQuery(PageQuery):
    """Filters and order of the list; `q` looks in the expert's name and employer and in the campaign's name.

    `from` and `to` bound the start; calls without one come last.
    """

    sort: Literal[
        "starts_at", "-starts_at", "created_at", "-created_at", "updated_at", "-updated_at", "status_at", "-status_at",
        "status", "-status", "duration_minutes", "-duration_minutes",
    ] = "starts_at"  # fmt: skip
    campaign_id: UUID | None = None
    expert_id: UUID | None = None
    person_id: UUID | None = None
    vendor_id: UUID | None = None
    member_id: UUID | None = None
    status: Annotated[list[StatusIn], BeforeValidator(_listed), Field(max_length=7)] | None = None
    starts_from: AwareDatetime | None = Field(default=None, alias="from")
    starts_to: AwareDatetime | None = Field(default=None, alias="to")
    q: Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)] | None = None


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
    status_reason: str | None
    status_at: dt.datetime
    starts_at: dt.datetime | None
    ends_at: dt.datetime | None
    duration_minutes: int
    timezone: str
    proposed_slots: list[SlotOut]
    place: str | None
    color_tag: Colour | None
    color: Colour | None
    lead_member_id: UUID | None
    attendees: list[AttendeeOut]
    requested_at: dt.datetime
    booked_by: str | None
    completed_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    actual_minutes: int | None
    was_poor: bool
    fault: Fault | None
    stopped_rule: str | None
    rating: float | None
    relevance_rating: float | None
    expertise_rating: float | None
    communication_rating: float | None
    review_text: str | None
    rated_at: dt.datetime | None
    notes: str | None
    transcript_url: str | None
    recording_url: str | None
    sequence: int
    gate_conflict: str | None
    created_at: dt.datetime
    updated_at: dt.datetime
