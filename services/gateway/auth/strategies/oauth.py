"""Proving who one is by a provider: of the code it sent a browser back with, or of an ID token a client has."""

from typing import NamedTuple

import structlog

from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import refusal
from services.gateway.auth.providers.id_tokens import Untrusted
from services.gateway.auth.providers.provider import NoProfile, Profile, Provider, Tokens
from services.gateway.outside import Unanswered

log = structlog.get_logger()


class Failed(Exception):
    """The callback proves nothing; its code tells the frontend why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Proof(NamedTuple):
    """Who somebody is at a provider, and what it handed out to show it."""

    profile: Profile
    tokens: Tokens


async def prove_by_code(
    auth: Auth, provider: Provider, *, code: str, verifier: str, nonce: str | None, issuer: str | None
) -> Proof:
    """Who a provider sent back with a code; `issuer` is the callback's `iss`. Raises Failed."""
    _check_issuer(provider, issuer)
    if provider.binds_nonce and not nonce:
        raise Failed("nonce_binding_missing")
    try:
        tokens = await provider.exchange(code, verifier=verifier, redirect_uri=redirect_uri(auth, provider))
    except Unanswered as fault:
        log.warning("auth.provider.code.refused", provider=provider.id, reason=str(fault))
        raise Failed("invalid_code") from fault
    try:
        return Proof(await provider.identify(tokens, nonce=nonce), tokens)
    except (NoProfile, Unanswered) as fault:
        log.warning("auth.provider.profile.missing", provider=provider.id, reason=str(fault))
        raise Failed("unable_to_get_user_info") from fault


async def prove_by_id_token(provider: Provider, *, token: str, nonce: str | None) -> Profile:
    """Who an ID token speaks of, with an e-mail address. Raises Refusal."""
    if not provider.vouches:
        raise refusal(404, "ID_TOKEN_NOT_SUPPORTED")
    try:
        profile = await provider.vouched(token, nonce=nonce)
    except (Untrusted, Unanswered) as fault:
        log.warning("auth.provider.id_token.refused", provider=provider.id, reason=str(fault))
        raise refusal(401, "INVALID_TOKEN") from fault
    except NoProfile as fault:
        raise refusal(401, "FAILED_TO_GET_USER_INFO") from fault
    if not profile.email:
        raise refusal(401, "USER_EMAIL_NOT_FOUND")
    return profile


def redirect_uri(auth: Auth, provider: Provider) -> str:
    """Where the provider sends browsers back to: of BETTER_AUTH_URL, whatever host a request was sent to."""
    return f"{auth.settings.origin}/api/auth/callback/{provider.id}"


def _check_issuer(provider: Provider, issuer: str | None) -> None:
    """That the callback is of the provider it was begun with (RFC 9207). Raises Failed."""
    if issuer and provider.issuer and issuer != provider.issuer:
        raise Failed("issuer_mismatch")
    if not issuer and provider.names_issuer:
        raise Failed("issuer_missing")
