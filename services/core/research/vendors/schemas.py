"""Shapes of vendors, in and out."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints

from shared.contracts.filters import Search, SortBy, search
from shared.contracts.input import Input, Patch, unset
from shared.contracts.page import PageQuery
from shared.types import Count, Link, LongText, Name, ShortText

Score = Annotated[Decimal, Field(ge=0, le=5, max_digits=2, decimal_places=1)]
Words = Annotated[list[Name], Field(max_length=100)]
MailDomain = Annotated[
    str, StringConstraints(to_lower=True, max_length=253, pattern=r"^([A-Za-z0-9-]{1,63}\.)+[A-Za-z0-9-]{2,63}$")
]
MailDomains = Annotated[list[MailDomain], Field(max_length=100)]
LeadTime = Annotated[int, Field(ge=0, le=720)]
"""Hours a vendor needs between the booking and the call."""
Sort = Literal[
    "name", "-name", "overall_score", "-overall_score", "created_at", "-created_at", "updated_at", "-updated_at",
]  # fmt: skip


class VendorIn(Input):
    """An expert network the catalogue does not have; prices in whole US dollars a call."""

    name: Name
    logo_url: Link | None = None
    location: ShortText | None = None
    overall_score: Score | None = Field(default=None, description="0 to 5, one decimal")
    avg_cost_per_call_min: Count | None = Field(
        default=None, description="List price of a call, from; whole US dollars"
    )
    avg_cost_per_call_max: Count | None = Field(default=None, description="List price of a call, to; whole US dollars")
    description: LongText | None = None
    tags: Words = Field(default_factory=list)
    aliases: Words = Field(
        default_factory=list, description="Other names it goes by in files and mails; no two vendors share one"
    )
    mail_domains: MailDomains = Field(
        default_factory=list, description="Domains its people write from, by which its mails are recognised"
    )
    is_active: bool = True
    lead_time_hours: LeadTime | None = Field(
        default=None, description="Hours it needs between the booking and the call; null: not said"
    )


class VendorPatch(Patch):
    """What changes; null clears."""

    name: Name = unset()
    logo_url: Link | None = None
    location: ShortText | None = None
    overall_score: Score | None = None
    avg_cost_per_call_min: Count | None = None
    avg_cost_per_call_max: Count | None = None
    description: LongText | None = None
    tags: Words = unset()
    aliases: Words = unset()
    mail_domains: MailDomains = unset()
    is_active: bool = unset()
    lead_time_hours: LeadTime | None = None


class VendorQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Sort] = "name"
    q: Search | None = search("name", "other names", "place", "description")
    tag: Search | None = Field(default=None, description="Only those with exactly this tag, whatever its case")
    location: Search | None = Field(default=None, description="Part of the place, whatever its case")
    is_active: bool | None = Field(default=None, description="Whether it takes work now")


class VendorOut(BaseModel):
    """A vendor as it stands; `is_own` when this workspace added it, not the catalogue."""

    id: UUID
    name: str
    logo_url: str | None
    location: str | None
    overall_score: float | None = Field(description="0 to 5; null where nobody has said")
    avg_cost_per_call_min: int | None = Field(description="List price of a call, from; whole US dollars")
    avg_cost_per_call_max: int | None = Field(description="List price of a call, to; whole US dollars")
    description: str | None
    tags: list[str]
    aliases: list[str] = Field(description="Other names it goes by in files and mails")
    mail_domains: list[str] = Field(description="Domains its people write from, by which its mails are recognised")
    is_active: bool = Field(description="Whether it takes work now")
    lead_time_hours: int | None = Field(description="Hours it needs between the booking and the call; null: not said")
    is_own: bool = Field(description="Whether this workspace added it, not the catalogue")
    created_at: dt.datetime
    updated_at: dt.datetime
