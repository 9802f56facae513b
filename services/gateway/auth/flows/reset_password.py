"""A new password for whoever can read the mail of an account's address; the link works once."""

from datetime import timedelta
from typing import Final

from services.gateway.auth import accounts, addresses, links, repository, tokens, users, verifications, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.records import UserRecord
from services.gateway.auth.strategies import password as passwords
from shared.mail import outbox
from shared.mail.kinds import PasswordChanged, ResetPassword

IDENTIFIER: Final = "reset-password:"
LENGTH: Final = 24


async def request(auth: Auth, *, email: str, target: str | None) -> None:
    """Mail the link if the address is somebody's; for a stranger's the same is done and undone, which takes as long.

    Raises Refusal for a target too long for a link.
    """
    known = await repository.find_login(auth.resources.pool, email.lower())
    to, name, user_id = (known.user.email, known.user.name, known.user.id) if known else (email, "", "")
    now, token = wire.cut(auth.now()), tokens.random_text(LENGTH)
    ends = now + timedelta(seconds=auth.settings.reset_password_token_expires_in)
    url = links.reset_password(auth.settings, token, target=target)
    async with auth.resources.transactions.begin(None) as transaction:
        await verifications.add(transaction, identifier=IDENTIFIER + token, value=user_id, expires_at=ends, now=now)
        await outbox.send(transaction, ResetPassword(to=to, name=name, url=url, expires_at=ends))
        if known is None:
            await transaction.rollback()


async def find(auth: Auth, token: str) -> str | None:
    """The id of the person whose password a link may reset; it may still do so afterwards."""
    waited = await verifications.find(auth.resources.pool, IDENTIFIER + token)
    return waited.value if waited and waited.expires_at >= auth.now() else None


async def reset(auth: Auth, *, token: str, password: str) -> UserRecord:
    """Set the password and end what the old one may have let in; the person. Raises Refusal.

    Of an address that was never proved, API keys and providers' accounts too: somebody else may have typed it first.
    """
    passwords.refuse_unfit(auth, password)
    user_id = await find(auth, token)
    if user_id is None:
        raise refusal(400, "INVALID_TOKEN")
    user = await addresses.find_person(auth.resources.pool, user_id)
    if user is None:
        raise refusal(400, "USER_NOT_FOUND")
    hashed, now = await auth.hasher.hash(password), wire.cut(auth.now())
    async with auth.resources.transactions.begin(None) as transaction:
        if not await verifications.consume(transaction, IDENTIFIER + token):
            raise refusal(400, "INVALID_TOKEN")
        await accounts.set_password(transaction, user.id, hashed, now=now)
        await verifications.forget(transaction, IDENTIFIER, value=user.id)
        if not user.email_verified:
            await users.remove_other_ways_in(transaction, user.id)
        if auth.settings.revoke_sessions_on_password_reset:
            await repository.remove_sessions_of(transaction, user.id)
        await outbox.send(transaction, PasswordChanged(to=user.email, name=user.name))
    return user
