"""What the endpoints of API keys take; faults are worded as zod 4 words them."""

import math
import re

from services.gateway.auth.validation import (
    Check,
    Schema,
    anything,
    array,
    boolean,
    clean,
    mapping,
    number,
    string,
)

LARGEST = 2**53 - 1
"""The last of the whole numbers that JavaScript tells apart."""
PREFIX = re.compile("[a-zA-Z0-9_-]+")
PREFIX_FAULT = "Invalid prefix format, must be alphanumeric and contain only underscores and hyphens."


def at_least(least: int) -> Check:
    """A number no smaller."""

    def check(value: object) -> list[str]:
        small = isinstance(value, int | float) and value < least
        return number(value) or ([f"Too small: expected number to be >={least}"] if small else [])

    return check


def nullable(check: Check) -> Check:
    """The same, or null."""
    return lambda value: [] if value is None else check(value)


def prefix(value: object) -> list[str]:
    """The beginning of a key."""
    return string(value) or ([] if PREFIX.fullmatch(str(value)) else [PREFIX_FAULT])


def whole(value: object) -> list[str]:
    """A whole number from 0, as a query has it: a text, which zod turns into a number first."""
    try:
        given = float(str(value))
    except ValueError:
        given = math.nan
    if math.isnan(given):
        return ["Invalid input: expected number, received NaN"]
    if math.isinf(given) or given != int(given):
        return ["Invalid input: expected int, received number"]
    if given > LARGEST:
        return [f"Too big: expected int to be <={LARGEST}"]
    return [] if given >= 0 else ["Too small: expected number to be >=0"]


def direction(value: object) -> list[str]:
    """Upwards or downwards."""
    return [] if value in ("asc", "desc") else ['Invalid option: expected one of "asc"|"desc"']


SCOPES = {
    "type": "object",
    "description": "Areas of the API with what the key may do there; without it, all that its owner may",
    "additionalProperties": {"type": "array", "items": {"enum": ["read", "write"]}},
}
NUMBER = {"type": "number"}
SERVER_ONLY = {
    "refillAmount": at_least(1),
    "refillInterval": number,
    "rateLimitTimeWindow": number,
    "rateLimitMax": number,
    "rateLimitEnabled": boolean,
    "permissions": mapping(array(string)),
}
"""What only a server may set."""
CREATE = Schema(
    required={},
    optional={
        "configId": string,
        "name": clean,
        "expiresIn": nullable(at_least(1)),
        "prefix": prefix,
        "remaining": nullable(at_least(0)),
        "metadata": anything,
        **SERVER_ONLY,
        "userId": anything,
        "organizationId": anything,
        "scopes": mapping(array(string)),
    },
    shown={"scopes": SCOPES, "expiresIn": NUMBER, "remaining": NUMBER, "permissions": {"type": "object"}},
)
UPDATE = Schema(
    required={"keyId": clean},
    optional={
        "configId": string,
        "userId": anything,
        "name": clean,
        "enabled": boolean,
        "remaining": at_least(1),
        "metadata": anything,
        "expiresIn": nullable(at_least(1)),
        **SERVER_ONLY,
        "refillAmount": number,
        "permissions": nullable(mapping(array(string))),
    },
    shown={"expiresIn": NUMBER, "remaining": NUMBER, "permissions": {"type": "object"}},
)
DELETE = Schema(required={"keyId": clean}, optional={"configId": string})
GET = Schema(required={"id": clean}, optional={"configId": string}, part="query")
LIST = Schema(
    required={},
    optional={
        "configId": string,
        "organizationId": string,
        "limit": whole,
        "offset": whole,
        "sortBy": string,
        "sortDirection": direction,
    },
    part="query",
)
