"""Interviews: booked calls, who attends them, the calendar they fill, and the days on which nobody calls."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, DateTime, Index, Numeric, Text, text
from sqlalchemy.dialects.postgresql import JSONB, TSTZRANGE, ExcludeConstraint
from sqlmodel import Field, SQLModel

from shared.models.base import NOW, SCHEMA, Created, Timed, WorkspaceRow, default, no_items, within, words
from shared.models.research import COLOURS, ZONE_IS_KNOWN

INTERVIEW_STATUS = words(
    "interview_status", "requested", "scheduled", "confirmed", "completed", "stopped", "no_show", "cancelled"
)
CALL_PARTY = words("call_party", "expert", "client", "vendor")
HOLDER_KIND = words("holder_kind", "person", "member")
RATINGS = ("rating", "relevance_rating", "expertise_rating", "communication_rating")


class Interview(WorkspaceRow, Timed, table=True):
    """A call with an expert, from the request to its rating.

    `ends_at` and `sequence` (RFC 5545 SEQUENCE) are kept by the database; `proposed_slots` are the times a vendor
    offers, as `{"start", "end"}` instants; `fault` says whose a missed or cancelled call was;
    `gate_conflict` is what the gate has come to hold against a booked call since it cleared it.
    """

    __tablename__ = "interviews"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_interviews_campaign", ondelete="CASCADE"),
        within("campaign_id, expert_id", "experts", name="fk_interviews_expert", ondelete="CASCADE"),
        within("lead_member_id", "team_members", name="fk_interviews_lead", ondelete="SET NULL (lead_member_id)"),
        CheckConstraint(ZONE_IS_KNOWN, name="interviews_timezone_check"),
        CheckConstraint("duration_minutes BETWEEN 15 AND 240", name="interviews_duration_check"),
        CheckConstraint("actual_minutes BETWEEN 0 AND 600", name="interviews_actual_check"),
        CheckConstraint("starts_at IS NOT NULL OR status IN ('requested', 'cancelled')", name="interviews_start_check"),
        CheckConstraint("(starts_at IS NULL) = (ends_at IS NULL)", name="interviews_end_check"),
        CheckConstraint(f"color_tag IN {COLOURS}", name="interviews_color_check"),
        CheckConstraint(" AND ".join(f"{name} BETWEEN 0 AND 5" for name in RATINGS), name="interviews_ratings_check"),
        Index("idx_interviews_campaign", "workspace_id", "campaign_id", "starts_at", "id"),
        Index("idx_interviews_starts", "workspace_id", "starts_at", "id"),
        Index("idx_interviews_created", "workspace_id", "created_at", "id"),
        Index("idx_interviews_status", "workspace_id", "status", "status_at", "id"),
        Index("idx_interviews_expert", "workspace_id", "expert_id"),
        Index("idx_interviews_lead", "workspace_id", "lead_member_id"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    expert_id: UUID
    status: str = Field(default="requested", sa_type=INTERVIEW_STATUS, sa_column_kwargs=default("'requested'"))
    status_reason: str | None = Field(default=None, sa_type=Text)
    status_at: dt.datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
    starts_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    duration_minutes: int = Field(default=60, sa_column_kwargs=default("60"))
    ends_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    timezone: str = Field(default="UTC", sa_type=Text, sa_column_kwargs=default("'UTC'"))
    proposed_slots: list[dict[str, Any]] = Field(
        default_factory=no_items, sa_type=JSONB, sa_column_kwargs=default("'[]'::jsonb")
    )
    place: str | None = Field(default=None, sa_type=Text)
    color_tag: str | None = Field(default=None, sa_type=Text)
    lead_member_id: UUID | None = None
    requested_at: dt.datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
    booked_by: str | None = Field(default=None, sa_type=Text)
    completed_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    cancelled_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    actual_minutes: int | None = None
    was_poor: bool = Field(default=False, sa_column_kwargs=default("false"))
    fault: str | None = Field(default=None, sa_type=CALL_PARTY)
    stopped_rule: str | None = Field(default=None, sa_type=Text)
    rating: Decimal | None = Field(default=None, sa_type=Numeric(2, 1))
    relevance_rating: Decimal | None = Field(default=None, sa_type=Numeric(2, 1))
    expertise_rating: Decimal | None = Field(default=None, sa_type=Numeric(2, 1))
    communication_rating: Decimal | None = Field(default=None, sa_type=Numeric(2, 1))
    review_text: str | None = Field(default=None, sa_type=Text)
    rated_at: dt.datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    notes: str | None = Field(default=None, sa_type=Text)
    transcript_url: str | None = Field(default=None, sa_type=Text)
    recording_url: str | None = Field(default=None, sa_type=Text)
    sequence: int = Field(default=0, sa_column_kwargs=default("0"))
    gate_conflict: str | None = Field(default=None, sa_type=Text)


class InterviewAttendee(SQLModel, table=True):
    """A member who takes part in a call; one who is required is not booked elsewhere at that time."""

    __tablename__ = "interview_attendees"
    __table_args__ = (
        within("interview_id", "interviews", name="fk_attendees_interview", ondelete="CASCADE"),
        within("team_member_id", "team_members", name="fk_attendees_member", ondelete="CASCADE"),
        Index("idx_attendees_member", "workspace_id", "team_member_id"),
        {"schema": SCHEMA},
    )

    workspace_id: UUID = Field(primary_key=True)
    interview_id: UUID = Field(primary_key=True)
    team_member_id: UUID = Field(primary_key=True)
    required: bool = Field(default=True, sa_column_kwargs=default("true"))


class CalendarHold(WorkspaceRow, table=True):
    """Time of a person or member that a call takes; kept by the database, which books nobody twice."""

    __tablename__ = "calendar_holds"
    __table_args__ = (
        within("interview_id", "interviews", name="fk_holds_interview", ondelete="CASCADE"),
        ExcludeConstraint(
            (text("expert_network.uuid_range(workspace_id, workspace_id, '[]')"), "&&"),
            (text("expert_network.uuid_range(holder_id, holder_id, '[]')"), "&&"),
            ("period", "&&"),
            name="calendar_holds_no_double_booking",
            using="gist",
        ),
        Index("idx_holds_interview", "workspace_id", "interview_id"),
        Index("idx_holds_holder", "workspace_id", "holder_id"),
        {"schema": SCHEMA},
    )

    interview_id: UUID
    holder_kind: str = Field(sa_type=HOLDER_KIND)
    holder_id: UUID
    period: Any = Field(sa_type=TSTZRANGE)


class Blackout(WorkspaceRow, Created, table=True):
    """Days without calls: of the whole workspace, or of one campaign, member or person; whole days in their zone."""

    __tablename__ = "blackouts"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_blackouts_campaign", ondelete="CASCADE"),
        within("team_member_id", "team_members", name="fk_blackouts_member", ondelete="CASCADE"),
        within("person_id", "people", name="fk_blackouts_person", ondelete="CASCADE"),
        CheckConstraint("ends_on >= starts_on", name="blackouts_dates_check"),
        CheckConstraint("num_nonnulls(campaign_id, team_member_id, person_id) <= 1", name="blackouts_scope_check"),
        Index("idx_blackouts_dates", "workspace_id", "starts_on", "id"),
        Index("idx_blackouts_campaign", "workspace_id", "campaign_id"),
        Index("idx_blackouts_member", "workspace_id", "team_member_id"),
        Index("idx_blackouts_person", "workspace_id", "person_id"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID | None = None
    team_member_id: UUID | None = None
    person_id: UUID | None = None
    starts_on: dt.date = Field(sa_type=Date)
    ends_on: dt.date = Field(sa_type=Date)
    reason: str | None = Field(default=None, sa_type=Text)
