"""What a provider has handed out for the person signed in; for nobody else's account, whatever id is asked for."""

from services.gateway.auth import presence, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal, refusal
from services.gateway.auth.exchange import Answer, Incoming, answer
from services.gateway.auth.flows import provider_tokens
from services.gateway.auth.records import AccountRecord
from services.gateway.auth.routing import Values


async def get_access_token(auth: Auth, request: Incoming, values: Values) -> Answer:
    """An access token that can be used, exchanged for a new one if the old one runs out."""
    account = await _account(auth, request, values)
    valid = await provider_tokens.valid(auth, await provider_tokens.provider_of(auth, account), account)
    document: dict[str, object] = {"accessToken": valid.access_token}
    if valid.expires_at:
        document["accessTokenExpiresAt"] = wire.instant(valid.expires_at)
    document["scopes"] = valid.scopes
    if valid.id_token is not None:
        document["idToken"] = valid.id_token
    return answer(document)


async def refresh_token(auth: Auth, request: Incoming, values: Values) -> Answer:
    """New tokens for the refresh token."""
    account = await _account(auth, request, values)
    provider = await provider_tokens.provider_of(auth, account)
    tokens, used = await provider_tokens.refresh(auth, provider, account)
    refresh_ends = tokens.refresh_token_expires_at or account.refresh_token_expires_at
    document: dict[str, object] = {
        "accessToken": tokens.access_token,
        "refreshToken": tokens.refresh_token or used,
    }
    if tokens.access_token_expires_at:
        document["accessTokenExpiresAt"] = wire.instant(tokens.access_token_expires_at)
    return answer(
        document
        | {
            "refreshTokenExpiresAt": wire.instant(refresh_ends) if refresh_ends else None,
            "scope": account.scope,
            "idToken": tokens.id_token or account.id_token,
            "providerId": account.provider_id,
            "accountId": account.id,
        }
    )


async def account_info(auth: Auth, request: Incoming, values: Values) -> Answer:
    """Who the person signed in is at the provider of an account."""
    account = await _account(auth, request, values)
    provider = await auth.providers.find(account.provider_id)
    if provider is None:
        raise refusal(400, "PROVIDER_NOT_CONFIGURED")
    profile = await provider_tokens.profile(auth, provider, account)
    named = {"id": account.id, "providerId": account.provider_id, "accountId": account.account_id}
    return answer({"user": profile.user, "data": profile.data, "account": named})


async def _account(auth: Auth, request: Incoming, values: Values) -> AccountRecord:
    """The account asked for. Raises Refusal, without a body for nobody; no account is kept in a cookie."""
    identity = await presence.find(auth, request)
    if identity is None:
        raise Refusal(401, "UNAUTHORIZED", "")
    request.subject = values.get("accountId")
    return await provider_tokens.account_of(auth, user_id=identity.user.id, id_=values.get("accountId"))
