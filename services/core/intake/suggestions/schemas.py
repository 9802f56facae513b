"""Shapes of suggestions, out only."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel

from shared.contracts.page import PageQuery

SuggestionStatus = Literal["open", "accepted", "dismissed"]


class SuggestionQuery(PageQuery):
    """Filters and order of the list."""

    sort: Literal["created_at", "-created_at"] = "created_at"
    status: SuggestionStatus | None = None
    expert_id: UUID | None = None
    campaign_id: UUID | None = None


class SuggestionOut(BaseModel):
    """A vendor's new value that waits beside an edited one."""

    id: UUID
    expert_id: UUID
    expert_name: str
    campaign_id: UUID
    intake_id: UUID | None
    field: str
    value: Any
    source: dict[str, Any]
    status: SuggestionStatus
    decided_by: str | None
    decided_at: dt.datetime | None
    created_at: dt.datetime
    updated_at: dt.datetime
