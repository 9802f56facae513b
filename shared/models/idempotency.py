"""Answers already given to a keyed request, kept with the effect in one transaction."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, LargeBinary, Text
from sqlmodel import Field, SQLModel

from shared.models.base import NOW, SCHEMA


class IdempotencyKey(SQLModel, table=True):
    """The final answer to one Idempotency-Key of one person on one route; kept 24 hours."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("idx_idempotency_keys_created", "created_at"), {"schema": SCHEMA})

    workspace_id: UUID = Field(primary_key=True)
    user_id: str = Field(sa_type=Text, primary_key=True)
    route: str = Field(sa_type=Text, primary_key=True)
    key: str = Field(sa_type=Text, primary_key=True)
    request_hash: str = Field(sa_type=Text)
    status: int | None = None
    media_type: str | None = Field(default=None, sa_type=Text)
    location: str | None = Field(default=None, sa_type=Text)
    body: bytes | None = Field(default=None, sa_type=LargeBinary)
    created_at: datetime | None = Field(
        default=None, nullable=False, sa_type=DateTime(timezone=True), sa_column_kwargs={"server_default": NOW}
    )
