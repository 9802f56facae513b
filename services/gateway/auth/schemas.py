"""The bodies auth's endpoints take."""

from services.gateway.auth.validation import (
    Schema,
    anything,
    boolean,
    clean,
    email,
    nonempty,
    scalar,
    scalar_or_null,
    string,
)

NOTHING = Schema(required={}, optional={}, may_be_absent=True, ignored=True)
RESERVED_OF_USER = ("role", "banned", "banReason", "banExpires")
RESERVED_OF_SESSION = ("activeOrganizationId", "impersonatedBy")
"""What nobody sets for themselves, in the order in which BetterAuth refuses it."""

SIGN_UP = Schema(
    required={"name": string, "email": email, "password": nonempty},
    optional={
        "image": string,
        "callbackURL": string,
        "rememberMe": boolean,
        **dict.fromkeys(RESERVED_OF_USER, anything),
    },
    kinds=("object", "record"),
)
SIGN_IN = Schema(
    required={"email": string, "password": string},
    optional={"callbackURL": string, "rememberMe": boolean},
)
SIGN_OUT = Schema(
    required={},
    optional={"callbackURL": string, "disableRedirect": boolean, "state": string},
    may_be_absent=True,
)
GET_SESSION = Schema(required={}, optional={"disableRefresh": anything, "disableCookieCache": anything}, part="query")
ERROR = Schema(required={}, optional={"error": anything, "error_description": anything}, part="query")
REVOKE_SESSION = Schema(required={"token": clean}, optional={})
UPDATE_SESSION = Schema(required={}, optional=dict.fromkeys(RESERVED_OF_SESSION, anything), kinds=("record",))
UPDATE_USER = Schema(
    required={},
    optional={
        "name": scalar,
        "image": scalar_or_null,
        "email": anything,
        **dict.fromkeys(RESERVED_OF_USER, anything),
    },
    kinds=("record",),
)
CHANGE_PASSWORD = Schema(
    required={"newPassword": string, "currentPassword": string}, optional={"revokeOtherSessions": boolean}
)
VERIFY_PASSWORD = Schema(required={"password": string}, optional={})
DELETE_USER = Schema(required={}, optional={"callbackURL": string, "password": string, "token": clean})
UNLINK_ACCOUNT = Schema(required={"accountId": string}, optional={})
SEND_VERIFICATION_EMAIL = Schema(required={"email": email}, optional={"callbackURL": string})
EMAIL_LINK = Schema(required={"token": string}, optional={"callbackURL": string}, part="query")
CHANGE_EMAIL = Schema(required={"newEmail": email}, optional={"callbackURL": string})
REQUEST_PASSWORD_RESET = Schema(required={"email": email}, optional={"redirectTo": string})
RESET_LINK = Schema(required={"callbackURL": string}, optional={}, part="query")
RESET_PASSWORD = Schema(required={"newPassword": string}, optional={"token": string})
RESET_PASSWORD_QUERY = Schema(required={}, optional={"token": string}, part="query")
DELETION_LINK = Schema(required={"token": string}, optional={"callbackURL": string}, part="query")
