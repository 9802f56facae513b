"""What API keys refuse below `/api/auth`, in the words of BetterAuth's api-key plugin; SCOPES_UNKNOWN is ours."""

from services.gateway.auth.errors import Refusal

MESSAGES = {
    "EXPIRES_IN_IS_TOO_LARGE": "The expiresIn is larger than the predefined maximum value.",
    "EXPIRES_IN_IS_TOO_SMALL": "The expiresIn is smaller than the predefined minimum value.",
    "INVALID_NAME_LENGTH": "The name length is either too large or too small.",
    "INVALID_PREFIX_LENGTH": "The prefix length is either too large or too small.",
    "KEY_NOT_FOUND": "API Key not found",
    "METADATA_DISABLED": "Metadata is disabled.",
    "NO_VALUES_TO_UPDATE": "No values to update.",
    "SCOPES_UNKNOWN": "A scope is an area of the API with read, write or both.",
    "SERVER_ONLY_PROPERTY": ("The property you're trying to set can only be set from the server auth instance only."),
    "TOO_MANY_KEYS": "You have as many API keys as one may have. Delete one first.",
    "UNAUTHORIZED_SESSION": "Unauthorized or invalid session",
    "USER_BANNED": "User is banned",
    "USER_NOT_MEMBER_OF_ORGANIZATION": "You are not a member of the organization that owns this API key.",
}


def refusal(status: int, code: str) -> Refusal:
    """The refusal of a code whose text is fixed."""
    return Refusal(status, code, MESSAGES[code])
