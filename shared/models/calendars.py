"""Calendars that people subscribe to by a secret address."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field

from shared.models.base import SCHEMA, Created, WorkspaceRow, within


class CalendarFeed(WorkspaceRow, Created, table=True):
    """Calls shown to whoever has the token, of which only the SHA-256 is kept.

    Those of a campaign, those a member leads or attends, or both; without either, those its author asked for.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        UniqueConstraint("workspace_id", "token_hash", name="calendar_feeds_token_unique"),
        within("campaign_id", "campaigns", name="fk_feeds_campaign", ondelete="CASCADE"),
        within("team_member_id", "team_members", name="fk_feeds_member", ondelete="CASCADE"),
        Index("idx_feeds_created", "workspace_id", "user_id", "created_at", "id"),
        Index("idx_feeds_campaign", "workspace_id", "campaign_id"),
        Index("idx_feeds_member", "workspace_id", "team_member_id"),
        {"schema": SCHEMA},
    )

    user_id: str = Field(sa_type=Text)
    name: str | None = Field(default=None, sa_type=Text)
    campaign_id: UUID | None = None
    team_member_id: UUID | None = None
    token_hash: bytes = Field(sa_type=LargeBinary)
    rotated_at: datetime | None = Field(default=None, sa_type=DateTime(timezone=True))
