"""Call trackers: what was handed out as a sheet, and what became of each cell that came back."""

from typing import Any
from uuid import UUID

from sqlalchemy import Index, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from shared.models.base import SCHEMA, Created, WorkspaceRow, within, words

TRACKER_OUTCOME = words(
    "tracker_outcome", "taken", "already_so", "conflict", "refused", "row_missing", "row_added", "row_incomplete"
)


class TrackerExport(WorkspaceRow, Created, table=True):
    """A tracker as it was handed out: `rows` are its cells by column, to compare with what comes back."""

    __tablename__ = "tracker_exports"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_tracker_exports_campaign", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "campaign_id", "content_hash", name="tracker_exports_content_unique"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    user_id: str = Field(sa_type=Text)
    content_hash: str = Field(sa_type=Text)
    rows: list[dict[str, Any]] = Field(sa_type=JSONB)


class TrackerRead(WorkspaceRow, Created, table=True):
    """A tracker that came back, read once however often it is handed in: how many cells came out each way."""

    __tablename__ = "tracker_reads"
    __table_args__ = (
        within("campaign_id", "campaigns", name="fk_tracker_reads_campaign", ondelete="CASCADE"),
        within("export_id", "tracker_exports", name="fk_tracker_reads_export", ondelete="CASCADE"),
        UniqueConstraint("workspace_id", "campaign_id", "content_hash", name="tracker_reads_content_unique"),
        Index("idx_tracker_reads_created", "workspace_id", "campaign_id", "created_at", "id"),
        Index("idx_tracker_reads_export", "workspace_id", "export_id"),
        {"schema": SCHEMA},
    )

    campaign_id: UUID
    export_id: UUID
    user_id: str = Field(sa_type=Text)
    file_name: str = Field(sa_type=Text)
    content_hash: str = Field(sa_type=Text)
    counts: dict[str, Any] = Field(sa_type=JSONB)


class TrackerCell(WorkspaceRow, table=True):
    """What became of one cell, or of a row as a whole; `base` is what was handed out, `theirs` what came back."""

    __tablename__ = "tracker_cells"
    __table_args__ = (
        within("read_id", "tracker_reads", name="fk_tracker_cells_read", ondelete="CASCADE"),
        Index("idx_tracker_cells_position", "workspace_id", "read_id", "position", "id"),
        {"schema": SCHEMA},
    )

    read_id: UUID
    position: int
    cell: str | None = Field(default=None, sa_type=Text)
    row_id: str = Field(sa_type=Text)
    column_title: str | None = Field(default=None, sa_type=Text)
    base: str | None = Field(default=None, sa_type=Text)
    ours: str | None = Field(default=None, sa_type=Text)
    theirs: str | None = Field(default=None, sa_type=Text)
    outcome: str = Field(sa_type=TRACKER_OUTCOME)
    code: str | None = Field(default=None, sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
