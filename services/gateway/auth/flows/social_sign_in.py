"""Signing in through a provider: with an account known before, one linked by e-mail address, or as somebody new."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import structlog
from sqlalchemy.exc import DBAPIError
from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import accounts, addresses, repository, wire
from services.gateway.auth import tokens as texts
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.flows import linked_accounts, sign_up, verify_email
from services.gateway.auth.flows import sign_in as signing_in
from services.gateway.auth.providers.provider import Provider
from services.gateway.auth.records import Identity, UserRecord
from services.gateway.auth.strategies.oauth import Proof
from services.gateway.auth.visitors import Visitor

log = structlog.get_logger()

NO_SESSION = "unable to create session"


class Rejected(Exception):
    """Nobody is signed in; in BetterAuth's words, which callbacks spell with underscores."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Welcomed(NamedTuple):
    """Who is signed in, and whether they are new here."""

    identity: Identity
    is_new: bool


async def sign_in(
    auth: Auth,
    provider: Provider,
    proof: Proof,
    *,
    email: str,
    requests_sign_up: bool,
    target: str | None,
    visitor: Visitor,
) -> Welcomed:
    """Open a session for whom a provider has told us of; `target` is where a mail to prove the address leads.

    Raises Rejected, and Refusal for whom we do not let in.
    """
    may_sign_up = provider.policy.sign_up and (provider.policy.implicit_sign_up or requests_sign_up)
    async with auth.resources.transactions.begin(None) as transaction:
        await accounts.lock(transaction, provider_id=provider.id, account_id=proof.profile.account_id)
        user = await _known(transaction, auth, provider, proof, email=email)
        is_new = user is None
        if user is None:
            if not may_sign_up:
                raise Rejected("signup disabled")
            user = await _made(transaction, auth, provider, proof, email=email)
        if not user.email_verified and _mails(auth, provider, is_new=is_new):
            await verify_email.send(auth, transaction, user, target=target)
    if provider.policy.requires_verified_email and not user.email_verified:
        raise Rejected("email_not_verified")
    return Welcomed(await _session(auth, user, visitor), is_new)


@contextmanager
def refused_as(reason: str) -> Iterator[None]:
    """Turns what the database will not have into Rejected."""
    try:
        yield
    except DBAPIError as fault:
        cause = fault.orig.__cause__ if fault.orig else None
        if not isinstance(cause, sign_up.REFUSED):
            raise
        log.warning("auth.social.refused", reason=type(cause).__name__)
        raise Rejected(reason) from fault


async def _known(
    transaction: AsyncSession, auth: Auth, provider: Provider, proof: Proof, *, email: str
) -> UserRecord | None:
    """The person of the account, which is renewed, or else of the e-mail address, who is given the account."""
    account_id, now = proof.profile.account_id, wire.cut(auth.now())
    owned = await accounts.find_owned(transaction, provider_id=provider.id, account_id=account_id)
    if owned:
        with refused_as("unable to update account"):
            await accounts.change(
                transaction, owned.account.id, linked_accounts.handed_out(auth, proof.tokens), now=now
            )
        return await _vouched_for(transaction, auth, owned.user, proof, email=email)
    found = await repository.find_login(auth.resources.pool, email)
    if found is None:
        return None
    _refuse_unlinkable(provider, proof, found.user)
    with refused_as("unable to link account"):
        await linked_accounts.add(transaction, auth, found.user.id, provider, proof, now=now)
    return found.user


def _refuse_unlinkable(provider: Provider, proof: Proof, user: UserRecord) -> None:
    """Raises Rejected unless both sides have proved the address: else whoever typed it first would own the account."""
    if not user.email_verified or not (provider.policy.trusted or proof.profile.email_verified):
        raise Rejected("account not linked")


async def _vouched_for(
    transaction: AsyncSession, auth: Auth, user: UserRecord, proof: Proof, *, email: str
) -> UserRecord:
    """The person, their address proved if the provider says so of this very address."""
    if user.email_verified or not proof.profile.email_verified or email != user.email:
        return user
    return await addresses.prove(transaction, user, now=wire.cut(auth.now())) or user


async def _made(transaction: AsyncSession, auth: Auth, provider: Provider, proof: Proof, *, email: str) -> UserRecord:
    at = wire.cut(auth.now())
    user = UserRecord(
        name=proof.profile.name,
        email=email,
        email_verified=proof.profile.email_verified,
        image=proof.profile.image,
        created_at=at,
        updated_at=at,
        role=sign_up.USER,
        banned=False,
        ban_reason=None,
        ban_expires=None,
        id=texts.random_text(),
    )
    with refused_as("unable to create user"):
        await repository.add_user(transaction, user)
        await linked_accounts.add(transaction, auth, user.id, provider, proof, now=at)
    return user


async def _session(auth: Auth, user: UserRecord, visitor: Visitor) -> Identity:
    """A session. Raises Rejected for somebody who is gone meanwhile, and Refusal for whom we do not let in."""
    try:
        with refused_as(NO_SESSION):
            return await signing_in.sign_in(auth, user, visitor=visitor, remembered=True)
    except Refusal as fault:
        if fault.code != "FAILED_TO_CREATE_SESSION":
            raise
        raise Rejected(NO_SESSION) from fault


def _mails(auth: Auth, provider: Provider, *, is_new: bool) -> bool:
    """Whether an unproved address is mailed a link: as the settings say, else when this provider asks for proof."""
    asks, settings = provider.policy.requires_verified_email, auth.settings
    if is_new:
        return asks if settings.send_on_sign_up is None else settings.send_on_sign_up
    return asks and settings.send_on_sign_in
