"""The session an endpoint asks for: read, prolonged if due, refused where it is missing or not fresh."""

from datetime import timedelta
from typing import NamedTuple

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


class Seen(NamedTuple):
    """The session of a request, None without one; what reading it brings to the answer; whether a cookie vouched."""

    identity: Identity | None
    lines: Lines
    cached: bool = False


async def require(auth: Auth, request: Incoming, needs: Needs) -> None:
    """Leave the session in `request.found` and what reading it brings in `request.read`. Raises Refusal."""
    try:
        seen = await see(auth, request, may_be_cached=needs is Needs.SESSION)
    except sessions.Vanished as fault:
        raise refusal(401, "UNAUTHORIZED") from fault
    if seen.identity is None:
        raise refusal(401, "UNAUTHORIZED", headers=seen.lines)
    request.found, request.read = seen.identity, seen.lines
    if needs is Needs.FRESH and not is_fresh(auth, seen.identity.session):
        raise refusal(403, "SESSION_NOT_FRESH")


async def see(auth: Auth, request: Incoming, *, may_be_cached: bool) -> Seen:
    """The session a request presents, from a cookie that vouches for it or the database, prolonged if due.

    Raises sessions.Vanished.
    """
    presented, cache, cookie = auth.credentials.presented(request.headers), auth.cookie_cache, request.cookie
    if presented is None:
        return Seen(None, cache.left_behind(cookie))
    trusting = cache.is_on and may_be_cached and not request.query.get("disableCookieCache")
    if trusting and not presented.outdated:
        vouched = cache.read(cookie, token=presented.token, now=auth.now())
        if vouched:
            return Seen(vouched, [], cached=True)
    prolong = not request.query.get("disableRefresh") and not auth.cookies.forgets(cookie)
    reading = await sessions.read(auth, presented.token, prolong=prolong, stored=request.stored)
    if reading is None:
        return Seen(None, auth.cookies.cleared(cookie))
    stale = cache.refused(cookie) if trusting else cache.left_behind(cookie)
    return Seen(reading.identity, [*stale, *_renewed(auth, request, presented, reading, keep=prolong)])


def _renewed(auth: Auth, request: Incoming, presented: Presented, reading: sessions.Reading, *, keep: bool) -> Lines:
    """The lines that hand a session out again: prolonged, signed anew after an older secret, or for keeping."""
    if reading.prolonged:
        return granted(auth, request, reading.identity, remembered=True)
    if presented.outdated:
        return granted_again(auth, request, reading.identity)
    if not keep:
        return []
    return auth.cookie_cache.kept(reading.identity, remembered=True, header=request.cookie, now=auth.now())


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
