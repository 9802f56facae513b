"""The bodies auth's endpoints take."""

from services.gateway.auth.validation import Schema, anything, boolean, email, nonempty, string

SIGN_UP = Schema(
    required={"name": string, "email": email, "password": nonempty},
    optional={"image": string, "callbackURL": string, "rememberMe": boolean},
    open_=True,
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
