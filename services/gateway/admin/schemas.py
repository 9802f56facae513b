"""The bodies and queries the admin plugin takes."""

from services.gateway.admin.checks import (
    PermissionQuestion,
    boolean_or_null,
    choice,
    identifier,
    instant_or_null,
    new_password,
    nonempty_identifier,
    role,
    seconds,
    text_or_number,
)
from services.gateway.auth.validation import (
    Schema,
    anything,
    boolean,
    clean,
    mapping,
    scalar,
    scalar_or_null,
    string,
)

LIST_OPERATORS = ("in", "not_in")
PATTERNS = ("contains", "starts_with", "ends_with")
COMPARISONS = ("eq", "ne", "lt", "lte", "gt", "gte")
ROLE_SHOWN = {"role": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}}
RECORD_SHOWN = {"data": {"type": "object"}}
RIGHTS_SHOWN = {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "string"}}}

PERSON = Schema(required={"userId": identifier}, optional={})
GET_USER = Schema(required={"id": clean}, optional={}, part="query")
SET_ROLE = Schema(required={"userId": identifier, "role": role}, optional={}, shown=ROLE_SHOWN)
CREATE_USER = Schema(
    required={"email": string, "name": clean},
    optional={"password": string, "role": role, "data": mapping(anything)},
    shown=ROLE_SHOWN | RECORD_SHOWN,
)
UPDATE_USER = Schema(required={"userId": identifier, "data": mapping(anything)}, optional={}, shown=RECORD_SHOWN)
BAN_USER = Schema(required={"userId": identifier}, optional={"banReason": clean, "banExpiresIn": seconds})
REVOKE_USER_SESSION = Schema(required={"sessionToken": clean}, optional={})
SET_USER_PASSWORD = Schema(required={"newPassword": new_password, "userId": nonempty_identifier}, optional={})
HAS_PERMISSION = PermissionQuestion(
    required={},
    optional={"userId": identifier, "role": string},
    shown={"permissions": RIGHTS_SHOWN},
)
LIST_USERS = Schema(
    required={},
    optional={
        "searchValue": string,
        "searchField": choice("email", "name"),
        "searchOperator": choice(*PATTERNS),
        "limit": text_or_number,
        "offset": text_or_number,
        "sortBy": string,
        "sortDirection": choice("asc", "desc"),
        "filterField": string,
        "filterValue": anything,
        "filterOperator": choice(*COMPARISONS, *LIST_OPERATORS, *PATTERNS),
    },
    part="query",
)

BAN_FIELDS = ("banned", "banReason", "banExpires")
DATA = Schema(
    required={},
    optional={
        "name": scalar,
        "email": anything,
        "emailVerified": boolean,
        "image": scalar_or_null,
        "role": scalar,
        "banned": boolean_or_null,
        "banReason": scalar_or_null,
        "banExpires": instant_or_null,
    },
    part="body.data",
)
"""What an admin may set of a person; anything else is let pass and left alone."""
