"""Organizations, members and invitations as BetterAuth's JSON, key by key."""

from typing import Any

import orjson

from services.gateway.auth.wire import instant
from services.gateway.workspaces.records import InvitationRecord, MemberRecord, Membership, OrganizationRecord

Document = dict[str, Any]


def organization(record: OrganizationRecord) -> Document:
    """An organization's JSON object, its metadata the text that is stored."""
    return {
        "name": record.name,
        "slug": record.slug,
        "logo": record.logo,
        "createdAt": instant(record.created_at),
        "metadata": record.metadata_,
        "id": record.id,
    }


def organization_with_data(record: OrganizationRecord) -> Document:
    """An organization as it is answered once changed: its metadata is JSON, and left out where there is none."""
    document = organization(record)
    if record.metadata_:
        return document | {"metadata": _parsed(record.metadata_)}
    del document["metadata"]
    return document


def member(record: MemberRecord) -> Document:
    """A member's JSON object."""
    return {
        "organizationId": record.organization_id,
        "userId": record.user_id,
        "role": record.role,
        "createdAt": instant(record.created_at),
        "id": record.id,
    }


def membership(found: Membership) -> Document:
    """A member's JSON object with who they are."""
    return {**member(found.member), "user": found.person._asdict()}


def invitation(record: InvitationRecord) -> Document:
    """An invitation's JSON object."""
    return {
        "organizationId": record.organization_id,
        "email": record.email,
        "role": record.role,
        "status": record.status,
        "expiresAt": instant(record.expires_at),
        "createdAt": instant(record.created_at),
        "inviterId": record.inviter_id,
        "id": record.id,
    }


def _parsed(metadata: str) -> Any:
    try:
        return orjson.loads(metadata)
    except orjson.JSONDecodeError:
        return metadata
