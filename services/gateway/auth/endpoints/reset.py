"""A forgotten password: a link asked for, followed, and used for a new one."""

from typing import Final

from services.gateway.auth import targets
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.exchange import Answer, Incoming, answer, redirect
from services.gateway.auth.flows import reset_password as resetting
from services.gateway.auth.routing import Values

REQUESTED: Final = {
    "status": True,
    "message": "If this email exists in our system, check your email for the reset link",
}
ERROR_PAGE: Final = "/api/auth/error"


async def request_password_reset(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A link to choose a new password, mailed to the address if it is somebody's; the answer is the same for any."""
    await resetting.request(auth, email=values["email"], target=values.get("redirectTo"))
    return answer(REQUESTED)


async def follow_reset_link(auth: Auth, request: Incoming, values: Values) -> Answer:
    """On to the page that asks for the new password, with the token or with why it is of no use; it stays unused."""
    target, token = values["callbackURL"], request.params["token"]
    auth.guard.check_target(target)
    if target and await resetting.find(auth, token):
        return redirect(targets.telling_at(auth.settings.origin, target, name="token", value=token))
    page = target or ERROR_PAGE
    return redirect(targets.telling_at(auth.settings.origin, page, name="error", value="INVALID_TOKEN"))


async def reset_password(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The new password, set by the token of a mailed link, which then is used up."""
    token = values.get("token") or request.query.get("token")
    if not isinstance(token, str) or not token:
        raise refusal(400, "INVALID_TOKEN")
    request.actor = await resetting.reset(auth, token=token, password=values["newPassword"])
    return answer({"status": True})
