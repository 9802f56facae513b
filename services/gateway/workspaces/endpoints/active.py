"""The organization a session works in; without one it works in its person's own workspace."""

from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.grants import granted_again
from services.gateway.auth.routing import Values
from services.gateway.workspaces import organizations, wire
from services.gateway.workspaces.errors import refusal
from services.gateway.workspaces.flows import organizations as flow


async def set_active(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The organization worked in from now on; null for one's own workspace."""
    identity = request.identity
    active, given = identity.session.active_organization_id, values.get("organizationId")
    if "organizationId" in values and given is None:
        if not active:
            return answer(None)
        return answer(None, granted_again(auth, request, await flow.deactivate(auth, identity)))
    chosen = given or await _of_slug(auth, values.get("organizationSlug")) or active
    if not chosen:
        return answer(None)
    request.subject = chosen
    organization, changed = await flow.activate(auth, identity, chosen)
    return answer(wire.organization(organization), granted_again(auth, request, changed))


async def _of_slug(auth: Auth, slug: str | None) -> str | None:
    if not slug:
        return None
    organization = await organizations.find_by_slug(auth.resources.pool, slug)
    if organization is None:
        raise refusal(400, "ORGANIZATION_NOT_FOUND")
    return organization.id
