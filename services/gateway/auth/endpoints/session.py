"""The session a request presents, read."""

from services.gateway.auth import presence, sessions, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.routing import Values


async def get_session(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The session and its person, read from the database each time; null without one."""
    presented = auth.credentials.presented(request.headers)
    cookie = request.cookie
    if presented is None:
        return answer(None, auth.cookies.uncached(cookie))
    wanted = not request.query.get("disableRefresh") and not auth.cookies.forgets(cookie)
    try:
        reading = await sessions.read(auth, presented.token, prolong=wanted, stored=request.stored)
    except sessions.Vanished as fault:
        raise refusal(401, "FAILED_TO_GET_SESSION", headers=auth.cookies.cleared(cookie)) from fault
    if reading is None:
        return answer(None, auth.cookies.cleared(cookie))
    session, user = reading.identity.session, reading.identity.user
    headers = [*auth.cookies.uncached(cookie), *presence.renewed(auth, request, presented, reading)]
    return answer({"session": wire.session(session), "user": wire.user(user)}, headers)


async def post_session(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Only for deferred refreshes, which are not in use. Raises Refusal."""
    raise refusal(405, "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED")
