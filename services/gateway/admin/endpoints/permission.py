"""What one may do as an admin, asked for a user interface."""

from services.gateway.admin import permissions
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.routing import Values

UNASKED = "invalid permission check. no permission(s) were passed."


async def has_permission(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Whether the caller has every right named; whom else the body names counts for nothing."""
    if "permissions" not in values:
        raise Refusal(400, None, UNASKED)
    user = (await permissions.caller(auth, request)).user
    return answer({"error": None, "success": permissions.allows(user.role, values["permissions"])})
