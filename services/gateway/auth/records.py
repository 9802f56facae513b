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
    id: str


class Identity(NamedTuple):
    """A session and whose it is."""

    session: SessionRecord
    user: UserRecord
