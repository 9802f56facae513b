"""Members: listed, looked up, given roles, taken out."""

from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.routing import Values
from services.gateway.workspaces import listing, members, organizations, permissions, wire
from services.gateway.workspaces.endpoints import callers
from services.gateway.workspaces.errors import refusal
from services.gateway.workspaces.flows import members as flow
from services.gateway.workspaces.records import Membership


async def remove(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The member who was taken out, with who they are where they were named by e-mail address."""
    chosen = callers.chosen(request, values.get("organizationId"), refusal(400, "NO_ACTIVE_ORGANIZATION"))
    who = values["memberIdOrEmail"]
    removed = await flow.remove(auth, request.identity, chosen, who=who)
    request.subject = removed.member.user_id
    return answer({"member": wire.membership(removed) if "@" in who else wire.member(removed.member)})


async def update_role(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The member with their new roles."""
    roles = flow.roles_to_set(values["role"])
    chosen = callers.chosen(request, values.get("organizationId"), refusal(400, "NO_ACTIVE_ORGANIZATION"))
    changed = await flow.set_role(auth, request.identity, chosen, member_id=values["memberId"], roles=roles)
    request.subject = changed.user_id
    return answer(wire.member(changed))


async def leave(auth: Auth, request: Incoming, values: Values) -> Answer:
    """What one was in the organization that one has left."""
    request.subject = values["organizationId"]
    return answer(wire.membership(await flow.leave(auth, request.identity, values["organizationId"])))


async def list_page(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A page of an organization's members, and how many there are in all."""
    own = await _own(auth, request, values)
    page = listing.page_of(values)
    async with auth.resources.transactions.begin(None) as transaction:
        found, total = await listing.read(transaction, own.member.organization_id, page)
    return answer({"members": [wire.membership(member) for member in found], "total": total})


async def get_active(auth: Auth, request: Incoming, values: Values) -> Answer:
    """What one is in the active organization."""
    active = callers.chosen(request, None, refusal(400, "NO_ACTIVE_ORGANIZATION"))
    own = await members.find(auth.resources.pool, organization_id=active, user_id=request.identity.user.id)
    if own is None:
        raise refusal(400, "MEMBER_NOT_FOUND")
    return answer(wire.membership(own))


async def get_role(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The roles of a member, by user id, else one's own."""
    own = await _own(auth, request, values)
    asked = values.get("userId")
    if not asked:
        return answer({"role": own.member.role})
    theirs = await members.find(auth.resources.pool, organization_id=own.member.organization_id, user_id=asked)
    if theirs is None:
        raise refusal(403, "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION")
    return answer({"role": theirs.member.role})


async def has_permission(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Whether one may do all of what is asked for in an organization."""
    chosen = callers.chosen(request, values.get("organizationId"), refusal(400, "NO_ACTIVE_ORGANIZATION"))
    own = await members.find(auth.resources.pool, organization_id=chosen, user_id=request.identity.user.id)
    if own is None:
        raise refusal(401, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    asked = values.get("permissions")
    allowed = isinstance(asked, dict) and permissions.allows(own.member.role, asked)
    return answer({"error": None, "success": allowed})


async def _own(auth: Auth, request: Incoming, values: Values) -> Membership:
    """What the caller is in the organization named by slug or id, else the active one. Raises Refusal."""
    pool, slug, named = auth.resources.pool, values.get("organizationSlug"), values.get("organizationId")
    if slug:
        organization = await organizations.find_by_slug(pool, slug)
        if organization is None:
            raise refusal(400, "ORGANIZATION_NOT_FOUND")
        named = organization.id
    chosen = callers.chosen(request, named, refusal(400, "NO_ACTIVE_ORGANIZATION"))
    own = await members.find(pool, organization_id=chosen, user_id=request.identity.user.id)
    if own is None:
        raise refusal(403, "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION")
    return own
