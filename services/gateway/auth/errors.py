"""What auth refuses, in BetterAuth's codes and words; never RFC 9457, which the rest of the API speaks."""

from collections.abc import Sequence

Headers = Sequence[tuple[bytes, bytes]]

MESSAGES = {
    "BAD_REQUEST": "Invalid JSON in request body",
    "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED": (
        "Cross-site navigation login blocked. This request appears to be a CSRF attack."
    ),
    "FAILED_TO_CREATE_USER": "Failed to create user",
    "FAILED_TO_GET_SESSION": "Failed to get session",
    "INVALID_CALLBACK_URL": "Invalid callbackURL",
    "INVALID_EMAIL": "Invalid email",
    "INVALID_EMAIL_OR_PASSWORD": "Invalid email or password",
    "INVALID_ERROR_CALLBACK_URL": "Invalid errorCallbackURL",
    "INVALID_NEW_USER_CALLBACK_URL": "Invalid newUserCallbackURL",
    "INVALID_ORIGIN": "Invalid origin",
    "INVALID_REDIRECT_URL": "Invalid redirectURL",
    "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED": (
        "POST method requires deferSessionRefresh to be enabled in session config"
    ),
    "MISSING_OR_NULL_ORIGIN": "Missing or null Origin",
    "PASSWORD_TOO_LONG": "Password too long",
    "PASSWORD_TOO_SHORT": "Password too short",
    "SESSION_NOT_FRESH": "Session is not fresh",
    "UNAUTHORIZED": "Unauthorized",
    "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL": "User already exists. Use another email.",
}


class Refusal(Exception):
    """An answer that is not a success: its status, its code (a few have none), its message, and headers it brings."""

    def __init__(self, status: int, code: str | None, message: str, *, headers: Headers = ()) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers


def refusal(status: int, code: str, *, headers: Headers = ()) -> Refusal:
    """The refusal of a code whose text is fixed."""
    return Refusal(status, code, MESSAGES[code], headers=headers)
