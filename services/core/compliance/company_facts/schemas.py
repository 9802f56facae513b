"""Shapes of facts about companies, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from shared.contracts.filters import Search, SortBy, search
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Day, LastDay, Name, ShortText

Kind = Literal["public", "private", "sensitive", "government", "healthcare"]
Country = Annotated[Name, Field(description="English name or ISO 3166-1 alpha-2 code; the code is kept")]


class FactIn(Input):
    """What kind of company one is, from a day until a day; one of several kinds has a fact for each."""

    name: Name
    kind: Kind
    country: Country | None = None
    valid_from: Day | None = Field(default=None, description="The first day it is true; null: since ever")
    valid_to: LastDay | None = Field(default=None, description="The last day it is true; null: until further notice")
    source: ShortText | None = Field(default=None, description="Where that is known from")


class FactPatch(Patch):
    """What changes; null clears. A fact is ended by its last day, not deleted."""

    name: Name = unset()
    kind: Kind = unset()
    country: Country | None = None
    valid_from: Day | None = None
    valid_to: LastDay | None = None
    source: ShortText | None = None


class FactQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["name", "-name", "created_at", "-created_at"]] = "name"
    kind: Kind | None = Field(default=None, description="Only facts of this kind")
    on: Annotated[Day | None, Field(description="True on this day")] = None
    q: Search | None = search("name", "source")


class FactOut(BaseModel):
    """A fact as it stands; `key` is what employers are compared by."""

    id: UUID
    name: str
    key: str
    kind: Kind
    country: str | None = Field(description="ISO 3166-1 alpha-2, XK for Kosovo")
    valid_from: dt.date | None = Field(description="The first day it is true; null: since ever")
    valid_to: dt.date | None = Field(description="The last day it is true; null: until further notice")
    source: str | None = Field(description="Where that is known from")
    created_by: str | None
    created_at: dt.datetime
    updated_at: dt.datetime
