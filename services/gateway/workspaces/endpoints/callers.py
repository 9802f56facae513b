"""Who asks an organization endpoint: organizations refuse nobody in several ways, as BetterAuth does."""

from services.gateway.auth import presence
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import Incoming
from services.gateway.auth.records import Identity


async def require(auth: Auth, request: Incoming, otherwise: Refusal) -> Identity:
    """The session a request presents. Raises the given Refusal without one."""
    identity = await presence.find(auth, request)
    if identity is None:
        raise otherwise
    return identity


def chosen(request: Incoming, organization_id: str | None, otherwise: Refusal) -> str:
    """The organization named, else the active one. Raises the given Refusal where there is neither."""
    found = organization_id or request.identity.session.active_organization_id
    if not found:
        raise otherwise
    return found
