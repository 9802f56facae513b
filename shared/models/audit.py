"""The log of the research: every move and decision, each entry bound by hash to the one before. Only ever added to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Identity, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from shared.models.base import NOW, SCHEMA, default, no_members


class AuditHead(SQLModel, table=True):
    """How many entries a workspace's log has, and the hash of the newest; kept by the database alone."""

    __tablename__ = "audit_heads"
    __table_args__ = ({"schema": SCHEMA},)

    workspace_id: UUID = Field(primary_key=True)
    count: int = Field(default=0, sa_type=BigInteger, sa_column_kwargs=default("0"))
    hash: str = Field(default="", sa_type=Text, sa_column_kwargs=default("''"))


class AuditEntry(SQLModel, table=True):
    """What was done or decided: when it happened, when that was recorded, by whom, and why.

    `number`, `recorded_at`, `previous_hash` and `hash` (SHA-256, hexadecimal, of the entry's canonical JSON) are set by
    the database when the transaction commits. `before_hash` and `after_hash` are of the subject's row as the database
    writes jsonb where a trigger notes the entry, else of what `details` tell as `before` and `after`.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (
        UniqueConstraint("workspace_id", "number", name="audit_entries_number_unique"),
        CheckConstraint(
            "(number IS NULL) = (hash IS NULL) AND (number IS NULL) = (recorded_at IS NULL)"
            " AND (number IS NULL) = (previous_hash IS NULL)",
            name="audit_entries_linked_check",
        ),
        Index("idx_audit_entries_unlinked", "workspace_id", "position", postgresql_where=text("number IS NULL")),
        Index("idx_audit_entries_campaign", "workspace_id", "campaign_id", "number"),
        Index("idx_audit_entries_subject", "workspace_id", "subject_id", "number"),
        Index(
            "idx_audit_entries_facts",
            "workspace_id",
            "subject_id",
            "position",
            postgresql_where=text("action = 'expert.changed'"),
        ),
        Index(
            "idx_audit_entries_shortlisted",
            "workspace_id",
            "subject_id",
            postgresql_where=text("action = 'expert.shortlisted'"),
        ),
        {"schema": SCHEMA},
    )

    workspace_id: UUID = Field(primary_key=True)
    id: UUID | None = Field(default=None, primary_key=True, sa_column_kwargs=default("gen_random_uuid()"))
    position: int | None = Field(default=None, sa_column=Column(BigInteger, Identity(always=True), nullable=False))
    number: int | None = Field(default=None, sa_type=BigInteger)
    recorded_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
    occurred_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
    actor: str | None = Field(default=None, sa_type=Text)
    action: str = Field(sa_type=Text)
    subject_kind: str = Field(sa_type=Text)
    subject_id: UUID | None = None
    campaign_id: UUID | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    details: dict[str, Any] = Field(
        default_factory=no_members, sa_type=JSONB, sa_column_kwargs=default("'{}'::jsonb"), nullable=False
    )
    before_hash: str | None = Field(default=None, sa_type=Text)
    after_hash: str | None = Field(default=None, sa_type=Text)
    previous_hash: str | None = Field(default=None, sa_type=Text)
    hash: str | None = Field(default=None, sa_type=Text)
