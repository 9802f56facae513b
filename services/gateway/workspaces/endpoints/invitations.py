"""Invitations: sent, called off, answered, listed."""

from services.gateway.auth import presence
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.routing import Values
from services.gateway.workspaces import invitations, members, organizations, permissions, wire
from services.gateway.workspaces.endpoints import callers
from services.gateway.workspaces.endpoints.organizations import invitations_seen_by
from services.gateway.workspaces.errors import refusal
from services.gateway.workspaces.flows import invitations as flow

UNVERIFIED = "EMAIL_VERIFICATION_REQUIRED_FOR_INVITATION"


async def invite_member(auth: Auth, request: Incoming, values: Values) -> Answer:
    """An invitation, mailed to whom it is for."""
    chosen = callers.chosen(request, values.get("organizationId"), refusal(400, "ORGANIZATION_NOT_FOUND"))
    invitation = await flow.invite(
        auth,
        request.identity,
        chosen,
        email=values["email"],
        roles=permissions.roles_of(values["role"]),
        resend=values.get("resend", False),
    )
    request.subject = invitation.id
    return answer(wire.invitation(invitation))


async def cancel(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The invitation, called off."""
    request.subject = values["invitationId"]
    return answer(wire.invitation(await flow.cancel(auth, request.identity, values["invitationId"])))


async def accept(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The invitation, accepted once, and what one is in the organization, which is active from now on."""
    request.subject = values["invitationId"]
    accepted, member = await flow.accept(auth, request.identity, values["invitationId"])
    return answer({"invitation": wire.invitation(accepted), "member": wire.member(member)})


async def reject(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The invitation, turned down."""
    request.subject = values["invitationId"]
    rejected = await flow.reject(auth, request.identity, values["invitationId"])
    return answer({"invitation": wire.invitation(rejected), "member": None})


async def get(auth: Auth, request: Incoming, values: Values) -> Answer:
    """An open invitation for oneself, with who sent it and whereto."""
    identity = await callers.require(auth, request, Refusal(401, None, "Not authenticated"))
    pool = auth.resources.pool
    found = await invitations.find(pool, values["id"])
    if found is None or found.status != invitations.PENDING or found.expires_at < auth.now():
        raise refusal(400, "INVITATION_NOT_FOUND")
    flow.refuse_strangers(auth, identity, found, unverified=UNVERIFIED)
    organization = await organizations.find(pool, found.organization_id)
    if organization is None:
        raise refusal(400, "ORGANIZATION_NOT_FOUND")
    inviter = await members.find(pool, organization_id=organization.id, user_id=found.inviter_id)
    if inviter is None:
        raise refusal(400, "INVITER_IS_NO_LONGER_A_MEMBER_OF_THE_ORGANIZATION")
    document = wire.invitation(found) | {
        "organizationName": organization.name,
        "organizationSlug": organization.slug,
        "inviterEmail": inviter.person.email,
    }
    return answer(document)


async def list_all(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The newest invitations into an organization, whatever became of them; an owner's only for owners."""
    nowhere = Refusal(400, None, "Organization ID is required")
    chosen = callers.chosen(request, values.get("organizationId"), nowhere)
    own = await members.find(auth.resources.pool, organization_id=chosen, user_id=request.identity.user.id)
    if own is None:
        raise Refusal(403, None, "You are not a member of this organization")
    if not permissions.allows(own.member.role, {"invitation": ["create"]}):
        raise refusal(403, "YOU_ARE_NOT_ALLOWED_TO_LIST_INVITATIONS")
    return answer([wire.invitation(invitation) for invitation in await invitations_seen_by(auth, own)])


async def list_own(auth: Auth, request: Incoming, values: Values) -> Answer:
    """The unanswered invitations for one's own verified e-mail address."""
    identity = await presence.find(auth, request)
    if values.get("email"):
        raise Refusal(400, None, "User email cannot be passed for client side API calls.")
    if identity is None:
        raise Refusal(400, None, "Missing session headers, or email query parameter.")
    if not identity.user.email_verified:
        raise refusal(403, UNVERIFIED)
    found = await invitations.pending_of(auth.resources.pool, identity.user.email.lower())
    return answer([wire.invitation(invitation) | {"organizationName": name} for invitation, name in found])
