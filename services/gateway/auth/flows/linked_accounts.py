"""A provider's accounts as they are kept: what it handed out, sealed where the settings ask for it."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from services.gateway.auth import accounts, sealing
from services.gateway.auth import tokens as texts
from services.gateway.auth.deps import Auth
from services.gateway.auth.providers.provider import Provider, Tokens
from services.gateway.auth.records import AccountRecord
from services.gateway.auth.strategies.oauth import Proof


def sealed(auth: Auth, token: str | None) -> str | None:
    """A token as it is kept."""
    return auth.sealer.seal(token) if token and auth.settings.encrypt_oauth_tokens else token


def opened(auth: Auth, kept: str) -> str:
    """A token of what is kept; one from before sealing was asked for is as it is. Raises Unreadable."""
    is_sealed = auth.settings.encrypt_oauth_tokens and sealing.is_sealed(kept)
    return auth.sealer.open(kept) if is_sealed else kept


def handed_out(auth: Auth, tokens: Tokens) -> dict[str, object]:
    """The members of an account that these tokens change: what was not handed out anew stays."""
    members = {
        "access_token": sealed(auth, tokens.access_token),
        "refresh_token": sealed(auth, tokens.refresh_token),
        "id_token": tokens.id_token,
        "access_token_expires_at": tokens.access_token_expires_at,
        "refresh_token_expires_at": tokens.refresh_token_expires_at,
    }
    return {name: value for name, value in members.items() if value is not None}


async def add(
    transaction: AsyncSession, auth: Auth, user_id: str, provider: Provider, proof: Proof, *, now: datetime
) -> None:
    """Keep a provider's account as a person's."""
    tokens = proof.tokens
    record = AccountRecord(
        id=texts.random_text(),
        account_id=proof.profile.account_id,
        provider_id=provider.id,
        user_id=user_id,
        access_token=sealed(auth, tokens.access_token),
        refresh_token=sealed(auth, tokens.refresh_token),
        id_token=tokens.id_token,
        access_token_expires_at=tokens.access_token_expires_at,
        refresh_token_expires_at=tokens.refresh_token_expires_at,
        scope=None if tokens.scopes is None else ",".join(tokens.scopes),
        created_at=now,
        updated_at=now,
    )
    await accounts.add(transaction, record)


def merged(scope: str | None, granted: tuple[str, ...]) -> str:
    """Scopes granted before and now, each once, joined by commas."""
    before = [each.strip() for each in (scope or "").split(",") if each.strip()]
    return ",".join(dict.fromkeys([*before, *granted]))
