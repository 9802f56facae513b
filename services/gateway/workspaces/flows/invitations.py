"""How people get into an organization: invited by mail, and accepting, once."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import tokens, validation, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.records import Identity
from services.gateway.workspace_settings import PLACE
from services.gateway.workspaces import invitations, members, organizations, permissions
from services.gateway.workspaces.errors import refusal, unknown_roles
from services.gateway.workspaces.records import InvitationRecord, MemberRecord, Membership, OrganizationRecord
from shared.mail import outbox
from shared.mail.kinds import Invitation

UNVERIFIED = "EMAIL_VERIFICATION_REQUIRED_BEFORE_ACCEPTING_OR_REJECTING_INVITATION"


async def invite(
    auth: Auth, identity: Identity, organization_id: str, *, email: str, roles: list[str], resend: bool
) -> InvitationRecord:
    """Ask an e-mail address to join; with `resend` an open invitation lasts anew instead. Raises Refusal."""
    email, now = email.lower(), wire.cut(auth.now())
    if not validation.is_email(email):
        raise refusal(400, "INVALID_EMAIL")
    async with auth.resources.transactions.begin(None) as transaction:
        organization = await organizations.lock(transaction, organization_id)
        own = await members.find(transaction, organization_id=organization_id, user_id=identity.user.id)
        if own is None or organization is None:
            raise refusal(400, "MEMBER_NOT_FOUND")
        _refuse_roles(own, roles)
        if await members.find_by_email(transaction, email, organization_id=organization_id):
            raise refusal(400, "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION")
        open_ = await invitations.find_open(transaction, email, organization_id=organization_id, now=now)
        if open_ and resend:
            invitation = await _prolong(auth, transaction, own, open_)
        else:
            await _make_room(auth, transaction, organization_id, open_)
            invitation = _invitation(auth, identity, organization_id, email=email, roles=roles)
            await invitations.add(transaction, invitation)
        await _mail(auth, transaction, own, organization, invitation)
    return invitation


def _refuse_roles(own: Membership, roles: list[str]) -> None:
    if not permissions.allows(own.member.role, {"invitation": ["create"]}):
        raise refusal(403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION")
    if not roles:
        raise refusal(400, "ROLE_NOT_FOUND")
    if unknown := permissions.unknown(roles):
        raise unknown_roles(unknown, code=None)
    _refuse_owners(own, permissions.OWNER in roles)


def _refuse_owners(own: Membership, for_an_owner: bool) -> None:
    if for_an_owner and not permissions.owns(own.member.role):
        raise refusal(403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE")


async def _prolong(auth: Auth, transaction: AsyncSession, own: Membership, open_: InvitationRecord) -> InvitationRecord:
    _refuse_owners(own, permissions.owns(open_.role))
    prolonged = open_._replace(expires_at=wire.cut(auth.now()) + _lifetime(auth))
    await invitations.prolong(transaction, open_.id, until=prolonged.expires_at)
    return prolonged


async def _make_room(
    auth: Auth, transaction: AsyncSession, organization_id: str, open_: InvitationRecord | None
) -> None:
    if open_ and not auth.settings.cancel_pending_invitations_on_re_invite:
        raise refusal(400, "USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION")
    if open_:
        await invitations.cancel(transaction, open_.id)
    waiting = await invitations.count_open(transaction, organization_id, now=auth.now())
    if waiting >= auth.settings.invitation_limit:
        raise refusal(403, "INVITATION_LIMIT_REACHED")


def _invitation(
    auth: Auth, identity: Identity, organization_id: str, *, email: str, roles: list[str]
) -> InvitationRecord:
    now = wire.cut(auth.now())
    return InvitationRecord(
        organization_id=organization_id,
        email=email,
        role=",".join(roles),
        status=invitations.PENDING,
        expires_at=now + _lifetime(auth),
        created_at=now,
        inviter_id=identity.user.id,
        id=tokens.random_text(),
    )


def _lifetime(auth: Auth) -> timedelta:
    return timedelta(seconds=auth.settings.invitation_expires_in)


async def _mail(
    auth: Auth,
    transaction: AsyncSession,
    own: Membership,
    organization: OrganizationRecord,
    invitation: InvitationRecord,
) -> None:
    mail = Invitation(
        to=invitation.email,
        url=_link(auth, invitation.id),
        expires_at=invitation.expires_at,
        inviter_name=own.person.name,
        inviter_email=own.person.email,
        organization_name=organization.name,
        role=invitation.role or "",
    )
    await outbox.send(transaction, mail)


def _link(auth: Auth, invitation_id: str) -> str:
    page = auth.settings.invitation_url or f"{auth.settings.origin}/accept-invitation/{PLACE}"
    return page.replace(PLACE, invitation_id)


async def accept(auth: Auth, identity: Identity, invitation_id: str) -> tuple[InvitationRecord, MemberRecord]:
    """Join, and work there from now on: one of many attempts at once does. Raises Refusal."""
    now = wire.cut(auth.now())
    async with auth.resources.transactions.begin(None) as transaction:
        found = await invitations.find(transaction, invitation_id)
        if found is None or found.status != invitations.PENDING or found.expires_at < now:
            raise refusal(400, "INVITATION_NOT_FOUND")
        refuse_strangers(auth, identity, found, unverified=UNVERIFIED)
        await organizations.lock(transaction, found.organization_id)
        if await members.count(transaction, found.organization_id) >= auth.settings.membership_limit:
            raise refusal(403, "ORGANIZATION_MEMBERSHIP_LIMIT_REACHED")
        accepted = await invitations.settle(transaction, invitation_id, "accepted")
        if accepted is None:
            raise refusal(400, "INVITATION_NOT_FOUND")
        return accepted, await _join(auth, transaction, identity, accepted)


async def _join(auth: Auth, transaction: AsyncSession, identity: Identity, accepted: InvitationRecord) -> MemberRecord:
    organization_id, user_id, now = accepted.organization_id, identity.user.id, wire.cut(auth.now())
    if await members.find(transaction, organization_id=organization_id, user_id=user_id):
        raise refusal(400, "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION")
    role = ",".join(permissions.roles_of(accepted.role or ""))
    member = MemberRecord(organization_id, user_id, role, now, tokens.random_text())
    await members.add(transaction, member)
    await organizations.set_active(transaction, organization_id, token=identity.session.token, now=now)
    return member


async def reject(auth: Auth, identity: Identity, invitation_id: str) -> InvitationRecord:
    """Turn an invitation down, expired or not. Raises Refusal."""
    gone = Refusal(400, "INVITATION_NOT_FOUND", "Invitation not found!")
    async with auth.resources.transactions.begin(None) as transaction:
        found = await invitations.find(transaction, invitation_id)
        if found is None or found.status != invitations.PENDING:
            raise gone
        refuse_strangers(auth, identity, found, unverified=UNVERIFIED)
        rejected = await invitations.settle(transaction, invitation_id, "rejected")
    if rejected is None:
        raise gone
    return rejected


async def cancel(auth: Auth, identity: Identity, invitation_id: str) -> InvitationRecord:
    """Call an invitation off. Raises Refusal."""
    async with auth.resources.transactions.begin(None) as transaction:
        found = await invitations.find(transaction, invitation_id)
        if found is None:
            raise refusal(400, "INVITATION_NOT_FOUND")
        own = await members.find(transaction, organization_id=found.organization_id, user_id=identity.user.id)
        if own is None:
            raise refusal(400, "MEMBER_NOT_FOUND")
        if not permissions.allows(own.member.role, {"invitation": ["cancel"]}):
            raise refusal(403, "YOU_ARE_NOT_ALLOWED_TO_CANCEL_THIS_INVITATION")
        canceled = await invitations.cancel(transaction, invitation_id)
    return canceled or found


def refuse_strangers(auth: Auth, identity: Identity, invitation: InvitationRecord, *, unverified: str) -> None:
    """Raises Refusal unless the invitation is for the person's own e-mail address, verified where that is asked for."""
    if invitation.email.lower() != identity.user.email.lower():
        raise refusal(403, "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION")
    if auth.settings.require_email_verification_on_invitation and not identity.user.email_verified:
        raise refusal(403, unverified)
