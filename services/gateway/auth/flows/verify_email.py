"""Proving an e-mail address by following a link that was mailed to it."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import addresses, links, repository, sessions, tokens, verifications, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.email_tokens import EmailToken, Followed
from services.gateway.auth.errors import refusal
from services.gateway.auth.records import SessionRecord, UserRecord
from services.gateway.auth.visitors import Visitor
from shared.mail import outbox
from shared.mail.kinds import VerifyEmail


class Proved(NamedTuple):
    """A person whose address is proved now, and the session begun with that."""

    user: UserRecord
    session: SessionRecord | None


async def send(auth: Auth, transaction: AsyncSession, user: UserRecord, *, target: str | None) -> None:
    """Mail the link to a person's address. Raises Refusal for a target too long for one."""
    url, expires_at = link(auth, email=user.email, user_id=user.id, target=target)
    await outbox.send(transaction, VerifyEmail(to=user.email, name=user.name, url=url, expires_at=expires_at))


async def send_to(auth: Auth, email: str, *, target: str | None) -> None:
    """Mail the link if the address is somebody's and unproved; whoever asked is not told which.

    Raises Refusal for a target too long for a link.
    """
    link(auth, email=email, user_id=tokens.random_text(), target=target)
    known = await repository.find_login(auth.resources.pool, email.lower())
    if known and not known.user.email_verified:
        async with auth.resources.transactions.begin(None) as transaction:
            await send(auth, transaction, known.user, target=target)


def link(auth: Auth, *, email: str, user_id: str, target: str | None) -> tuple[str, datetime]:
    """The link that proves a person's address, and when it ends. Raises Refusal for a target too long for one."""
    now, lifetime = auth.now(), auth.settings.email_token_expires_in
    token = auth.email_tokens.made(EmailToken(email=email, user_id=user_id), now=now, lifetime=lifetime)
    return links.verify_email(auth.settings, token, target=target), now + timedelta(seconds=lifetime)


async def find_unproved(auth: Auth, token: EmailToken) -> UserRecord | None:
    """The person whose address a token is to prove; None if it is proved already. Raises Refusal."""
    known = await repository.find_login(auth.resources.pool, token.email)
    if known is None:
        raise refusal(401, "USER_NOT_FOUND")
    if token.user_id and token.user_id != known.user.id:
        raise refusal(401, "INVALID_TOKEN")
    return None if known.user.email_verified else known.user


async def prove(auth: Auth, followed: Followed, user: UserRecord, *, signs_in: Visitor | None) -> Proved | None:
    """The person, their address proved by this call, and the session that comes with it if the visitor is given.

    None where another call was quicker. Raises Refusal for a token used before, and for somebody banned.
    """
    now = wire.cut(auth.now())
    async with auth.resources.transactions.begin(None) as transaction:
        proved = await addresses.prove(transaction, user, now=now)
        if proved is None:
            return None
        until = followed.ends_at
        if not await verifications.spend(transaction, followed.signed, user_id=user.id, until=until, now=now):
            raise refusal(401, "INVALID_TOKEN")
        if signs_in is None:
            return Proved(proved, None)
        return Proved(
            proved, await sessions.begin(transaction, user_id=user.id, visitor=signs_in, remembered=True, now=now)
        )
