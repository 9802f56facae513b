"""Organizations themselves: made, changed, deleted, looked at."""

import re

from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.routing import Values
from services.gateway.workspaces import invitations, members, organizations, permissions, wire
from services.gateway.workspaces.endpoints import callers
from services.gateway.workspaces.errors import refusal, wordless
from services.gateway.workspaces.flows import organizations as flow
from services.gateway.workspaces.records import InvitationRecord, Membership, OrganizationRecord

WHOLE = re.compile(r"\s*([+-]?\d+)")


async def create(auth: Auth, request: Incoming, values: Values) -> Answer:
    """A new organization, owned by whoever makes it and, unless told otherwise, active from now on."""
    identity = await callers.require(auth, request, wordless(401))
    active = not values.get("keepCurrentActiveOrganization", False)
    made, owner = await flow.create(auth, identity, values, active=active)
    request.subject = made.id
    return answer({**wire.organization_with_data(made), "members": [wire.member(owner)]})


async def update(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The organization with its new name, slug, logo or metadata."""
    identity = await callers.require(auth, request, Refusal(401, None, "User not found"))
    chosen = callers.chosen(request, values.get("organizationId"), refusal(400, "ORGANIZATION_NOT_FOUND"))
    request.subject = chosen
    known = {name: values["data"][name] for name in ("name", "slug", "logo", "metadata") if name in values["data"]}
    return answer(wire.organization_with_data(await flow.update(auth, identity, chosen, known)))


async def delete(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The organization, gone with its members and invitations; one that holds research is refused."""
    identity = await callers.require(auth, request, wordless(401))
    if not values["organizationId"]:
        raise refusal(400, "ORGANIZATION_NOT_FOUND")
    request.subject = values["organizationId"]
    return answer(wire.organization(await flow.delete(auth, identity, values["organizationId"])))


async def check_slug(auth: Auth, request: Incoming, values: Values) -> Answer:
    """That no organization has the slug."""
    if await organizations.find_by_slug(auth.resources.pool, values["slug"]):
        raise refusal(400, "ORGANIZATION_SLUG_ALREADY_TAKEN")
    return answer({"status": True})


async def list_own(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The organizations one is in."""
    found = await organizations.of_user(auth.resources.pool, request.identity.user.id)
    return answer([wire.organization(organization) for organization in found])


async def get(auth: Auth, request: Incoming, values: Values) -> Answer:
    """An organization one is in, by slug or id, else the active one; null without any."""
    found = await _visible(auth, request, values)
    return answer(wire.organization(found[0]) if found else None)


async def get_full(auth: Auth, request: Incoming, values: Values) -> Answer:
    """An organization one is in with its members, and its invitations for those who may invite; null without any."""
    limit = _limit(values.get("membersLimit"))
    found = await _visible(auth, request, values)
    if found is None:
        return answer(None)
    organization, own = found
    pool = auth.resources.pool
    shown = await members.of_organization(pool, organization.id, limit=limit)
    invited = await invitations_seen_by(auth, own)
    document = wire.organization(organization) | {
        "invitations": [wire.invitation(invitation) for invitation in invited],
        "members": [wire.membership(member) for member in shown],
    }
    return answer(document)


async def invitations_seen_by(auth: Auth, own: Membership) -> list[InvitationRecord]:
    """The invitations into a member's organization: for those who may invite, an owner's only for owners."""
    if not permissions.allows(own.member.role, {"invitation": ["create"]}):
        return []
    found = await invitations.of_organization(auth.resources.pool, own.member.organization_id)
    owner = permissions.owns(own.member.role)
    return [invitation for invitation in found if owner or not permissions.owns(invitation.role)]


async def _visible(auth: Auth, request: Incoming, values: Values) -> tuple[OrganizationRecord, Membership] | None:
    """The organization asked for and what the caller is in it; a session that works where it may not is sent home."""
    pool, identity = auth.resources.pool, request.identity
    slug, active = values.get("organizationSlug"), identity.session.active_organization_id
    chosen = values.get("organizationId") or active
    if slug:
        organization = await organizations.find_by_slug(pool, slug)
    elif chosen:
        organization = await organizations.find(pool, chosen)
    else:
        return None
    if organization is None:
        raise refusal(400, "ORGANIZATION_NOT_FOUND")
    own = await members.find(pool, organization_id=organization.id, user_id=identity.user.id)
    if own is None:
        if organization.id == active:
            await flow.deactivate(auth, identity)
        raise refusal(403, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    return organization, own


def _limit(text: str | None) -> int:
    """As `parseInt` reads it; nothing and 0 stand for as many as are listed."""
    found = WHOLE.match(text or "")
    limit = float(found[1]) if found else 0
    if limit < 0:
        raise Refusal(400, "VALIDATION_ERROR", "[query.membersLimit] Invalid input")
    return int(min(limit, organizations.LARGEST_PAGE)) or organizations.LISTED
