"""Rows of the identity tables as plain values, their members in the order the wire shows them."""

from datetime import datetime
from typing import NamedTuple


class UserRecord(NamedTuple):
    """A person."""

    name: str
    email: str
    email_verified: bool
    image: str | None
    created_at: datetime
    updated_at: datetime
    role: str | None
    banned: bool | None
    ban_reason: str | None
    ban_expires: datetime | None
    id: str


class SessionRecord(NamedTuple):
    """A signed-in browser or client."""

    expires_at: datetime
    token: str
    created_at: datetime
    updated_at: datetime
    ip_address: str | None
    user_agent: str | None
    user_id: str
    active_organization_id: str | None
    impersonated_by: str | None
    id: str


class Identity(NamedTuple):
    """A session, whose it is, and their role in its active organization: None where they are no member of it."""

    session: SessionRecord
    user: UserRecord
    member_role: str | None = None


class Stored(NamedTuple):
    """The session of a token as the database had it when a request came; None where there was none."""

    token: str
    identity: Identity | None


class AccountRecord(NamedTuple):
    """A way to sign in, without its password."""

    id: str
    account_id: str
    provider_id: str
    user_id: str
    access_token: str | None
    refresh_token: str | None
    id_token: str | None
    access_token_expires_at: datetime | None
    refresh_token_expires_at: datetime | None
    scope: str | None
    created_at: datetime
    updated_at: datetime
