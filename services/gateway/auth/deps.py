"""What auth works with, put together once from the settings; its connections are there once the gateway has opened."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from services.gateway.auth.cookie_cache import CookieCache
from services.gateway.auth.cookies import Cookies, Signer
from services.gateway.auth.credentials import Credentials
from services.gateway.auth.csrf import Guard
from services.gateway.auth.email_tokens import EmailTokens
from services.gateway.auth.origins import TrustedOrigins
from services.gateway.auth.passwords import Hasher
from services.gateway.auth.providers.registry import Providers
from services.gateway.auth.sealing import Sealer
from services.gateway.resources import Resources
from services.gateway.settings import GatewaySettings, secrets_of
from shared import types


@dataclass(frozen=True, slots=True)
class Gate:
    """What tells, from a request alone, which session it presents and whether it may be another site's."""

    cookies: Cookies
    credentials: Credentials
    guard: Guard

    @classmethod
    def of(cls, settings: GatewaySettings) -> "Gate":
        """The gate of these settings. Raises ValueError without BETTER_AUTH_SECRET."""
        signer = Signer(*settings.signing_secrets)
        cookies = Cookies(signer, secure=settings.secure_cookies)
        origins = TrustedOrigins([settings.origin, *settings.better_auth_trusted_origins])
        return Gate(cookies, Credentials(signer, cookies), Guard(origins))


@dataclass(frozen=True, slots=True)
class Auth(Gate):
    """The tools of auth's endpoints and flows."""

    settings: GatewaySettings
    resources: Resources
    hasher: Hasher
    now: Callable[[], datetime]
    providers: Providers
    sealer: Sealer
    email_tokens: EmailTokens
    cookie_cache: CookieCache

    @classmethod
    def build(cls, settings: GatewaySettings, resources: Resources, *, now: Callable[[], datetime] = types.now) -> Self:
        """Everything the settings ask for. Raises ValueError without BETTER_AUTH_SECRET."""
        gate = Gate.of(settings)
        providers = Providers(settings, resources.outside, now=now)
        sealer = Sealer(
            secrets_of(settings.better_auth_secrets.get_secret_value()), settings.better_auth_secret.get_secret_value()
        )
        tokens = EmailTokens(settings.signing_secrets)
        cache = CookieCache(settings, gate.cookies.session_data)
        made = (Hasher(), now, providers, sealer, tokens, cache)
        return cls(gate.cookies, gate.credentials, gate.guard, settings, resources, *made)
