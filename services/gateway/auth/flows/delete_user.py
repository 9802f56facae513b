"""Deleting a person: whatever proved that they want it, they go with all that lets somebody act as them.

What they did in the research stays: in organizations it belongs to the others, and for that of their personal
workspace see infra/decisions/0012.
"""

from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import memberships, users
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from shared.contracts.principal import Principal, workspace_of
from shared.db.session import introduce

LAST_OWNER = "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER"
"""The organization plugin's code for the same."""


async def at_once(auth: Auth, user_id: str) -> None:
    """Delete a person who has proved that it is they who want it. Raises Refusal."""
    async with auth.resources.transactions.begin(None) as transaction:
        await delete(transaction, user_id)


async def delete(transaction: AsyncSession, user_id: str) -> None:
    """Delete a person, their sessions, accounts, API keys, memberships and profile; nothing if they are gone already.

    Raises Refusal for the last owner of an organization that others are in: then nothing of the transaction happens.
    Afterwards the transaction is introduced as that person in their personal workspace.
    """
    await memberships.lock(transaction, user_id)
    if name := await memberships.find_left_without_owner(transaction, user_id):
        raise Refusal(400, LAST_OWNER, f"You are the only owner of {name}: make another member an owner first")
    await users.remove(transaction, user_id)
    workspace = workspace_of(user_id=user_id)
    await introduce(transaction, Principal(user_id, workspace))
    await users.remove_profile(transaction, workspace)
