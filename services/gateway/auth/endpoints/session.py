"""The session a request presents, read."""

from services.gateway.auth import cookie_cache, presence, sessions, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.routing import Values


async def get_session(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The session and its person, read from the database unless a cookie vouches for them; null without one."""
    try:
        seen = await presence.see(auth, request, may_be_cached=True)
    except sessions.Vanished as fault:
        raise refusal(401, "FAILED_TO_GET_SESSION", headers=auth.cookies.cleared(request.cookie)) from fault
    if seen.identity is None:
        return answer(None, seen.lines)
    if seen.cached:
        return answer(cookie_cache.shown(seen.identity))
    return answer({"session": wire.session(seen.identity.session), "user": wire.user(seen.identity.user)}, seen.lines)


async def post_session(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Only for deferred refreshes, which are not in use. Raises Refusal."""
    raise refusal(405, "METHOD_NOT_ALLOWED_DEFER_SESSION_REQUIRED")
