"""Signing in: whatever proved who somebody is, a session is opened for them."""

from services.gateway.auth import sessions
from services.gateway.auth.deps import Auth
from services.gateway.auth.records import Identity, UserRecord
from services.gateway.auth.visitors import Visitor


async def sign_in(auth: Auth, user: UserRecord, *, visitor: Visitor, remembered: bool) -> Identity:
    """Open a session for a person who has proved who they are."""
    async with auth.resources.transactions.begin(None) as transaction:
        session = await sessions.begin(
            transaction, user_id=user.id, visitor=visitor, remembered=remembered, now=auth.now()
        )
    return Identity(session, user)
