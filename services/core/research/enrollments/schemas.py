"""Shapes of enrolments, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from services.core.research.enrollments import states
from services.core.research.enrollments.states import Status
from shared.contracts.filters import Search, SortBy, search
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Email, Instant, LongText, Reason, ShortText


def _understood(value: object) -> object:
    return states.MACHINE.understand(value) if isinstance(value, str) else value


StatusIn = Annotated[Status, BeforeValidator(_understood)]
FirstStatus = Annotated[Literal["pending", "active"], BeforeValidator(_understood)]
Sort = Literal["vendor_name", "-vendor_name", "created_at", "-created_at", "updated_at", "-updated_at"]


class EnrollmentIn(Input):
    """A vendor invited to the campaign; old words for the states are understood."""

    vendor_platform_id: UUID
    account_manager_name: ShortText | None = None
    account_manager_email: Email | None = None
    notes: LongText | None = None
    status: FirstStatus = "pending"
    invited_at: Instant | None = Field(default=None, description="When, if not now; never in the future")


class EnrollmentPatch(Patch):
    """What changes; null clears. Old words for the states are understood."""

    account_manager_name: ShortText | None = None
    account_manager_email: Email | None = None
    notes: LongText | None = None
    status: StatusIn = unset()
    reason: Reason | None = Field(default=None, description="Why it is moved; needed for declined")
    occurred_at: Instant | None = Field(default=None, description="When it moved, if not now")


class WithdrawalQuery(BaseModel):
    """Why the vendor is let go, and when, if not now."""

    model_config = ConfigDict(extra="forbid")

    reason: Reason | None = Field(default=None, description="Why the vendor is let go")
    occurred_at: Instant | None = Field(default=None, description="When, if not now; never in the future")


class EnrollmentQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Sort] = "vendor_name"
    status: StatusIn | None = Field(
        default=None, description="Only enrolments in this state; old words for the states are understood"
    )
    q: Search | None = search("vendor's name")


class EnrollmentOut(BaseModel):
    """An enrolment with what its vendor is; prices in whole US dollars a call."""

    id: UUID
    campaign_id: UUID
    vendor_platform_id: UUID
    vendor_name: str
    vendor_logo_url: str | None
    vendor_location: str | None
    vendor_tags: list[str]
    overall_score: float | None = Field(description="0 to 5; null where nobody has said")
    avg_cost_per_call_min: int | None = Field(description="List price of a call, from; whole US dollars")
    avg_cost_per_call_max: int | None = Field(description="List price of a call, to; whole US dollars")
    status: Status
    status_reason: str | None = Field(description="Why it was moved there; null where none was said")
    status_at: dt.datetime = Field(description="When it came into this state")
    invited_at: dt.datetime = Field(description="When it was invited, or invited anew")
    enrolled_at: dt.datetime | None = Field(description="When it became active since it was last invited; null before")
    account_manager_name: str | None
    account_manager_email: str | None
    notes: str | None
    expert_count: int = Field(description="Experts it offered to this campaign")
    created_at: dt.datetime
    updated_at: dt.datetime


class WithdrawalOut(BaseModel):
    """What unenrolling left: every expert the vendor offered stays; those still open are now declined."""

    enrollment: EnrollmentOut
    experts_kept: int = Field(description="Experts the vendor offered, all of whom stay")
    experts_declined: int = Field(description="Those of them who were open and are declined now")
