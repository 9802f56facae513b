"""Changing an e-mail address: agreed to from the old one, if that is proved, then proved from the new one."""

from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import addresses, links, repository, verifications, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.email_tokens import CONFIRM_CHANGE, VERIFY_CHANGE, EmailToken, Followed, RequestType
from services.gateway.auth.errors import Refusal, refusal
from services.gateway.auth.flows import reset_password, verify_email
from services.gateway.auth.records import UserRecord
from shared.mail import outbox
from shared.mail.kinds import ConfirmEmailChange, EmailChanged, VerifyNewEmail


async def request(auth: Auth, user: UserRecord, *, new_email: str, target: str | None) -> UserRecord | None:
    """Mail what is needed to change somebody's address; the person as changed, where nothing is.

    A taken address is let pass, takes as long, and comes to nothing. Raises Refusal.
    """
    if not auth.settings.change_email_enabled:
        raise refusal(400, "CHANGE_EMAIL_DISABLED")
    new_email = new_email.lower()
    if new_email == user.email:
        raise Refusal(400, None, "Email is the same")
    taken = await repository.find_login(auth.resources.pool, new_email) is not None
    async with auth.resources.transactions.begin(None) as transaction:
        if auth.settings.update_email_without_verification and not user.email_verified:
            return None if taken else await _replaced_at_once(auth, transaction, user, email=new_email, target=target)
        ask = _ask_to_confirm if user.email_verified else _ask_to_prove
        await ask(auth, transaction, user, new_email=new_email, target=target)
        if taken:
            await transaction.rollback()
    return None


async def find_person(auth: Auth, token: EmailToken) -> UserRecord:
    """The person whose address a token changes, as long as it is the one they have. Raises Refusal."""
    if token.user_id is None:
        raise refusal(401, "INVALID_TOKEN")
    user = await addresses.find_person(auth.resources.pool, token.user_id)
    if user is None:
        raise refusal(401, "USER_NOT_FOUND")
    if user.email.lower() != token.email:
        raise refusal(401, "INVALID_TOKEN")
    return user


async def confirm(auth: Auth, followed: Followed, user: UserRecord, *, new_email: str, target: str | None) -> None:
    """From the old address: mail a link to the new one. A second time nothing more is mailed."""
    async with auth.resources.transactions.begin(None) as transaction:
        if await _spend(auth, transaction, followed, user):
            await _ask_to_prove(auth, transaction, user, new_email=new_email, target=target)


async def complete(auth: Auth, followed: Followed, user: UserRecord, *, new_email: str) -> UserRecord:
    """From the new address: the person, who has it now. Raises Refusal, also for a second time."""
    async with auth.resources.transactions.begin(None) as transaction:
        if not await _spend(auth, transaction, followed, user):
            raise refusal(401, "INVALID_TOKEN")
        return await _replaced(auth, transaction, user, email=new_email, verified=user.email_verified)


async def complete_unproved(
    auth: Auth, followed: Followed, user: UserRecord, *, new_email: str, target: str | None
) -> UserRecord:
    """By an older BetterAuth's link: the person with the new address, which is still to be proved. Raises Refusal."""
    async with auth.resources.transactions.begin(None) as transaction:
        if not await _spend(auth, transaction, followed, user):
            raise refusal(401, "INVALID_TOKEN")
        return await _replaced_at_once(auth, transaction, user, email=new_email, target=target)


async def _ask_to_confirm(
    auth: Auth, transaction: AsyncSession, user: UserRecord, *, new_email: str, target: str | None
) -> None:
    url, expires_at = _link(auth, user, CONFIRM_CHANGE, new_email=new_email, target=target)
    mail = ConfirmEmailChange(to=user.email, name=user.name, new_email=new_email, url=url, expires_at=expires_at)
    await outbox.send(transaction, mail)


async def _ask_to_prove(
    auth: Auth, transaction: AsyncSession, user: UserRecord, *, new_email: str, target: str | None
) -> None:
    url, expires_at = _link(auth, user, VERIFY_CHANGE, new_email=new_email, target=target)
    await outbox.send(transaction, VerifyNewEmail(to=new_email, name=user.name, url=url, expires_at=expires_at))


def _link(
    auth: Auth, user: UserRecord, request_type: RequestType, *, new_email: str, target: str | None
) -> tuple[str, datetime]:
    now, lifetime = auth.now(), auth.settings.email_token_expires_in
    token = EmailToken(email=user.email, update_to=new_email, request_type=request_type, user_id=user.id)
    made = auth.email_tokens.made(token, now=now, lifetime=lifetime)
    return links.verify_email(auth.settings, made, target=target), now + timedelta(seconds=lifetime)


async def _replaced_at_once(
    auth: Auth, transaction: AsyncSession, user: UserRecord, *, email: str, target: str | None
) -> UserRecord:
    changed = await _replaced(auth, transaction, user, email=email, verified=False)
    await verify_email.send(auth, transaction, changed, target=target)
    return changed


async def _replaced(
    auth: Auth, transaction: AsyncSession, user: UserRecord, *, email: str, verified: bool
) -> UserRecord:
    try:
        changed = await addresses.replace(transaction, user, email=email, verified=verified, now=wire.cut(auth.now()))
    except IntegrityError as fault:
        raise refusal(422, "USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL") from fault
    if changed is None:
        raise refusal(401, "INVALID_TOKEN")
    await verifications.forget(transaction, reset_password.IDENTIFIER, value=user.id)
    await outbox.send(transaction, EmailChanged(to=user.email, name=user.name, new_email=email))
    return changed


async def _spend(auth: Auth, transaction: AsyncSession, followed: Followed, user: UserRecord) -> bool:
    now = wire.cut(auth.now())
    return await verifications.spend(transaction, followed.signed, user_id=user.id, until=followed.ends_at, now=now)
