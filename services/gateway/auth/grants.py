"""Handing a session to the client that asked for it."""

from services.gateway.auth.cookies import Lines
from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Incoming
from services.gateway.auth.records import Identity


def granted(auth: Auth, request: Incoming, identity: Identity, *, remembered: bool) -> Lines:
    """The headers that give the client its session."""
    given = auth.cookies.granted(identity.session.token, remembered=remembered, header=request.cookie)
    return [*given, *auth.cookie_cache.kept(identity, remembered=remembered, header=request.cookie, now=auth.now())]


def granted_again(auth: Auth, request: Incoming, identity: Identity) -> Lines:
    """The same for a client that has one: a browser that is not to be remembered stays so."""
    return granted(auth, request, identity, remembered=not auth.cookies.forgets(request.cookie))
