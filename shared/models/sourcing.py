"""Sourcing: vendors and their enrolments, the people they offer, and each offer of each person."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Numeric,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from shared.models.base import NOW, SCHEMA, Created, Timed, WorkspaceRow, default, no_items, no_members, within, words

ENROLLMENT_STATUS = words(
    "enrollment_status", "pending", "active", "paused", "completed", "declined", "failed", "withdrawn"
)
EXPERT_STATUS = words(
    "expert_status",
    "proposed",
    "reviewed",
    "shortlisted",
    "scheduling",
    "scheduled",
    "completed",
    "rejected",
    "declined",
    "lapsed",
    "blocked",
)
CONFLICT_STATUS = words("conflict_status", "not_checked", "pending", "cleared", "flagged")
PRICE_UNIT = words("price_unit", "hour", "call", "minute", "credit")
EXPERT_TYPE = words("expert_type", "former_employee", "customer", "competitor", "supplier", "domain_expert", "other")
CLOSED = "('rejected', 'declined', 'lapsed')"


class VendorPlatform(WorkspaceRow, Timed, table=True):
    """An expert network. The catalogue's rows lie in the nil workspace; one in use is copied into the workspace."""

    __tablename__ = "vendor_platforms"
    __table_args__ = (
        UniqueConstraint("workspace_id", "name", name="vendor_platforms_name_key"),
        CheckConstraint("overall_score BETWEEN 0 AND 5", name="vendor_platforms_score_check"),
        CheckConstraint(
            "avg_cost_per_call_min >= 0 AND avg_cost_per_call_min <= avg_cost_per_call_max",
            name="vendor_platforms_cost_check",
        ),
        CheckConstraint("lead_time_hours BETWEEN 0 AND 720", name="vendor_platforms_lead_check"),
        {"schema": SCHEMA},
    )

    name: str = Field(sa_type=Text)
    logo_url: str | None = Field(default=None, sa_type=Text)
    location: str | None = Field(default=None, sa_type=Text)
    overall_score: Decimal | None = Field(default=None, sa_type=Numeric(2, 1))
    avg_cost_per_call_min: int | None = None
    avg_cost_per_call_max: int | None = None
    description: str | None = Field(default=None, sa_type=Text)
    tags: list[str] = Field(
        default_factory=no_items, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    aliases: list[str] = Field(
        default_factory=no_items, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    mail_domains: list[str] = Field(
        default_factory=no_items, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    is_active: bool = Field(default=True, sa_type=Boolean, sa_column_kwargs=default("true"))
    lead_time_hours: int | None = None


class CampaignVendorEnrollment(WorkspaceRow, Timed, table=True):
    """One vendor invited to one campaign."""

    __tablename__ = "campaign_vendor_enrollments"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_enrollment_campaign", ondelete="CASCADE"),
        within("vendor_platform_id", "vendor_platforms", name="fk_enrollment_vendor", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "campaign_id", "vendor_platform_id", name="enrollment_unique"),
        Index("idx_enrollments_vendor", "workspace_id", "vendor_platform_id"),
        Index("idx_enrollments_status", "workspace_id", "status"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    vendor_platform_id: UUID
    status: str = Field(default="pending", sa_type=ENROLLMENT_STATUS, sa_column_kwargs=default("'pending'"))
    status_reason: str | None = Field(default=None, sa_type=Text)
    status_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
    invited_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
    enrolled_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    account_manager_name: str | None = Field(default=None, sa_type=Text)
    account_manager_email: str | None = Field(default=None, sa_type=Text)
    notes: str | None = Field(default=None, sa_type=Text)


class Person(WorkspaceRow, Timed, table=True):
    """A human being, once per workspace. The card is derived from the person's offers; edit an offer to change it."""

    __tablename__ = "people"
    __table_args__ = (
        within("merged_into_id", "people", name="fk_people_merged_into", ondelete="SET NULL (merged_into_id)"),
        CheckConstraint("merged_into_id <> id", name="people_merge_check"),
        Index("idx_people_name", "workspace_id", "name", "id"),
        Index("idx_people_merged_into", "workspace_id", "merged_into_id"),
        Index("idx_people_created", "workspace_id", "created_at", "id"),
        {"schema": SCHEMA},
    )

    name: str = Field(sa_type=Text)
    title: str | None = Field(default=None, sa_type=Text)
    company: str | None = Field(default=None, sa_type=Text)
    location: str | None = Field(default=None, sa_type=Text)
    region: str | None = Field(default=None, sa_type=Text)
    past_employers: list[dict[str, Any]] = Field(
        default_factory=no_items, sa_type=JSONB, sa_column_kwargs=default("'[]'::jsonb")
    )
    linkedin_url: str | None = Field(default=None, sa_type=Text)
    email: str | None = Field(default=None, sa_type=Text)
    phone: str | None = Field(default=None, sa_type=Text)
    merged_into_id: UUID | None = None


class PersonKey(SQLModel, table=True):
    """A blocking key of a person: only people who share one are compared."""

    __tablename__ = "person_keys"
    __table_args__ = (
        within("person_id", "people", name="fk_person_keys_person", ondelete="CASCADE"),
        Index("idx_person_keys_person", "workspace_id", "person_id"),
        {"schema": SCHEMA},
    )

    workspace_id: UUID = Field(primary_key=True)
    key: str = Field(sa_type=Text, primary_key=True)
    person_id: UUID = Field(primary_key=True)


class Expert(WorkspaceRow, Timed, table=True):
    """One vendor's offer of one person for one campaign (the old systems' `experts` row).

    `sources` maps each field to the file, place and confidence it was read from; `edited_fields` are those a person
    has set by hand, which no intake overwrites. `expert_type` follows from the campaign's companies, with the reason,
    unless it was edited; `over_quota` says that the coverage cell was full when the offer was shortlisted.
    """

    __tablename__ = "experts"
    __table_args__ = (
        UniqueConstraint("workspace_id", "campaign_id", "id", name="experts_campaign_unique"),
        within("campaign_id", "campaigns", name="fk_experts_campaign", ondelete="CASCADE"),
        within("vendor_platform_id", "vendor_platforms", name="fk_experts_vendor"),
        within("person_id", "people", name="fk_experts_person"),
        within("superseded_by_id", "experts", name="fk_experts_superseded_by", ondelete="SET NULL (superseded_by_id)"),
        CheckConstraint("rating BETWEEN 0 AND 5", name="experts_rating_check"),
        CheckConstraint("ai_fit_score BETWEEN 0 AND 10", name="experts_ai_fit_score_check"),
        CheckConstraint("years_experience BETWEEN 0 AND 80", name="experts_years_check"),
        CheckConstraint(
            "price_amount_minor >= 0 AND price_minimum_minutes >= 0 AND price_increment_minutes > 0"
            " AND price_free_minutes >= 0 AND price_credit_value_minor >= 0",
            name="experts_price_check",
        ),
        CheckConstraint(
            "(price_amount_minor IS NULL) = (price_unit IS NULL)"
            " AND (price_amount_minor IS NULL OR price_unit = 'credit' OR price_currency IS NOT NULL)",
            name="experts_price_whole_check",
        ),
        CheckConstraint("price_currency ~ '^[A-Z]{3}$'", name="experts_currency_check"),
        Index(
            "experts_one_open_offer",
            "workspace_id",
            "campaign_id",
            "vendor_platform_id",
            "person_id",
            unique=True,
            postgresql_where=text(f"superseded_by_id IS NULL AND status NOT IN {CLOSED}"),
        ),
        Index("idx_experts_created", "workspace_id", "campaign_id", "created_at", "id"),
        Index("idx_experts_name", "workspace_id", "campaign_id", "name", "id"),
        Index("idx_experts_status", "workspace_id", "campaign_id", "status"),
        Index("idx_experts_vendor", "workspace_id", "vendor_platform_id"),
        Index("idx_experts_person", "workspace_id", "person_id"),
        Index("idx_experts_superseded_by", "workspace_id", "superseded_by_id"),
        Index("idx_experts_all_created", "workspace_id", "created_at", "id"),
        Index("idx_experts_all_name", "workspace_id", "name", "id"),
        Index("idx_experts_all_updated", "workspace_id", "updated_at", "id"),
        Index(
            "idx_experts_first",
            "workspace_id",
            "campaign_id",
            "vendor_platform_id",
            "proposed_at",
            postgresql_include=["superseded_by_id"],
        ),
        Index(
            "idx_experts_first_of_person",
            "workspace_id",
            "person_id",
            "proposed_at",
            "id",
            postgresql_include=["vendor_platform_id"],
            postgresql_where=text("superseded_by_id IS NULL"),
        ),
        Index("idx_experts_calls", "workspace_id", "id", postgresql_include=["vendor_platform_id", "person_id"]),
        Index(
            "idx_experts_scorecards",
            "workspace_id",
            "vendor_platform_id",
            "proposed_at",
            postgresql_include=[
                "id",
                "campaign_id",
                "status",
                "price_unit",
                "price_currency",
                "price_amount_minor",
                "price_minimum_minutes",
                "price_increment_minutes",
                "price_credit_value_minor",
            ],
            postgresql_where=text("superseded_by_id IS NULL"),
        ),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    vendor_platform_id: UUID
    person_id: UUID
    name: str = Field(sa_type=Text)
    title: str | None = Field(default=None, sa_type=Text)
    company: str | None = Field(default=None, sa_type=Text)
    avatar_url: str | None = Field(default=None, sa_type=Text)
    description: str | None = Field(default=None, sa_type=Text)
    work_history: str | None = Field(default=None, sa_type=Text)
    skills: list[str] = Field(
        default_factory=no_items, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    rating: Decimal | None = Field(default=None, sa_type=Numeric(2, 1))
    ai_fit_score: int | None = None
    status: str = Field(default="proposed", sa_type=EXPERT_STATUS, sa_column_kwargs=default("'proposed'"))
    status_reason: str | None = Field(default=None, sa_type=Text)
    status_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
    blocked_from: str | None = Field(default=None, sa_type=EXPERT_STATUS)
    proposed_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
    is_new: bool = Field(default=True, sa_column_kwargs=default("true"))
    reviewed_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    expert_type: str | None = Field(default=None, sa_type=EXPERT_TYPE)
    expert_type_reason: str | None = Field(default=None, sa_type=Text)
    over_quota: bool = Field(default=False, sa_column_kwargs=default("false"))
    location: str | None = Field(default=None, sa_type=Text)
    region: str | None = Field(default=None, sa_type=Text)
    past_employers: list[dict[str, Any]] = Field(
        default_factory=no_items, sa_type=JSONB, sa_column_kwargs=default("'[]'::jsonb")
    )
    years_experience: int | None = None
    linkedin_url: str | None = Field(default=None, sa_type=Text)
    email: str | None = Field(default=None, sa_type=Text)
    phone: str | None = Field(default=None, sa_type=Text)
    price_amount_minor: int | None = None
    price_currency: str | None = Field(default=None, sa_type=Text)
    price_unit: str | None = Field(default=None, sa_type=PRICE_UNIT)
    price_minimum_minutes: int | None = None
    price_increment_minutes: int | None = None
    price_free_minutes: int | None = None
    price_credit_value_minor: int | None = None
    availability: list[dict[str, Any]] = Field(
        default_factory=no_items, sa_type=JSONB, sa_column_kwargs=default("'[]'::jsonb")
    )
    conflict_status: str = Field(
        default="not_checked", sa_type=CONFLICT_STATUS, sa_column_kwargs=default("'not_checked'")
    )
    vendor_ref: str | None = Field(default=None, sa_type=Text)
    sources: dict[str, Any] = Field(default_factory=no_members, sa_type=JSONB, sa_column_kwargs=default("'{}'::jsonb"))
    edited_fields: list[str] = Field(
        default_factory=no_items, sa_column=Column(ARRAY(Text), nullable=False, server_default="{}")
    )
    superseded_by_id: UUID | None = None


class ExpertText(SQLModel, table=True):
    """What `q` looks for an offer in, without case and accents; the database writes it as the offer changes."""

    __tablename__ = "expert_texts"
    __table_args__ = (
        within("expert_id", "experts", name="fk_expert_texts_expert", ondelete="CASCADE"),
        {"schema": SCHEMA},
    )

    workspace_id: UUID = Field(primary_key=True)
    expert_id: UUID = Field(primary_key=True)
    text: str = Field(sa_type=Text)


class ExpertScreeningResponse(WorkspaceRow, Created, table=True):
    """An expert's answer, as this vendor passed it on; free of a question when none of the campaign's fits."""

    __tablename__ = "expert_screening_responses"
    __table_args__ = (
        within("expert_id", "experts", name="fk_responses_expert", ondelete="CASCADE"),
        within("screening_question_id", "screening_questions", name="fk_responses_question", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "expert_id", "question_text", name="responses_question_unique"),
        Index("idx_responses_question", "workspace_id", "screening_question_id"),
        {"schema": SCHEMA},
    )

    expert_id: UUID
    screening_question_id: UUID | None = None
    question_text: str = Field(sa_type=Text)
    response_text: str = Field(sa_type=Text)
    source: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
