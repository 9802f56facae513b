"""The bodies and queries that organization endpoints take."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.gateway.auth import validation
from services.gateway.auth.shapes import TEXT, array
from services.gateway.auth.validation import Check, Schema, anything, boolean, mapping, members

LONGEST_SLUG: Final = 255
"""Characters of a slug that the database's index takes."""
OPERATORS: Final = ("eq", "ne", "lt", "lte", "gt", "gte", "in", "not_in", "contains", "starts_with", "ends_with")
UNION: Final = "Invalid input"
"""What zod says of a value that is none of several things."""


def text(value: object) -> Sequence[str]:
    """Any text that the database can hold: it has no NUL."""
    nul = isinstance(value, str) and "\0" in value
    return ["Invalid input: NUL is not allowed"] if nul else validation.string(value)


def name(value: object) -> Sequence[str]:
    """A text of at least one character."""
    return validation.nonempty(value) or text(value)


def slug(value: object) -> Sequence[str]:
    """A text of at least one character and no more than LONGEST_SLUG."""
    long = isinstance(value, str) and len(value) > LONGEST_SLUG
    return [f"Too big: expected string to have <={LONGEST_SLUG} characters"] if long else name(value)


def nullable(check: Check) -> Check:
    """That, or null."""
    return lambda value: [] if value is None else check(value)


def roles(value: object) -> Sequence[str]:
    """A role, or a list of roles."""
    given = value if isinstance(value, list) else [value]
    return [] if all(isinstance(role, str) for role in given) else [UNION]


def amount(value: object) -> Sequence[str]:
    """A number in a query, of which only a list is none."""
    return [] if isinstance(value, str) else [UNION]


def one_of(*options: str) -> Check:
    """One of these words."""
    listed = "|".join(f'"{option}"' for option in options)
    return lambda value: [] if value in options else [f"Invalid option: expected one of {listed}"]


@dataclass(frozen=True, slots=True)
class PermissionsSchema(Schema):
    """Also exactly one of `permission`, which older clients send, and `permissions`."""

    def _faults(self, body: object) -> list[str]:
        listed, sent = mapping(validation.array(validation.string)), body if isinstance(body, dict) else {}
        right = [key for key in ("permission", "permissions") if key in sent and not listed(sent[key])]
        several = ": more than one option matched" if right else ""
        return [*Schema._faults(self, body), *([] if len(right) == 1 else [f"[body] {UNION}{several}"])]


def _query(*required: str, **optional: Check) -> Schema:
    return Schema(dict.fromkeys(required, text), optional, part="query")


_RECORD: Check = mapping(anything)
_OPEN: dict[str, Any] = {"type": "object", "additionalProperties": True}
_NULLABLE: dict[str, Any] = {"type": ["string", "null"]}
_ROLES: dict[str, Any] = {"anyOf": [TEXT, array(TEXT)], "examples": ["member"]}
_LISTED: dict[str, Any] = {"type": "object", "additionalProperties": array(TEXT)}
_PROPERTIES: dict[str, Any] = {"name": TEXT, "slug": TEXT, "logo": _NULLABLE, "metadata": _OPEN}

CREATE = Schema(
    required={"name": name, "slug": slug},
    optional={
        "userId": anything,
        "logo": nullable(text),
        "metadata": _RECORD,
        "keepCurrentActiveOrganization": boolean,
    },
    shown={"logo": _NULLABLE, "metadata": _OPEN},
)
CHECK_SLUG = Schema(required={"slug": text}, optional={})
UPDATE = Schema(
    required={"data": members(optional={"name": name, "slug": slug, "logo": nullable(text), "metadata": _RECORD})},
    optional={"organizationId": text},
    shown={"data": {"type": "object", "properties": _PROPERTIES}},
)
ORGANIZATION = Schema(required={"organizationId": text}, optional={})
SET_ACTIVE = Schema(
    required={},
    optional={"organizationId": nullable(text), "organizationSlug": text},
    shown={"organizationId": _NULLABLE},
)
GET = _query(organizationId=text, organizationSlug=text)
GET_FULL = _query(organizationId=text, organizationSlug=text, membersLimit=amount)

INVITE = Schema(
    required={"email": text, "role": roles},
    optional={"organizationId": text, "resend": boolean, "teamId": roles},
    shown={"email": {"type": "string", "format": "email"}, "role": _ROLES, "teamId": _ROLES},
)
INVITATION = Schema(required={"invitationId": text}, optional={})
GET_INVITATION = _query("id")
LIST_INVITATIONS = _query(organizationId=text)
LIST_USER_INVITATIONS = _query(email=text)

REMOVE_MEMBER = Schema(required={"memberIdOrEmail": text}, optional={"organizationId": text})
UPDATE_MEMBER_ROLE = Schema(
    required={"role": roles, "memberId": text}, optional={"organizationId": text}, shown={"role": _ROLES}
)
LIST_MEMBERS = _query(
    limit=amount,
    offset=amount,
    sortBy=text,
    sortDirection=one_of("asc", "desc"),
    filterField=text,
    filterValue=anything,
    filterOperator=one_of(*OPERATORS),
    organizationId=text,
    organizationSlug=text,
)
GET_ACTIVE_MEMBER_ROLE = _query(userId=text, organizationId=text, organizationSlug=text)
HAS_PERMISSION = PermissionsSchema(
    required={},
    optional={"organizationId": text, "permission": anything, "permissions": anything},
    shown={"permission": _LISTED | {"deprecated": True}, "permissions": _LISTED},
)
