"""Shapes of the lists' entries, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.core.compliance.words import Reason
from shared.contracts.filters import Search, SortBy, search
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Day, LastDay, Name

List = Literal["restricted", "do_not_contact"]
Kind = Literal["company", "person", "address"]


class EntryIn(Input):
    """Who or what is on a list, from a day (today unless said) until a last one, if any.

    An address is a mail address, a mail domain or a telephone number. A person of the workspace is named by `person_id`
    too: then no namesake is meant, and the entry follows the person through merges.
    """

    list: List
    kind: Kind = Field(description="address: a mail address, a mail domain or a telephone number")
    name: Name
    reason: Reason
    person_id: UUID | None = Field(
        default=None, description="The person of the workspace who is meant, and no namesake; for kind person alone"
    )
    valid_from: Day | None = Field(
        default=None, description="The first day of calls it is in force for; today (UTC) unless said"
    )
    valid_to: LastDay | None = Field(default=None, description="The last day; null: until further notice")


class EntryPatch(Patch):
    """What changes. An entry is ended by its last day, not deleted: it stays in force for the calls before.

    One that ends the day before its first was never in force: so one of today is taken back today.
    """

    name: Name = unset()
    reason: Reason = unset()
    valid_from: Day = unset()
    valid_to: LastDay | None = None


class EntryQuery(PageQuery):
    """Filters and order of the lists."""

    sort: SortBy[Literal["name", "-name", "created_at", "-created_at"]] = "created_at"
    list: List | None = Field(default=None, description="Only entries of this list")
    kind: Kind | None = Field(default=None, description="Only entries of this kind")
    person_id: UUID | None = Field(default=None, description="Only entries of this person")
    on: Annotated[Day | None, Field(description="In force on this day")] = None
    q: Search | None = search("name", "reason")


class RestrictedEntryOut(BaseModel):
    """An entry as it stands; `key` is what names are compared by."""

    id: UUID
    list: List
    kind: Kind = Field(description="address: a mail address, a mail domain or a telephone number")
    name: str
    key: str
    person_id: UUID | None
    valid_from: dt.date
    valid_to: dt.date | None = Field(description="The last day it is in force; null: until further notice")
    reason: str
    created_by: str | None
    created_at: dt.datetime
    updated_at: dt.datetime


class BadRow(BaseModel):
    """A row of the file that was left out, by its line, and why."""

    line: int = Field(description="Line of the file, the heading being 1")
    name: str | None
    reason: str


class ImportOut(BaseModel):
    """What became of a file: entries added, entries that were there already, and rows left out."""

    added: int = Field(description="Entries made")
    present: int = Field(description="Rows whose entry was there already")
    bad: list[BadRow]
