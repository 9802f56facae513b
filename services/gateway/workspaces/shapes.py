"""JSON Schemas of what organization endpoints answer, for the OpenAPI document."""

from typing import Any, Final

from services.gateway.auth.shapes import INSTANT, NULLABLE_TEXT, TEXT, array, record

Part = dict[str, Any]

NOTHING: Final[Part] = {"type": "null"}
DATA: Final[Part] = {"type": "object", "additionalProperties": True}
PERSON: Final = record({"id": TEXT, "name": TEXT, "email": TEXT, "image": NULLABLE_TEXT})
_MEMBER: Final[Part] = {"organizationId": TEXT, "userId": TEXT, "role": TEXT, "createdAt": INSTANT, "id": TEXT}
MEMBER: Final = record(_MEMBER)
MEMBERSHIP: Final = record({**_MEMBER, "user": PERSON})
_INVITATION: Final[Part] = {
    "organizationId": TEXT,
    "email": TEXT,
    "role": NULLABLE_TEXT,
    "status": {"enum": ["pending", "accepted", "rejected", "canceled"]},
    "expiresAt": INSTANT,
    "createdAt": INSTANT,
    "inviterId": TEXT,
    "id": TEXT,
}
INVITATION: Final = record(_INVITATION)
_ORGANIZATION: Final[Part] = {"name": TEXT, "slug": TEXT, "logo": NULLABLE_TEXT, "createdAt": INSTANT, "id": TEXT}
_STORED: Final[Part] = {**_ORGANIZATION, "metadata": {**NULLABLE_TEXT, "description": "JSON in text"}}
ORGANIZATION: Final = record(_STORED)
CHANGED: Final = record({**_ORGANIZATION, "metadata": DATA}, optional=frozenset({"metadata"}))
CREATED: Final = record({**_ORGANIZATION, "metadata": DATA, "members": array(MEMBER)}, optional=frozenset({"metadata"}))
FULL: Final = record({**_STORED, "invitations": array(INVITATION), "members": array(MEMBERSHIP)})
ORGANIZATION_OR_NULL: Final[Part] = {"anyOf": [ORGANIZATION, NOTHING]}
FULL_OR_NULL: Final[Part] = {"anyOf": [FULL, NOTHING]}
ACCEPTED: Final = record({"invitation": INVITATION, "member": MEMBER})
REJECTED: Final = record({"invitation": INVITATION, "member": NOTHING})
RECEIVED: Final = record({**_INVITATION, "organizationName": TEXT, "organizationSlug": TEXT, "inviterEmail": TEXT})
RECEIVED_ALL: Final = array(record({**_INVITATION, "organizationName": TEXT}))
REMOVED: Final[Part] = record({"member": {"anyOf": [MEMBERSHIP, MEMBER]}})
PAGE: Final = record({"members": array(MEMBERSHIP), "total": {"type": "integer"}})
ROLE: Final = record({"role": TEXT})
PERMITTED: Final = record({"error": NOTHING, "success": {"type": "boolean"}})
