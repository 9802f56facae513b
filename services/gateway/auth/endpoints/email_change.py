"""A person's own e-mail address, changed."""

from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.flows import change_email as changing
from services.gateway.auth.grants import granted_again
from services.gateway.auth.routing import Values


async def change_email(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Links mailed that change the person's address; the answer does not tell whether somebody has it."""
    identity, target = request.identity, values.get("callbackURL")
    changed = await changing.request(auth, identity.user, new_email=values["newEmail"], target=target)
    again = granted_again(auth, request, identity._replace(user=changed)) if changed else []
    return answer({"status": True}, again)
