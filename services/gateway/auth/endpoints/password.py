"""One's own password: changed, and told again."""

from services.gateway.auth import wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.flows import change_password as changing
from services.gateway.auth.grants import granted_again
from services.gateway.auth.records import Identity
from services.gateway.auth.routing import Values
from services.gateway.auth.strategies import current_password


async def change_password(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Another password; where all sessions were to be closed, a new one in place of this."""
    user = request.identity.user
    session = await changing.change_password(
        auth,
        user,
        current=values["currentPassword"],
        new=values["newPassword"],
        revoke=values.get("revokeOtherSessions", False),
        visitor=request.visitor,
    )
    document = {"token": session.token if session else None, "user": wire.user(user)}
    return answer(document, granted_again(auth, request, Identity(session, user)) if session else [])


async def verify_password(auth: Auth, request: Incoming, values: Values) -> Answer:
    """That the password is the person's own."""
    await current_password.prove(auth, request.identity.user.id, values["password"], missing="INVALID_PASSWORD")
    return answer({"status": True})
