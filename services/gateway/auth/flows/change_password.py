"""Changing one's password: of all who tell the old one at once, one succeeds, and the person is told by mail."""

from services.gateway.auth import accounts, repository, sessions, verifications, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.flows import reset_password
from services.gateway.auth.records import SessionRecord, UserRecord
from services.gateway.auth.strategies import current_password
from services.gateway.auth.strategies import password as passwords
from services.gateway.auth.visitors import Visitor
from shared.mail import kinds, outbox


async def change_password(
    auth: Auth, user: UserRecord, *, current: str, new: str, revoke: bool, visitor: Visitor
) -> SessionRecord | None:
    """Change a password; with `revoke` all sessions are closed and a new one is begun. Raises Refusal."""
    passwords.refuse_unfit(auth, new)
    known = await current_password.prove(auth, user.id, current)
    hashed = await auth.hasher.hash(new)
    now = wire.cut(auth.now())
    async with auth.resources.transactions.begin(None) as transaction:
        if not await accounts.replace_password(transaction, known, hashed, now=now):
            raise refusal(400, "INVALID_PASSWORD")
        await verifications.forget(transaction, reset_password.IDENTIFIER, value=user.id)
        await outbox.send(transaction, kinds.PasswordChanged(to=user.email, name=user.name, changed_at=now))
        if not revoke:
            return None
        await repository.remove_sessions_of(transaction, user.id)
        return await sessions.begin(transaction, user_id=user.id, visitor=visitor, remembered=True, now=now)
