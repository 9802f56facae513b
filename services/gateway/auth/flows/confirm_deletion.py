"""Deleting an account by following a link that was mailed to its address; the link works once, for its person only."""

import secrets
import string
from datetime import timedelta
from typing import Final

from services.gateway.auth import links, verifications, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.flows import delete_user
from services.gateway.auth.records import UserRecord
from shared.mail import outbox
from shared.mail.kinds import DeleteAccount

IDENTIFIER: Final = "delete-account-"
ALPHABET: Final = string.digits + string.ascii_lowercase
LENGTH: Final = 32


async def request(auth: Auth, user: UserRecord, *, target: str | None) -> None:
    """Mail a person the link that deletes their account. Raises Refusal for a target too long for one."""
    now, token = wire.cut(auth.now()), "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    ends = now + timedelta(seconds=auth.settings.delete_token_expires_in)
    url = links.delete_user(auth.settings, token, target=target)
    async with auth.resources.transactions.begin(None) as transaction:
        await verifications.add(transaction, identifier=IDENTIFIER + token, value=user.id, expires_at=ends, now=now)
        await outbox.send(transaction, DeleteAccount(to=user.email, name=user.name, url=url, expires_at=ends))


async def complete(auth: Auth, user: UserRecord, *, token: str) -> None:
    """Delete the account. Raises Refusal, and keeps the link, where it is another's or the account may not go yet."""
    async with auth.resources.transactions.begin(None) as transaction:
        waited = await verifications.consume(transaction, IDENTIFIER + token)
        if waited is None or waited.value != user.id or waited.expires_at < auth.now():
            raise refusal(404, "INVALID_TOKEN")
        await delete_user.delete(transaction, user.id)
