"""Everybody who can sign in, a page at a time, for operators: with their organizations and when they last came."""

import datetime as dt
from typing import Any, Literal

from pydantic import BaseModel, Field
from sqlalchemy import Boolean, Text, bindparam, cast, func, select, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import col

from shared.contracts.filters import Search, SortBy
from shared.contracts.page import PageQuery
from shared.db.keyset import Listing
from shared.db.read import json_of
from shared.db.search import contains_text
from shared.models.identity import Session, User
from shared.models.workspaces import Member, Organization


class UserQuery(PageQuery):
    """Filters and order of the list."""

    sort: SortBy[Literal["created_at", "-created_at", "email", "-email"]] = "-created_at"
    q: Search | None = Field(default=None, description="Part of a name or e-mail address")
    role: Search | None = Field(default=None, description="One of the person's roles, such as admin")
    banned: bool | None = Field(default=None, description="Whether a ban stands now")


class MembershipOut(BaseModel):
    """A part in an organization; several roles are joined by commas."""

    organization_id: str
    name: str
    role: str


class UserOut(BaseModel):
    """Somebody who can sign in."""

    id: str
    name: str
    email: str
    email_verified: bool
    role: str | None
    banned: bool = Field(description="Whether a ban stands now")
    ban_reason: str | None
    ban_expires_at: dt.datetime | None
    created_at: dt.datetime
    last_sign_in_at: dt.datetime | None = Field(
        description="When the latest of the sessions still kept was begun; null where none is"
    )
    memberships: list[MembershipOut]


LAST_SIGN_IN = (
    select(func.max(col(Session.created_at)))
    .where(col(Session.user_id) == col(User.id), col(Session.impersonated_by).is_(None))
    .scalar_subquery()
)
MEMBERSHIP: dict[str, Any] = {
    "organization_id": col(Organization.id),
    "name": col(Organization.name),
    "role": col(Member.role),
}
MEMBERSHIPS = (
    select(
        func.coalesce(
            func.json_agg(aggregate_order_by(json_of(MEMBERSHIP, as_text=False), col(Organization.name))),
            text("'[]'::json"),
        )
    )
    .join_from(Member, Organization, col(Member.organization_id) == col(Organization.id))
    .where(col(Member.user_id) == col(User.id))
    .scalar_subquery()
)
BANNED = func.coalesce(
    col(User.banned) & func.coalesce(col(User.ban_expires) >= func.now(), text("true")), text("false"), type_=Boolean
)
LISTING = Listing(
    document=json_of(
        {
            "id": col(User.id),
            "name": col(User.name),
            "email": col(User.email),
            "email_verified": col(User.email_verified),
            "role": col(User.role),
            "banned": BANNED,
            "ban_reason": col(User.ban_reason),
            "ban_expires_at": col(User.ban_expires),
            "created_at": col(User.created_at),
            "last_sign_in_at": LAST_SIGN_IN,
            "memberships": MEMBERSHIPS,
        }
    ),
    source=lambda chosen: chosen.select_from(User),
    identity=col(User.id),
    sorts={"created_at": col(User.created_at), "email": col(User.email)},
    filters={
        "q": contains_text(col(User.name), col(User.email)),
        "role": cast(bindparam("role", type_=Text), Text) == func.any(func.string_to_array(col(User.role), ",")),
        "banned": BANNED.is_not_distinct_from(bindparam("banned", type_=Boolean)),
    },
)
