"""Shapes of a campaign's companies, in and out."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.core.research.companies.classification import Role
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Name


class CompanyIn(Input):
    """A company the campaign is about (target), or that deals with it."""

    name: Name
    role: Role
    is_public: bool = False


class CompanyPatch(Patch):
    """What changes."""

    name: Name = unset()
    role: Role = unset()
    is_public: bool = unset()


class CompanyQuery(PageQuery):
    """Filters and order of the list."""

    sort: Literal["created_at", "-created_at", "name", "-name"] = "created_at"
    role: Role | None = None
    is_public: bool | None = None


class CompanyOut(BaseModel):
    """A company as it stands."""

    id: UUID
    campaign_id: UUID
    name: str
    role: Role
    is_public: bool
    created_at: dt.datetime
    updated_at: dt.datetime
