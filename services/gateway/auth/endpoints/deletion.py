"""The mailed link that deletes an account, followed."""

from services.gateway.auth import presence
from services.gateway.auth.deps import Auth
from services.gateway.auth.endpoints.user import DELETED
from services.gateway.auth.errors import refusal
from services.gateway.auth.exchange import Answer, Incoming, answer, redirect
from services.gateway.auth.flows import confirm_deletion
from services.gateway.auth.routing import Values


async def follow_deletion_link(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The account deleted by the token of a mailed link, for its person's own session only."""
    target = values.get("callbackURL", "")
    auth.guard.check_target(target)
    if not auth.settings.delete_user_enabled:
        raise refusal(404, "NOT_FOUND")
    identity = await presence.find(auth, request)
    if identity is None:
        raise refusal(404, "FAILED_TO_GET_USER_INFO")
    await confirm_deletion.complete(auth, identity.user, token=values["token"])
    cleared = auth.cookies.cleared(request.cookie)
    return redirect(target, cleared) if target else answer(DELETED, cleared)
