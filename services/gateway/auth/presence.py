"""The session an endpoint asks for: read, prolonged if due, refused where it is missing or not fresh."""

from datetime import timedelta

from services.gateway.auth import sessions, wire
from services.gateway.auth.cookies import Lines
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.exchange import Incoming
from services.gateway.auth.grants import granted
from services.gateway.auth.routing import Needs

FRESH_AGE = timedelta(days=1)
"""Counted from when the session was begun; prolonging it does not make it fresh again."""


async def require(auth: Auth, request: Incoming, needs: Needs) -> Lines:
    """Leave the session in `request.found`; the headers that hand it out anew where it was prolonged.

    Raises Refusal.
    """
    reading = await _reading(auth, request)
    if reading is None:
        raise refusal(401, "UNAUTHORIZED")
    request.found = reading.identity
    if needs is Needs.FRESH and wire.cut(auth.now()) - reading.identity.session.created_at >= FRESH_AGE:
        raise refusal(403, "SESSION_NOT_FRESH")
    return granted(auth, request, reading.identity, remembered=True) if reading.prolonged else []


async def _reading(auth: Auth, request: Incoming) -> sessions.Reading | None:
    presented = auth.credentials.presented(request.headers)
    if presented is None:
        return None
    prolong = not request.query.get("disableRefresh") and not auth.cookies.forgets(request.cookie)
    try:
        return await sessions.read(auth, presented.token, prolong=prolong)
    except sessions.Vanished:
        return None
