"""Who is in an organization as what: given other roles, taken out, leaving. An organization always keeps an owner."""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.records import Identity
from services.gateway.workspaces import members, organizations, permissions
from services.gateway.workspaces.errors import refusal, unknown_roles, wordless
from services.gateway.workspaces.records import MemberRecord, Membership


async def set_role(
    auth: Auth, identity: Identity, organization_id: str, *, member_id: str, roles: list[str]
) -> MemberRecord:
    """Give a member other roles; only an owner makes, or unmakes, an owner. Raises Refusal."""
    async with auth.resources.transactions.begin(None) as transaction:
        await organizations.lock(transaction, organization_id)
        own = await _own(transaction, identity, organization_id)
        theirs = await members.find_by_id(transaction, member_id)
        if theirs is None:
            raise refusal(400, "MEMBER_NOT_FOUND")
        if not _may_set(own, theirs, roles):
            raise refusal(403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER")
        keeps = permissions.OWNER in roles or own.member.id != theirs.member.id or not permissions.owns(own.member.role)
        if not keeps and await members.count_owners(transaction, organization_id) <= 1:
            raise refusal(400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER")
        if not permissions.allows(own.member.role, {"member": ["update"]}):
            raise refusal(403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER")
        if unknown := permissions.unknown(roles):
            raise unknown_roles(unknown, code="ROLE_NOT_FOUND")
        changed = await members.set_role(transaction, member_id, ",".join(roles))
    if changed is None:
        raise refusal(400, "MEMBER_NOT_FOUND")
    return changed


def roles_to_set(given: str | list[str]) -> list[str]:
    """The roles that are asked for. Raises Refusal for none."""
    roles = permissions.roles_of(given)
    if not roles:
        raise wordless(400)
    return roles


async def remove(auth: Auth, identity: Identity, organization_id: str, *, who: str) -> Membership:
    """Take a member, named by id or e-mail address, out of an organization and of all work in it. Raises Refusal."""
    async with auth.resources.transactions.begin(None) as transaction:
        await organizations.lock(transaction, organization_id)
        own = await _own(transaction, identity, organization_id)
        theirs = await _named(transaction, organization_id, who)
        if permissions.owns(theirs.member.role):
            only = await members.count_owners(transaction, organization_id) <= 1
            if only or not permissions.owns(own.member.role):
                raise refusal(400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER")
        if not permissions.allows(own.member.role, {"member": ["delete"]}):
            raise refusal(401, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_MEMBER")
        await _take_out(auth, transaction, theirs.member)
    return theirs


async def leave(auth: Auth, identity: Identity, organization_id: str) -> Membership:
    """Take oneself out of an organization. Raises Refusal for its only owner."""
    async with auth.resources.transactions.begin(None) as transaction:
        await organizations.lock(transaction, organization_id)
        own = await _own(transaction, identity, organization_id)
        if permissions.owns(own.member.role) and await members.count_owners(transaction, organization_id) <= 1:
            raise refusal(400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER")
        await _take_out(auth, transaction, own.member)
    return own


def _may_set(own: Membership, theirs: Membership, roles: list[str]) -> bool:
    about_an_owner = permissions.owns(theirs.member.role) or permissions.OWNER in roles
    within = theirs.member.organization_id == own.member.organization_id
    return within and (permissions.owns(own.member.role) or not about_an_owner)


async def _own(transaction: AsyncSession, identity: Identity, organization_id: str) -> Membership:
    own = await members.find(transaction, organization_id=organization_id, user_id=identity.user.id)
    if own is None:
        raise refusal(400, "MEMBER_NOT_FOUND")
    return own


async def _named(transaction: AsyncSession, organization_id: str, who: str) -> Membership:
    if "@" in who:
        found = await members.find_by_email(transaction, who.lower(), organization_id=organization_id)
    else:
        found = await members.find_by_id(transaction, who)
    if found is None or found.member.organization_id != organization_id:
        raise refusal(400, "MEMBER_NOT_FOUND")
    return found


async def _take_out(auth: Auth, transaction: AsyncSession, member: MemberRecord) -> None:
    organization_id, user_id = member.organization_id, member.user_id
    await members.remove(transaction, organization_id=organization_id, user_id=user_id)
    await organizations.send_home(transaction, organization_id, user_id=user_id, now=wire.cut(auth.now()))
