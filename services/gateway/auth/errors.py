"""What auth refuses, in BetterAuth's codes and words; never RFC 9457, which the rest of the API speaks."""

from collections.abc import Sequence

Headers = Sequence[tuple[bytes, bytes]]

MESSAGES = {
    "BAD_REQUEST": "Invalid JSON in request body",
    "CHANGE_EMAIL_DISABLED": "Change email is disabled",
    "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED": (
        "Cross-site navigation login blocked. This request appears to be a CSRF attack."
    ),
    "EMAIL_ALREADY_VERIFIED": "Email is already verified",
    "EMAIL_MISMATCH": "Email mismatch",
    "EMAIL_NOT_VERIFIED": "Email not verified",
    "FAILED_TO_CREATE_USER": "Failed to create user",
    "FAILED_TO_GET_SESSION": "Failed to get session",
    "FAILED_TO_GET_USER_INFO": "Failed to get user info",
    "INVALID_CALLBACK_URL": "Invalid callbackURL",
    "INVALID_EMAIL": "Invalid email",
    "INVALID_EMAIL_OR_PASSWORD": "Invalid email or password",
    "INVALID_ERROR_CALLBACK_URL": "Invalid errorCallbackURL",
    "INVALID_NEW_USER_CALLBACK_URL": "Invalid newUserCallbackURL",
    "INVALID_ORIGIN": "Invalid origin",
    "INVALID_REDIRECT_URL": "Invalid redirectURL",
    "INVALID_TOKEN": "Invalid token",
    "INVALID_USER": "Invalid user",
    "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED": (
        "POST method requires deferSessionRefresh to be enabled in session config"
    ),
    "MISSING_OR_NULL_ORIGIN": "Missing or null Origin",
    "NOT_FOUND": "Not found",
    "PASSWORD_COMPROMISED": "The password you entered has been compromised. Please choose a different password.",
    "PASSWORD_TOO_LONG": "Password too long",
    "PASSWORD_TOO_SHORT": "Password too short",
    "SESSION_NOT_FRESH": "Session is not fresh",
    "TOKEN_EXPIRED": "Token expired",
    "UNAUTHORIZED": "Unauthorized",
    "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL": "User already exists. Use another email.",
    "USER_NOT_FOUND": "User not found",
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
