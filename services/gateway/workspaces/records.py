"""Rows of the organization tables as plain values, their members in the order the wire shows them."""

from datetime import datetime
from typing import NamedTuple


class OrganizationRecord(NamedTuple):
    """A team; `metadata_`, named as in the model, is JSON in text."""

    name: str
    slug: str
    logo: str | None
    created_at: datetime
    metadata_: str | None
    id: str


class MemberRecord(NamedTuple):
    """A person's part in an organization; several roles are joined by commas."""

    organization_id: str
    user_id: str
    role: str
    created_at: datetime
    id: str


class PersonRecord(NamedTuple):
    """What members see of each other."""

    id: str
    name: str
    email: str
    image: str | None


class Membership(NamedTuple):
    """A member and who they are."""

    member: MemberRecord
    person: PersonRecord


class InvitationRecord(NamedTuple):
    """An e-mail address asked to join; `status` is pending, accepted, rejected or canceled."""

    organization_id: str
    email: str
    role: str | None
    status: str
    expires_at: datetime
    created_at: datetime
    inviter_id: str
    id: str
