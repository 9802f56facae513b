"""Shapes of the log, in and out."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.filters import OfCampaign, SortBy
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Instant

Word = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)]


class AuditQuery(PageQuery):
    """Filters and order of the log; `since` and `until` (exclusive) are of when things happened."""

    sort: SortBy[Literal["number", "-number"]] = "-number"
    campaign_id: OfCampaign = None
    subject_kind: Word | None = Field(default=None, description="What was acted on, such as expert, interview or gate")
    subject_id: UUID | None = Field(default=None, description="Id of what was acted on")
    action: Word | None = Field(default=None, description="Exactly this action, such as interview.scheduled")
    actor: Word | None = Field(default=None, description="Id of the person who did it")
    since: Instant | None = Field(default=None, description="Happened at this instant or later")
    until: Instant | None = Field(default=None, description="Happened before this instant")


class AuditEntryOut(BaseModel):
    """What was done or decided, to what, by whom and why."""

    number: int = Field(description="Counts from 1 without gaps, in the order in which entries were recorded")
    recorded_at: dt.datetime = Field(description="When it was entered")
    occurred_at: dt.datetime = Field(description="When it happened")
    actor: str | None = Field(description="The person's id; null for what the service does by itself")
    action: str = Field(description="The kind of subject and what became of it, such as interview.scheduled")
    subject_kind: str
    subject_id: UUID | None
    campaign_id: UUID | None
    reason: str | None = Field(description="As the person said; null where none was")
    details: dict[str, Any] = Field(description="What else is known of it; which members depends on the action")
    before_hash: str | None = Field(
        description="SHA-256 of the subject as it was: of its whole row where the database notes a move or a change by"
        " itself, else of `details.before` as compact JSON with sorted members; null where neither is told"
    )
    after_hash: str | None = Field(description="SHA-256 of the subject as it became, likewise: `details.after`")
    previous_hash: str = Field(description="The hash of the entry before; empty for the first")
    hash: str = Field(description="SHA-256 of this entry as it is written in an export, without this member")


class AuditHeadOut(BaseModel):
    """How far the log goes now, signed (Ed25519 over `hash`): keep it, and no later log can deny an entry up to it."""

    workspace_id: UUID
    count: int = Field(description="Entries so far: the number of the last")
    head: str = Field(description="The hash of the last entry; empty when there is none")
    sealed_at: dt.datetime
    hash: str = Field(description="SHA-256 of the four members above as canonical JSON: what the signature is of")
    signature: str
    public_key: str
