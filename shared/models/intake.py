"""Intake and matching: files kept as sent, what each did row by row, what it changed, and what a person decided."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, DateTime, Float, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PGUUID
from sqlmodel import Field, SQLModel

from shared.models.base import NOW, SCHEMA, Created, Timed, WorkspaceRow, default, no_items, no_members, within, words

INTAKE_STATUS = words("intake_status", "queued", "running", "done", "failed", "undone")
INTAKE_OUTCOME = words("intake_outcome", "added", "updated", "merged", "unchanged", "needs_review", "rejected", "noted")
SUGGESTION_STATUS = words("suggestion_status", "open", "accepted", "dismissed")
REVIEW_STATUS = words("review_status", "open", "accepted", "refused")
CHANGE_KIND = words("change_kind", "insert", "update", "delete")


class SourceFile(WorkspaceRow, Created, table=True):
    """A vendor's file or pasted text, byte for byte."""

    __tablename__ = "source_files"
    __table_args__ = (
        UniqueConstraint("workspace_id", "sha256", "name", name="source_files_content_unique"),
        {"schema": SCHEMA},
    )

    name: str = Field(sa_type=Text)
    media_type: str = Field(sa_type=Text)
    sha256: str = Field(sa_type=Text)
    size_bytes: int
    content: bytes = Field(sa_type=LargeBinary)


class Intake(WorkspaceRow, Timed, table=True):
    """One hand-in of files for a campaign: its progress and its figures. `claim` fences a job that was taken over.

    `received_at` is when the vendor's files came, which dates the offers in them that bear no date of their own.
    """

    __tablename__ = "intakes"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_intakes_campaign", ondelete="CASCADE"),
        Index("idx_intakes_campaign", "workspace_id", "campaign_id", "created_at", "id"),
        Index("idx_intakes_content", "workspace_id", "campaign_id", "content_hash"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    user_id: str = Field(sa_type=Text)
    content_hash: str = Field(sa_type=Text)
    vendor_hint: str | None = Field(default=None, sa_type=Text)
    file_ids: list[UUID] = Field(
        default_factory=no_items, sa_column=Column(ARRAY(PGUUID(as_uuid=True)), nullable=False, server_default="{}")
    )
    status: str = Field(default="queued", sa_type=INTAKE_STATUS, sa_column_kwargs=default("'queued'"))
    total: int = Field(default=0, sa_column_kwargs=default("0"))
    processed: int = Field(default=0, sa_column_kwargs=default("0"))
    claim: int = Field(default=0, sa_column_kwargs=default("0"))
    notes: list[str] = Field(default_factory=no_items, sa_type=JSONB, sa_column_kwargs=default("'[]'::jsonb"))
    failure: str | None = Field(default=None, sa_type=Text)
    received_at: datetime = Field(sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW})
    finished_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    undone_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class IntakeItem(WorkspaceRow, table=True):
    """What became of one row or block of a file, with its place in the source and the reason."""

    __tablename__ = "intake_items"
    __table_args__ = (
        within("intake_id", "intakes", name="fk_intake_items_intake", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "intake_id", "position", name="intake_items_position_unique"),
        {"schema": SCHEMA},
    )

    intake_id: UUID
    position: int
    outcome: str = Field(sa_type=INTAKE_OUTCOME)
    name: str | None = Field(default=None, sa_type=Text)
    expert_id: UUID | None = None
    person_id: UUID | None = None
    vendor: str | None = Field(default=None, sa_type=Text)
    code: str | None = Field(default=None, sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    source: dict[str, Any] = Field(default_factory=no_members, sa_type=JSONB, sa_column_kwargs=default("'{}'::jsonb"))
    changes: list[dict[str, Any]] = Field(
        default_factory=no_items, sa_type=JSONB, sa_column_kwargs=default("'[]'::jsonb")
    )


class IntakeChange(WorkspaceRow, table=True):
    """One row an intake made or changed, before and after; written by triggers, read by undo."""

    __tablename__ = "intake_changes"
    __table_args__ = (
        within("intake_id", "intakes", name="fk_intake_changes_intake", ondelete="CASCADE"),
        Index("idx_intake_changes_intake", "workspace_id", "intake_id", "number"),
        Index("idx_intake_changes_entity", "workspace_id", "entity_id"),
        {"schema": SCHEMA},
    )

    id: UUID = Field(primary_key=True, sa_column_kwargs=default("gen_random_uuid()"))
    number: int | None = Field(
        default=None, nullable=False, sa_column_kwargs=default(f"nextval('{SCHEMA}.intake_change_number')")
    )
    intake_id: UUID
    kind: str = Field(sa_type=CHANGE_KIND)
    entity: str = Field(sa_type=Text)
    entity_id: UUID
    before: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSONB)


class Suggestion(WorkspaceRow, Timed, table=True):
    """A vendor's new value for a field a person has edited; waits to be accepted or dismissed."""

    __tablename__ = "suggestions"
    __table_args__ = (
        within("expert_id", "experts", name="fk_suggestions_expert", ondelete="CASCADE"),
        Index("idx_suggestions_expert", "workspace_id", "expert_id", "field"),
        Index("idx_suggestions_open", "workspace_id", "status", "created_at", "id"),
        {"schema": SCHEMA},
    )

    expert_id: UUID
    intake_id: UUID | None = None
    field: str = Field(sa_type=Text)
    value: Any = Field(default=None, sa_type=JSONB)
    source: dict[str, Any] = Field(default_factory=no_members, sa_type=JSONB, sa_column_kwargs=default("'{}'::jsonb"))
    status: str = Field(default="open", sa_type=SUGGESTION_STATUS, sa_column_kwargs=default("'open'"))
    decided_by: str | None = Field(default=None, sa_type=Text)
    decided_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class MatchReview(WorkspaceRow, Timed, table=True):
    """Two people who may be one: the score with its reasons, and what a person decided."""

    __tablename__ = "match_reviews"
    __table_args__ = (
        within("person_id", "people", name="fk_match_reviews_person", ondelete="CASCADE"),
        within("other_person_id", "people", name="fk_match_reviews_other", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "person_id", "other_person_id", name="match_reviews_pair_unique"),
        CheckConstraint("person_id < other_person_id", name="match_reviews_order_check"),
        CheckConstraint("score BETWEEN 0 AND 1", name="match_reviews_score_check"),
        Index("idx_match_reviews_other", "workspace_id", "other_person_id"),
        Index("idx_match_reviews_status", "workspace_id", "status", "score", "id"),
        {"schema": SCHEMA},
    )

    person_id: UUID
    other_person_id: UUID
    score: float = Field(sa_type=Float)
    reasons: list[dict[str, Any]] = Field(
        default_factory=no_items, sa_type=JSONB, sa_column_kwargs=default("'[]'::jsonb")
    )
    status: str = Field(default="open", sa_type=REVIEW_STATUS, sa_column_kwargs=default("'open'"))
    moved: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    decided_by: str | None = Field(default=None, sa_type=Text)
    decided_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))


class NotTheSame(SQLModel, table=True):
    """A remembered "not the same", by the two people's fingerprints, so that it outlives deletion and re-import."""

    __tablename__ = "not_the_same"
    __table_args__ = (
        CheckConstraint("fingerprint < other_fingerprint", name="not_the_same_order_check"),
        {"schema": SCHEMA},
    )

    workspace_id: UUID = Field(primary_key=True)
    fingerprint: str = Field(sa_type=Text, primary_key=True)
    other_fingerprint: str = Field(sa_type=Text, primary_key=True)
    user_id: str = Field(sa_type=Text)
    created_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
