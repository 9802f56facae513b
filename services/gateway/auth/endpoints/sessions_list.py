"""A person's sessions: seen, and closed one by one or together."""

from services.gateway.auth import schemas, sessions, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.reserved import refuse_reserved
from services.gateway.auth.routing import Values


async def list_sessions(auth: Auth, request: Incoming, values: Values) -> Answer:
    """All sessions of the person that are alive."""
    return answer([wire.session(record) for record in await sessions.living(auth, request.identity.user.id)])


async def revoke_session(auth: Auth, request: Incoming, values: Values) -> Answer:
    """One session of the person closed; nothing happens to somebody else's."""
    own = request.identity.session
    request.subject = await sessions.close_own(auth, own.user_id, values["token"])
    cleared = auth.cookies.cleared(request.cookie) if values["token"] == own.token else []
    return answer({"status": True}, cleared)


async def revoke_sessions(auth: Auth, request: Incoming, values: Values) -> Answer:
    """All sessions of the person closed, this one too."""
    await sessions.close_all(auth, request.identity.user.id)
    return answer({"status": True}, auth.cookies.cleared(request.cookie))


async def revoke_other_sessions(auth: Auth, request: Incoming, values: Values) -> Answer:
    """All sessions of the person closed but this one."""
    await sessions.close_others(auth, request.identity.session)
    return answer({"status": True})


async def update_session(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Refused always: a session has nothing that its person sets. Raises Refusal."""
    refuse_reserved(values, schemas.RESERVED_OF_SESSION)
    raise Refusal(400, None, "No fields to update")
