"""JSON Schemas of what auth answers, for the OpenAPI document."""

from typing import Any, Final

Part = dict[str, Any]

TEXT: Final[Part] = {"type": "string"}
NULLABLE_TEXT: Final[Part] = {"type": ["string", "null"]}
BOOLEAN: Final[Part] = {"type": "boolean"}
INSTANT: Final[Part] = {"type": "string", "format": "date-time", "examples": ["2026-11-20T12:15:52.445Z"]}
NULLABLE_INSTANT: Final[Part] = {"type": ["string", "null"], "format": "date-time"}
STATUS: Final[Part] = {"type": "object", "properties": {"status": {"const": True}}, "required": ["status"]}
SUCCESS: Final[Part] = {"type": "object", "properties": {"success": {"const": True}}, "required": ["success"]}


def record(properties: Part, *, optional: frozenset[str] = frozenset()) -> Part:
    """An object; what is not optional is always there."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def array(items: Part) -> Part:
    """A list."""
    return {"type": "array", "items": items}


def ref(name: str) -> Part:
    """One of SCHEMAS."""
    return {"$ref": f"#/components/schemas/{name}"}


USER: Final = {
    "name": TEXT,
    "email": TEXT,
    "emailVerified": BOOLEAN,
    "image": NULLABLE_TEXT,
    "createdAt": INSTANT,
    "updatedAt": INSTANT,
    "role": NULLABLE_TEXT,
    "banned": {"type": ["boolean", "null"]},
    "banReason": NULLABLE_TEXT,
    "banExpires": NULLABLE_INSTANT,
    "id": TEXT,
}
SESSION: Final = {
    "expiresAt": INSTANT,
    "token": TEXT,
    "createdAt": INSTANT,
    "updatedAt": INSTANT,
    "ipAddress": NULLABLE_TEXT,
    "userAgent": NULLABLE_TEXT,
    "userId": TEXT,
    "activeOrganizationId": NULLABLE_TEXT,
    "impersonatedBy": NULLABLE_TEXT,
    "id": TEXT,
}
ACCOUNT: Final = {
    "accountId": TEXT,
    "providerId": TEXT,
    "userId": TEXT,
    "createdAt": INSTANT,
    "updatedAt": INSTANT,
    "id": TEXT,
    "scopes": array(TEXT),
}
SCHEMAS: Final[Part] = {
    "AuthUser": record(USER),
    "AuthSession": record(SESSION),
    "AuthAccount": record(ACCOUNT),
    "AuthIdentity": record({"session": ref("AuthSession"), "user": ref("AuthUser")}),
    "AuthError": record({"message": TEXT, "code": TEXT}, optional=frozenset({"code"})),
}
SIGNED_UP: Final = record({"token": NULLABLE_TEXT, "user": ref("AuthUser")})
SIGNED_IN: Final = record(
    {"redirect": BOOLEAN, "token": TEXT, "url": TEXT, "user": ref("AuthUser")}, optional=frozenset({"url"})
)
PASSWORD_CHANGED: Final = record({"token": NULLABLE_TEXT, "user": ref("AuthUser")})
LINK_FOLLOWED: Final = record(
    {"status": {"const": True}, "user": {"anyOf": [ref("AuthUser"), {"type": "null"}]}}, optional=frozenset({"user"})
)
RESET_REQUESTED: Final = record({"status": {"const": True}, "message": TEXT})
SIGNED_OUT: Final = record(
    {"success": {"const": True}, "url": TEXT, "redirect": BOOLEAN}, optional=frozenset({"url", "redirect"})
)
DELETED: Final = record({"success": {"const": True}, "message": TEXT})
IDENTITY: Final[Part] = {"anyOf": [ref("AuthIdentity"), {"type": "null"}]}
OK: Final = record({"ok": {"const": True}})
