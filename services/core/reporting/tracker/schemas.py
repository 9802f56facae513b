"""Shapes of trackers read back: how many cells came out each way, and what became of each."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.core.reporting.tracker.merge import Outcome
from shared.contracts.filters import SortBy
from shared.contracts.page import PageQuery


class HandInQuery(BaseModel):
    """How to take the file."""

    model_config = ConfigDict(extra="forbid")

    dry_run: bool = Field(default=False, description="Tell what would become of each cell and change nothing")


class ReadQuery(PageQuery):
    """Order of the list."""

    sort: SortBy[Literal["created_at", "-created_at"]] = "-created_at"


class CellQuery(PageQuery):
    """Filters and order of the cells; `position` is their order in the file."""

    sort: SortBy[Literal["position", "-position"]] = "position"
    outcome: Outcome | None = Field(default=None, description="Only cells that came out this way")


class CellCountsOut(BaseModel):
    """How many cells, or rows, came out each way."""

    unchanged: int = 0
    taken: int = Field(default=0, description="Changed offline and not here: taken over")
    already_so: int = Field(default=0, description="Changed here to the same meanwhile")
    conflict: int = Field(default=0, description="Changed here to something else meanwhile: ours is kept")
    refused: int = Field(default=0, description="Changed offline to what cannot be: `code` and `reason` say why")
    row_missing: int = Field(default=0, description="Not in the file: nothing is deleted")
    row_added: int = Field(default=0, description="Rows that became offers")
    row_incomplete: int = Field(default=0, description="Added rows that lack what an offer needs")


class TrackerCellOut(BaseModel):
    """A cell, or a row as a whole where `column` is null: what was handed out, what is here, what came back."""

    id: UUID
    cell: str | None = Field(description="Where it stands in the file", examples=["Tracker!G12"])
    row_id: str = Field(description="Which row, as the hidden column of the file names it")
    column: str | None = Field(description="The column's title; null for a row as a whole")
    base: str | None = Field(description="What was handed out")
    ours: str | None = Field(description="What is here")
    theirs: str | None = Field(description="What came back")
    outcome: Outcome
    code: str | None = Field(description="Why it was refused, for programs")
    reason: str | None


class ReadOut(BaseModel):
    """A tracker that was read back; the cells that are as they were handed out are only counted."""

    id: UUID
    campaign_id: UUID
    export_id: UUID = Field(description="Which tracker handed out it is an edited copy of")
    user_id: str
    file_name: str
    counts: CellCountsOut
    created_at: dt.datetime


class MergedOut(ReadOut):
    """The answer to a tracker handed in; all cells of a dry run, else the first 200: page through the rest."""

    dry_run: bool
    duplicate_of: UUID | None
    cells: list[TrackerCellOut]
