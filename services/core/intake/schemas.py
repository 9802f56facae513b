"""Shapes of intakes and their reports, out; what may be asked, in."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.filters import SortBy
from shared.contracts.page import PageQuery
from shared.types import Instant, ShortText

IntakeStatus = Literal["queued", "running", "done", "failed", "undone"]
Outcome = Literal["added", "updated", "merged", "unchanged", "needs_review", "rejected", "noted"]


class HandInQuery(BaseModel):
    """How to take the files."""

    model_config = ConfigDict(extra="forbid")

    vendor: ShortText | None = Field(default=None, description="Who sent them: a vendor's name, alias or id")
    dry_run: bool = Field(default=False, description="Report what would happen and change nothing")
    received_at: Instant | None = Field(
        default=None,
        description="When the vendor's files came, if not now: dates offers that bear no date of their own",
    )


class IntakeQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["created_at", "-created_at"]] = "-created_at"
    status: IntakeStatus | None = Field(default=None, description="Only intakes in this state")


class ItemQuery(PageQuery):
    """Filters and order of the report's rows."""

    sort: SortBy[Literal["position", "-position"]] = "position"
    outcome: Outcome | None = Field(default=None, description="Only rows that came out this way")


class Counts(BaseModel):
    """How many rows came out each way."""

    added: int = Field(description="New people")
    merged: int = Field(description="New offers of people known already")
    updated: int = Field(description="Offers that were known and say something new")
    unchanged: int = Field(description="Offers that were known and say the same")
    needs_review: int = Field(description="New offers whose person may be known: see the match reviews")
    rejected: int = Field(description="Rows that could not be placed: `code` and `reason` say why")


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
    position: int = Field(description="Place in the report, from 0, in the order of the files")
    outcome: Outcome
    name: str | None = Field(description="The person, as the file has them")
    vendor: str | None = Field(description="Whose offer it is")
    expert_id: UUID | None = Field(description="The offer it became or changed; null where rejected")
    person_id: UUID | None
    code: str | None = Field(description="Why it was rejected or needs a look, for programs")
    reason: str | None = Field(description="The same for people")
    source: dict[str, Any] = Field(
        description="Where it stands: `file_id`, `file`, `locator` (sheet and row, or place in the mail) and `excerpt`"
    )
    changes: list[dict[str, Any]] = Field(description="Each field that changed, with the value before and after")


class IntakeBrief(BaseModel):
    """An intake with its figures."""

    id: UUID
    campaign_id: UUID
    status: IntakeStatus
    vendor_hint: str | None = Field(description="The vendor named when it was handed in")
    total: int = Field(description="Rows to be placed")
    processed: int = Field(description="Rows placed so far")
    counts: Counts
    files: list[IntakeFile]
    notes: list[str] = Field(description="What the readers could not make out, in words")
    failure: str | None = Field(description="Why a worker gave up; null unless `status` is failed")
    user_id: str = Field(description="Who handed it in")
    received_at: dt.datetime = Field(description="When the vendor's files came, as said")
    created_at: dt.datetime = Field(description="When it was handed in")
    finished_at: dt.datetime | None = Field(description="When all rows were placed; null until then")
    undone_at: dt.datetime | None = Field(description="When it was taken back; null while it stands")


class IntakeOut(IntakeBrief):
    """An intake with its report; beyond 500 rows the rest of `items` is at /api/intakes/{id}/items."""

    items: list[ItemOut]
    dry_run: bool = False
    duplicate_of: UUID | None = Field(default=None, description="The earlier intake of the same content")
