"""The providers an operator has set up, each made when it is first asked for."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime

import structlog

from services.gateway.auth.providers import google, oidc
from services.gateway.auth.providers.github import GitHub
from services.gateway.auth.providers.google import Google
from services.gateway.auth.providers.id_tokens import IdTokens
from services.gateway.auth.providers.keys import Keys
from services.gateway.auth.providers.oidc import Oidc
from services.gateway.auth.providers.provider import Provider
from services.gateway.auth.providers.token_endpoint import TokenEndpoint
from services.gateway.outside import Outside, Unanswered
from services.gateway.provider_settings import ProviderSettings

log = structlog.get_logger()


class Providers:
    """Finds providers by id. An OpenID Connect provider is discovered at first use, and then kept."""

    def __init__(self, settings: ProviderSettings, outside: Outside, *, now: Callable[[], datetime]) -> None:
        self._outside, self._now = outside, now
        self._known: dict[str, Provider] = {provider.id: provider for provider in _fixed(settings, outside, now)}
        self._configured = {each.id: each for each in settings.oidc_providers}
        self._locks = {id_: asyncio.Lock() for id_ in self._configured}

    async def find(self, id_: str) -> Provider | None:
        """The provider of that id; None also for one whose discovery fails, which is tried again next time."""
        known = self._known.get(id_)
        if known or id_ not in self._configured:
            return known
        async with self._locks[id_]:
            return self._known.get(id_) or await self._discovered(id_)

    async def _discovered(self, id_: str) -> Oidc | None:
        try:
            found = await oidc.discover(self._configured[id_], self._outside, now=self._now)
        except Unanswered as fault:
            log.error("auth.provider.undiscovered", provider=id_, reason=str(fault))
            return None
        self._known[id_] = found
        return found


def _fixed(settings: ProviderSettings, outside: Outside, now: Callable[[], datetime]) -> Iterator[Provider]:
    if settings.github_client_id:
        url, secret = settings.github_url, settings.github_client_secret.get_secret_value()
        tokens = TokenEndpoint(outside, f"{url}/login/oauth/access_token", settings.github_client_id, secret, now)
        yield GitHub(outside, tokens, url, settings.github_api_url)
    if settings.google_client_id:
        client_id, secret = settings.google_client_id, settings.google_client_secret.get_secret_value()
        keys = Keys(outside, settings.google_keys_url)
        yield Google(
            settings.google_authorization_url,
            TokenEndpoint(outside, settings.google_token_url, client_id, secret, now),
            IdTokens(keys, google.ISSUERS, client_id, google.ALGORITHMS, now, max_age=google.MAX_AGE),
        )
