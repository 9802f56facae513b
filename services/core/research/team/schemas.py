"""Shapes of team members and their assignments, in and out."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, StringConstraints

from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import NO_NUL, Email, Name

Picture = Annotated[str, StringConstraints(max_length=2000, pattern=r"^(https?://|/)[^\s\x00]+$")]
"""A web address, or a path on the console's own host."""
Typed = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=NO_NUL)]


class MemberIn(Input):
    """Somebody of the research team; need not be able to sign in."""

    name: Name
    designation: Name
    email: Email | None = None
    avatar_url: Picture | None = None


class MemberPatch(Patch):
    """What changes; null clears."""

    name: Name = unset()
    designation: Name = unset()
    email: Email | None = None
    avatar_url: Picture | None = None


class MemberQuery(PageQuery):
    """Filters and order of the list; `q` looks in name, designation and address."""

    sort: Literal["name", "-name", "created_at", "-created_at"] = "name"
    q: Typed | None = None


class MemberOut(BaseModel):
    """A member as they stand."""

    id: UUID
    name: str
    designation: str
    email: str | None
    avatar_url: str | None
    user_id: str
    created_at: dt.datetime


class AssignmentQuery(PageQuery):
    """Filters and order of a campaign's members."""

    sort: Literal["name", "-name", "assigned_at", "-assigned_at"] = "name"
    q: Typed | None = None


class AssignmentOut(BaseModel):
    """A member at work on a campaign."""

    campaign_id: UUID
    team_member_id: UUID
    name: str
    designation: str
    email: str | None
    avatar_url: str | None
    assigned_at: dt.datetime
