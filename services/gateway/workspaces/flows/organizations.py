"""The life of an organization: made, changed, worked in, deleted."""

from collections.abc import Mapping
from typing import Any

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import tokens, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.records import Identity
from services.gateway.workspaces import members, organizations, permissions, research, rows
from services.gateway.workspaces.errors import refusal
from services.gateway.workspaces.records import MemberRecord, Membership, OrganizationRecord


async def create(
    auth: Auth, identity: Identity, values: Mapping[str, Any], *, active: bool
) -> tuple[OrganizationRecord, MemberRecord]:
    """Make an organization that the person owns and, if `active`, works in from now on. Raises Refusal."""
    user, at = identity.user, wire.cut(auth.now())
    made = OrganizationRecord(
        name=values["name"],
        slug=values["slug"],
        logo=values.get("logo"),
        created_at=at,
        metadata_=_written(values["metadata"]) if "metadata" in values else None,
        id=tokens.random_text(),
    )
    owner = MemberRecord(made.id, user.id, permissions.OWNER, at, tokens.random_text())
    async with auth.resources.transactions.begin(None) as transaction:
        if len(await organizations.of_user(transaction, user.id)) >= auth.settings.organization_limit:
            raise refusal(403, "YOU_HAVE_REACHED_THE_MAXIMUM_NUMBER_OF_ORGANIZATIONS")
        try:
            await organizations.add(transaction, made)
        except organizations.SlugTaken as fault:
            raise refusal(400, "ORGANIZATION_ALREADY_EXISTS") from fault
        await members.add(transaction, owner)
        if active:
            await organizations.set_active(transaction, made.id, token=identity.session.token, now=at)
    return made, owner


async def update(auth: Auth, identity: Identity, organization_id: str, values: Mapping[str, Any]) -> OrganizationRecord:
    """Change what an organization is called and how it looks. Raises Refusal."""
    changes = {("metadata_" if name == "metadata" else name): value for name, value in values.items()}
    if "metadata" in values:
        changes["metadata_"] = _written(values["metadata"])
    async with auth.resources.transactions.begin(None) as transaction:
        own = await members.find(transaction, organization_id=organization_id, user_id=identity.user.id)
        if own is None:
            raise refusal(400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
        if not permissions.allows(own.member.role, {"organization": ["update"]}):
            raise refusal(403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_ORGANIZATION")
        if not changes:
            raise Refusal(400, None, "No fields to update")
        try:
            return await organizations.change(transaction, organization_id, changes)
        except organizations.SlugTaken as fault:
            raise refusal(400, "ORGANIZATION_SLUG_ALREADY_TAKEN") from fault


async def delete(auth: Auth, identity: Identity, organization_id: str) -> OrganizationRecord:
    """Delete an organization that holds no research; whoever works in it goes back to their own workspace.

    Raises Refusal, and Problem when core cannot say what it holds.
    """
    own = await _deleting(auth.resources.pool, identity, organization_id)
    if await research.is_held(auth.resources, own.member):
        raise refusal(409, "ORGANIZATION_HOLDS_RESEARCH")
    async with auth.resources.transactions.begin(None) as transaction:
        organization = await organizations.lock(transaction, organization_id)
        await _deleting(transaction, identity, organization_id)
        if organization is None:
            raise refusal(400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
        await organizations.remove(transaction, organization_id, now=wire.cut(auth.now()))
    return organization


async def _deleting(source: rows.Source, identity: Identity, organization_id: str) -> Membership:
    own = await members.find(source, organization_id=organization_id, user_id=identity.user.id)
    if own is None:
        raise refusal(400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    if not permissions.allows(own.member.role, {"organization": ["delete"]}):
        raise refusal(403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_ORGANIZATION")
    return own


async def activate(auth: Auth, identity: Identity, organization_id: str) -> tuple[OrganizationRecord, Identity]:
    """Have the session work in an organization; where the person is no member, in their own workspace.

    Raises Refusal.
    """
    async with auth.resources.transactions.begin(None) as transaction:
        organization = await organizations.find_joined(transaction, organization_id, user_id=identity.user.id)
        changed = await _work_in(auth, transaction, identity, organization.id if organization else None)
    if organization is None:
        raise refusal(403, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
    return organization, changed


async def deactivate(auth: Auth, identity: Identity) -> Identity:
    """Have the session work in its person's own workspace."""
    async with auth.resources.transactions.begin(None) as transaction:
        return await _work_in(auth, transaction, identity, None)


async def _work_in(auth: Auth, transaction: AsyncSession, identity: Identity, organization_id: str | None) -> Identity:
    now, token = wire.cut(auth.now()), identity.session.token
    await organizations.set_active(transaction, organization_id, token=token, now=now)
    return identity._replace(session=identity.session._replace(active_organization_id=organization_id, updated_at=now))


def _written(metadata: object) -> str:
    return orjson.dumps(metadata).decode()
