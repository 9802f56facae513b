"""The gateway's own tables about the people who use Canvass: their profiles, and the trail of what they did."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Index, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from shared.models.base import NOW, Timed, WorkspaceRow, default, no_members

SCHEMA = "gateway"


class Profile(Timed, table=True):
    """What a person says of themselves; it belongs to their personal workspace, whatever they work in."""

    __tablename__ = "profiles"
    __table_args__ = (CheckConstraint("currency ~ '^[A-Z]{3}$'", name="profiles_currency_check"), {"schema": SCHEMA})

    workspace_id: UUID = Field(primary_key=True)
    user_id: str = Field(sa_type=Text)
    title: str | None = Field(default=None, sa_type=Text)
    company: str | None = Field(default=None, sa_type=Text)
    time_zone: str = Field(default="UTC", sa_type=Text, sa_column_kwargs=default("'UTC'"))
    currency: str = Field(default="USD", sa_type=Text, sa_column_kwargs=default("'USD'"))
    notifications: dict[str, Any] = Field(
        default_factory=no_members, sa_type=JSONB, sa_column_kwargs=default("'{}'"), nullable=False
    )


class AuditEvent(WorkspaceRow, SQLModel, table=True):
    """Something that was done or refused: who, when, from where, what. Only ever added."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index("idx_audit_events_time", "workspace_id", "occurred_at", "id"),
        Index("idx_audit_events_everywhere", "occurred_at", "id"),
        {"schema": SCHEMA},
    )

    occurred_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
    action: str = Field(sa_type=Text)
    succeeded: bool
    reason: str | None = Field(default=None, sa_type=Text)
    actor_id: str | None = Field(default=None, sa_type=Text)
    actor_email: str | None = Field(default=None, sa_type=Text)
    impersonated_by: str | None = Field(default=None, sa_type=Text)
    api_key_id: str | None = Field(default=None, sa_type=Text)
    subject_id: str | None = Field(default=None, sa_type=Text)
    ip_address: str | None = Field(default=None, sa_type=Text)
    user_agent: str | None = Field(default=None, sa_type=Text)
    request_id: str | None = Field(default=None, sa_type=Text)
    details: dict[str, Any] = Field(
        default_factory=no_members, sa_type=JSONB, sa_column_kwargs=default("'{}'"), nullable=False
    )
