"""The bodies auth's endpoints take."""

from services.gateway.auth.validation import Schema, boolean, email, nonempty, string

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
