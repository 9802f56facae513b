"""Shapes of a campaign's companies, in and out."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, Field

from services.core.research.companies.classification import Role
from shared.contracts.filters import SortBy
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Name


class CompanyIn(Input):
    """A company the campaign is about (target), or that deals with it."""

    name: Name
    role: Role = Field(description="What it is to the campaign; nobody who works for a target is called")
    is_public: bool = Field(default=False, description="Whether its shares are traded")


class CompanyPatch(Patch):
    """What changes."""

    name: Name = unset()
    role: Role = unset()
    is_public: bool = unset()


class CompanyQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["created_at", "-created_at", "name", "-name"]] = "created_at"
    role: Role | None = Field(default=None, description="Only companies with this role in the campaign")
    is_public: bool | None = Field(default=None, description="Whether its shares are traded")


class CompanyOut(BaseModel):
    """A company as it stands."""

    id: UUID
    campaign_id: UUID
    name: str
    role: Role = Field(description="What it is to the campaign")
    is_public: bool = Field(description="Whether its shares are traded")
    created_at: dt.datetime
    updated_at: dt.datetime
