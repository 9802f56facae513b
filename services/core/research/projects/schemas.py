"""Shapes of projects, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.filters import Search, SortBy, search
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Day, LastDay, LongText, Name, Position, ShortText

Code = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50, pattern=NO_NUL)]
Sort = Literal[
    "display_order", "-display_order", "created_at", "-created_at", "updated_at", "-updated_at", "project_name",
    "-project_name",
]  # fmt: skip


class ProjectIn(Input):
    """A client engagement or deal."""

    project_name: Name
    project_code: Code | None = Field(default=None, description="A short code of one's own, unique in the workspace")
    description: LongText | None = None
    client_name: ShortText | None = None
    display_order: Position = Field(default=0, description="Place among the projects, the lowest first")
    start_date: Day | None = None
    end_date: LastDay | None = None


class ProjectPatch(Patch):
    """What changes; null clears."""

    project_name: Name = unset()
    project_code: Code | None = None
    description: LongText | None = None
    client_name: ShortText | None = None
    display_order: Position = unset()
    start_date: Day | None = None
    end_date: LastDay | None = None


class ProjectQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Sort] = "display_order"
    q: Search | None = search("name", "client", "code")
    client_name: ShortText | None = Field(default=None, description="Exactly this client, as written")
    project_code: Code | None = Field(default=None, description="Exactly this code, as written")


class ProjectOut(BaseModel):
    """A project as it stands."""

    id: UUID
    project_code: str | None
    project_name: str
    description: str | None
    display_order: int = Field(description="Place among the projects, as people have put them")
    client_name: str | None
    start_date: dt.date | None
    end_date: dt.date | None
    campaign_count: int = Field(description="Campaigns in it now")
    user_id: str = Field(description="Who opened it")
    created_at: dt.datetime
    updated_at: dt.datetime
