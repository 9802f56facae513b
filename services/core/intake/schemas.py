"""Shapes of intakes and their reports, out; what may be asked, in."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.contracts.page import PageQuery
from shared.types import ShortText

IntakeStatus = Literal["queued", "running", "done", "failed", "undone"]
Outcome = Literal["added", "updated", "merged", "unchanged", "needs_review", "rejected", "noted"]


class HandInQuery(BaseModel):
    """How to take the files."""

    model_config = ConfigDict(extra="forbid")

    vendor: ShortText | None = Field(default=None, description="Who sent them: a vendor's name, alias or id")
    dry_run: bool = Field(default=False, description="Report what would happen and change nothing")
    received_at: AwareDatetime | None = Field(
        default=None,
        description="When the vendor's files came, if not now: dates offers that bear no date of their own",
    )


class IntakeQuery(PageQuery):
    """Filters and order of the list."""

    sort: Literal["created_at", "-created_at"] = "-created_at"
    status: IntakeStatus | None = None


class ItemQuery(PageQuery):
    """Filters and order of the report's rows."""

    sort: Literal["position", "-position"] = "position"
    outcome: Outcome | None = None


class Counts(BaseModel):
    """How many rows came out each way."""

    added: int = Field(description="New people")
    merged: int = Field(description="New offers of people known already")
    updated: int
    unchanged: int
    needs_review: int = Field(description="New offers whose person may be known: see the match reviews")
    rejected: int


class IntakeFile(BaseModel):
    """A file as kept; its content is at /api/source-files/{id}."""

    id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str


class ItemOut(BaseModel):
    """What became of one row, where it stands in the source, and why."""

    id: UUID
    position: int
    outcome: Outcome
    name: str | None
    vendor: str | None
    expert_id: UUID | None
    person_id: UUID | None
    code: str | None
    reason: str | None
    source: dict[str, Any]
    changes: list[dict[str, Any]]


class IntakeBrief(BaseModel):
    """An intake with its figures."""

    id: UUID
    campaign_id: UUID
    status: IntakeStatus
    vendor_hint: str | None
    total: int
    processed: int
    counts: Counts
    files: list[IntakeFile]
    notes: list[str]
    failure: str | None
    user_id: str
    received_at: dt.datetime
    created_at: dt.datetime
    finished_at: dt.datetime | None
    undone_at: dt.datetime | None


class IntakeOut(IntakeBrief):
    """An intake with its report; beyond 500 rows the rest of `items` is at /api/intakes/{id}/items."""

    items: list[ItemOut]
    dry_run: bool = False
    duplicate_of: UUID | None = Field(default=None, description="The earlier intake of the same content")
