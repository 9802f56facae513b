"""The tokens a provider has handed out for somebody: read, and exchanged for new ones when they run out."""

from datetime import datetime, timedelta
from typing import NamedTuple

from services.gateway.auth import accounts, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal, refusal
from services.gateway.auth.flows import linked_accounts
from services.gateway.auth.providers.provider import NoProfile, Profile, Provider, Tokens
from services.gateway.auth.records import AccountRecord
from services.gateway.auth.sealing import Unreadable
from services.gateway.outside import Unanswered

MARGIN = timedelta(seconds=5)
"""An access token that ends sooner is exchanged before it is given away."""


class Valid(NamedTuple):
    """An access token that can be used, and what else is known of the account."""

    access_token: str
    expires_at: datetime | None
    scopes: list[str]
    id_token: str | None


class Refreshed(NamedTuple):
    """New tokens, and the refresh token they were handed out for."""

    tokens: Tokens
    used: str


async def account_of(auth: Auth, *, user_id: str, id_: str | None) -> AccountRecord:
    """A person's account by its row's id. Raises Refusal for one that is not theirs."""
    for account in await accounts.of_user(auth.resources.pool, user_id):
        if account.id == id_:
            return account
    raise refusal(400, "ACCOUNT_NOT_FOUND")


async def provider_of(auth: Auth, account: AccountRecord) -> Provider:
    """The provider of an account. Raises Refusal for one that is not set up, and for a password."""
    provider = await auth.providers.find(account.provider_id)
    if provider is None:
        raise Refusal(400, "PROVIDER_NOT_SUPPORTED", f"Provider {account.provider_id} is not supported.")
    return provider


async def valid(auth: Auth, provider: Provider, account: AccountRecord) -> Valid:
    """A token that is good for some seconds at least, exchanged for a new one if need be. Raises Refusal."""
    ends = account.access_token_expires_at
    try:
        if account.refresh_token and ends and ends - wire.cut(auth.now()) < MARGIN:
            tokens = (await _exchanged(auth, provider, account)).tokens
        else:
            tokens = Tokens(access_token=linked_accounts.opened(auth, account.access_token or ""))
    except (Unanswered, Unreadable) as fault:
        raise refusal(400, "FAILED_TO_GET_ACCESS_TOKEN") from fault
    return Valid(
        access_token=tokens.access_token or "",
        expires_at=tokens.access_token_expires_at or ends,
        scopes=scopes_of(account),
        id_token=tokens.id_token or account.id_token,
    )


async def refresh(auth: Auth, provider: Provider, account: AccountRecord) -> Refreshed:
    """Exchange the refresh token for new tokens. Raises Refusal."""
    if not account.refresh_token:
        raise refusal(400, "REFRESH_TOKEN_NOT_FOUND")
    try:
        return await _exchanged(auth, provider, account)
    except (Unanswered, Unreadable) as fault:
        raise refusal(400, "FAILED_TO_REFRESH_ACCESS_TOKEN") from fault


async def profile(auth: Auth, provider: Provider, account: AccountRecord) -> Profile:
    """Who somebody is at the provider of an account. Raises Refusal."""
    found = await valid(auth, provider, account)
    if not found.access_token:
        raise refusal(400, "ACCESS_TOKEN_NOT_FOUND")
    try:
        return await provider.recall(Tokens(access_token=found.access_token, id_token=found.id_token))
    except (NoProfile, Unanswered) as fault:
        raise refusal(401, "FAILED_TO_GET_USER_INFO") from fault


def scopes_of(account: AccountRecord) -> list[str]:
    """The scopes granted."""
    return [each.strip() for each in (account.scope or "").split(",") if each.strip()]


async def _exchanged(auth: Auth, provider: Provider, account: AccountRecord) -> Refreshed:
    """New tokens, kept. The scope stays as it was granted: the answer to a refresh may name less."""
    refresh_token = linked_accounts.opened(auth, account.refresh_token or "")
    tokens = await provider.refresh(refresh_token)
    async with auth.resources.transactions.begin(None) as transaction:
        members = linked_accounts.handed_out(auth, tokens)
        await accounts.change(transaction, account.id, members, now=wire.cut(auth.now()))
    return Refreshed(tokens, refresh_token)
