"""Other people's sessions: seen, and closed one by one or together."""

from services.gateway.admin import permissions, repository
from services.gateway.admin.checks import text_of
from services.gateway.auth import sessions, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.routing import Values


async def list_user_sessions(auth: Auth, request: Incoming, values: Values) -> Answer:
    """All sessions of a person that are alive, also those of admins in their place."""
    await permissions.require(auth, request, "session", "list")
    living = await repository.living_sessions(auth.resources.pool, text_of(values["userId"]), now=auth.now())
    return answer({"sessions": [wire.session(record) for record in living]})


async def revoke_user_session(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The session of a token closed, whosever it is; nothing happens to an unknown one."""
    await permissions.require(auth, request, "session", "revoke")
    async with auth.resources.transactions.begin(None) as transaction:
        request.subject = await repository.remove_session(transaction, values["sessionToken"])
    return answer({"success": True})


async def revoke_user_sessions(auth: Auth, request: Incoming, values: Values) -> Answer:
    """All sessions of a person closed."""
    await permissions.require(auth, request, "session", "revoke")
    request.subject = text_of(values["userId"])
    await sessions.close_all(auth, request.subject)
    return answer({"success": True})
