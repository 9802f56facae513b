"""Handing a session to the client that asked for it."""

from services.gateway.auth.cookies import Lines
from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Incoming
from services.gateway.auth.records import Identity


def granted(auth: Auth, request: Incoming, identity: Identity, *, remembered: bool) -> Lines:
    """The headers that give the client its session."""
    return auth.cookies.granted(identity.session.token, remembered=remembered, header=request.cookie)
