"""Shapes of facts about companies, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Name, ShortText

Kind = Literal["public", "private", "sensitive", "government", "healthcare"]
Country = Annotated[Name, Field(description="English name or ISO 3166-1 alpha-2 code; the code is kept")]
Typed = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)]


class FactIn(Input):
    """What kind of company one is, from a day until a day; one of several kinds has a fact for each."""

    name: Name
    kind: Kind
    country: Country | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    source: ShortText | None = None


class FactPatch(Patch):
    """What changes; null clears. A fact is ended by its last day, not deleted."""

    name: Name = unset()
    kind: Kind = unset()
    country: Country | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    source: ShortText | None = None


class FactQuery(PageQuery):
    """Filters and order of the list."""

    sort: Literal["name", "-name", "created_at", "-created_at"] = "name"
    kind: Kind | None = None
    on: Annotated[dt.date | None, Field(description="True on this day")] = None
    q: Typed | None = None


class FactOut(BaseModel):
    """A fact as it stands; `key` is what employers are compared by."""

    id: UUID
    name: str
    key: str
    kind: Kind
    country: str | None
    valid_from: dt.date | None
    valid_to: dt.date | None
    source: str | None
    created_by: str | None
    created_at: dt.datetime
    updated_at: dt.datetime
