"""Shapes of the log, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from shared.contracts.page import PageQuery
from shared.types import NO_NUL

Word = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)]


class AuditQuery(PageQuery):
    """Filters and order of the log; `since` and `until` (exclusive) are of when things happened."""

    sort: Literal["number", "-number"] = "-number"
    campaign_id: UUID | None = None
    subject_kind: Word | None = None
    subject_id: UUID | None = None
    action: Word | None = None
    actor: Word | None = None
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None


class AuditEntryOut(BaseModel):
    """What was done or decided, to what, by whom and why."""

    number: int = Field(description="Counts from 1 without gaps, in the order in which entries were recorded")
    recorded_at: dt.datetime = Field(description="When it was entered")
    occurred_at: dt.datetime = Field(description="When it happened")
    actor: str | None = Field(description="The person's id; null for what the service does by itself")
    action: str
    subject_kind: str
    subject_id: UUID | None
    campaign_id: UUID | None
    reason: str | None
    details: dict[str, Any]
    before_hash: str | None = Field(description="SHA-256 of the subject as it was")
    after_hash: str | None = Field(description="SHA-256 of the subject as it became")
    previous_hash: str = Field(description="The hash of the entry before; empty for the first")
    hash: str = Field(description="SHA-256 of this entry as it is written in an export, without this member")


class AuditHeadOut(BaseModel):
    """How far the log goes now, signed (Ed25519 over `hash`): keep it, and no later log can deny an entry up to it."""

    workspace_id: UUID
    count: int
    head: str = Field(description="The hash of the last entry; empty when there is none")
    sealed_at: dt.datetime
    hash: str
    signature: str
    public_key: str
