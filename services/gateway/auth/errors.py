"""What auth refuses, in BetterAuth's codes and words; never RFC 9457, which the rest of the API speaks."""

from collections.abc import Sequence

Headers = Sequence[tuple[bytes, bytes]]

MESSAGES = {
    "ACCESS_TOKEN_NOT_FOUND": "Access token not found",
    "ACCOUNT_NOT_FOUND": "Account not found",
    "BAD_REQUEST": "Invalid JSON in request body",
    "BANNED_USER": (
        "You have been banned from this application. Please contact support if you believe this is an error."
    ),
    "CHANGE_EMAIL_DISABLED": "Change email is disabled",
    "CREDENTIAL_ACCOUNT_NOT_FOUND": "Credential account not found",
    "CROSS_SITE_NAVIGATION_LOGIN_BLOCKED": (
        "Cross-site navigation login blocked. This request appears to be a CSRF attack."
    ),
    "EMAIL_ALREADY_VERIFIED": "Email is already verified",
    "EMAIL_CAN_NOT_BE_UPDATED": "Email can not be updated",
    "EMAIL_MISMATCH": "Email mismatch",
    "EMAIL_NOT_VERIFIED": "Email not verified",
    "EMAIL_PASSWORD_DISABLED": "Email and password is not enabled",
    "EMAIL_PASSWORD_SIGN_UP_DISABLED": "Email and password sign up is not enabled",
    "FAILED_TO_CREATE_SESSION": "Failed to create session",
    "FAILED_TO_CREATE_USER": "Failed to create user",
    "FAILED_TO_GET_ACCESS_TOKEN": "Failed to get a valid access token",
    "FAILED_TO_GET_SESSION": "Failed to get session",
    "FAILED_TO_GET_USER_INFO": "Failed to get user info",
    "FAILED_TO_REFRESH_ACCESS_TOKEN": "Failed to refresh access token",
    "FAILED_TO_UNLINK_LAST_ACCOUNT": "You can't unlink your last account",
    "ID_TOKEN_NOT_SUPPORTED": "id_token not supported",
    "INVALID_CALLBACK_URL": "Invalid callbackURL",
    "INVALID_EMAIL": "Invalid email",
    "INVALID_EMAIL_OR_PASSWORD": "Invalid email or password",
    "INVALID_ERROR_CALLBACK_URL": "Invalid errorCallbackURL",
    "INVALID_NEW_USER_CALLBACK_URL": "Invalid newUserCallbackURL",
    "INVALID_ORIGIN": "Invalid origin",
    "INVALID_PASSWORD": "Invalid password",
    "INVALID_REDIRECT_URL": "Invalid redirectURL",
    "INVALID_TOKEN": "Invalid token",
    "INVALID_USER": "Invalid user",
    "LINKING_DIFFERENT_EMAILS_NOT_ALLOWED": "Account not linked - different emails not allowed",
    "LINKING_FAILED": "Account not linked - unable to create account",
    "LINKING_NOT_ALLOWED": "Account not linked - linking not allowed",
    "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED": (
        "POST method requires deferSessionRefresh to be enabled in session config"
    ),
    "MISSING_OR_NULL_ORIGIN": "Missing or null Origin",
    "NOT_FOUND": "Not found",
    "PASSWORD_COMPROMISED": "The password you entered has been compromised. Please choose a different password.",
    "PASSWORD_TOO_LONG": "Password too long",
    "PASSWORD_TOO_SHORT": "Password too short",
    "PROVIDER_NOT_CONFIGURED": "Account is not associated with a configured social provider.",
    "PROVIDER_NOT_FOUND": "Provider not found",
    "REFRESH_TOKEN_NOT_FOUND": "Refresh token not found",
    "SESSION_EXPIRED": "Session expired. Re-authenticate to perform this action.",
    "SESSION_NOT_FRESH": "Session is not fresh",
    "SOCIAL_ACCOUNT_ALREADY_LINKED": "Social account already linked",
    "TOKEN_EXPIRED": "Token expired",
    "UNAUTHORIZED": "Unauthorized",
    "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL": "User already exists. Use another email.",
    "USER_EMAIL_NOT_FOUND": "User email not found",
    "USER_NOT_FOUND": "User not found",
}


class Refusal(Exception):
    """An answer that is not a success: its status, its code (a few have none), its message, and headers it brings.

    BetterAuth puts the code before the message in a few of them.
    """

    def __init__(
        self, status: int, code: str | None, message: str, *, headers: Headers = (), code_first: bool = False
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = headers
        self.code_first = code_first


def refusal(status: int, code: str, *, headers: Headers = ()) -> Refusal:
    """The refusal of a code whose text is fixed."""
    return Refusal(status, code, MESSAGES[code], headers=headers)
