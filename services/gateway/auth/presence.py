"""The session an endpoint asks for: read, prolonged if due, refused where it is missing or not fresh."""

from datetime import timedelta

from services.gateway.auth import sessions, wire
from services.gateway.auth.cookies import SESSION_TOKEN, Lines
from services.gateway.auth.credentials import Presented
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal, refusal
from services.gateway.auth.exchange import Incoming
from services.gateway.auth.grants import granted, granted_again
from services.gateway.auth.records import Identity, SessionRecord
from services.gateway.auth.routing import Needs

FRESH_AGE = timedelta(days=1)
TAKEN_AWAY = f"{SESSION_TOKEN}=;".encode()


async def require(auth: Auth, request: Incoming, needs: Needs) -> None:
    """Leave the session in `request.found` and what reading it brings in `request.read`. Raises Refusal."""
    presented, stale = auth.credentials.presented(request.headers), auth.cookies.uncached(request.cookie)
    if presented is None:
        raise refusal(401, "UNAUTHORIZED", headers=stale)
    reading = await _reading(auth, request, presented.token)
    request.found = reading.identity
    request.read = [*stale, *renewed(auth, request, presented, reading)]
    if needs is Needs.FRESH and not is_fresh(auth, reading.identity.session):
        raise refusal(403, "SESSION_NOT_FRESH")


def renewed(auth: Auth, request: Incoming, presented: Presented, reading: sessions.Reading) -> Lines:
    """The lines that hand a session out again: prolonged, or signed anew where an older secret had signed it."""
    if reading.prolonged:
        return granted(auth, request, reading.identity, remembered=True)
    return granted_again(auth, request, reading.identity) if presented.outdated else []


async def find(auth: Auth, request: Incoming) -> Identity | None:
    """The session that a request presents, read from the database and left as by `require`; None without one."""
    try:
        await require(auth, request, Needs.STORED)
    except Refusal as missing:
        request.read = list(missing.headers)
    return request.found


def joined(read: Lines, answered: Lines) -> Lines:
    """An answer's headers after those of reading the session: taking its cookie away undoes what reading it had set."""
    if any(name == b"set-cookie" and TAKEN_AWAY in value for name, value in answered):
        return answered
    named = {name for name, _ in answered}
    return [*(line for line in read if line[0] == b"set-cookie" or line[0] not in named), *answered]


def is_fresh(auth: Auth, session: SessionRecord) -> bool:
    """Whether a session was begun so lately that it proves who is there; prolonging it does not make it fresh again."""
    return wire.cut(auth.now()) - session.created_at < FRESH_AGE


async def _reading(auth: Auth, request: Incoming, token: str) -> sessions.Reading:
    prolong = not request.query.get("disableRefresh") and not auth.cookies.forgets(request.cookie)
    try:
        reading = await sessions.read(auth, token, prolong=prolong, stored=request.stored)
    except sessions.Vanished as fault:
        raise refusal(401, "UNAUTHORIZED") from fault
    if reading is None:
        raise refusal(401, "UNAUTHORIZED", headers=auth.cookies.cleared(request.cookie))
    return reading
