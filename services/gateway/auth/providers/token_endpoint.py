"""A provider's token endpoint (RFC 6749): tokens for a code, and new ones for a refresh token."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.gateway.auth import wire
from services.gateway.auth.providers.provider import Tokens
from services.gateway.outside import Outside, Unanswered


@dataclass(frozen=True, slots=True)
class TokenEndpoint:
    """Asks with the client's secret in the form, as BetterAuth does."""

    outside: Outside
    url: str
    client_id: str
    client_secret: str
    now: Callable[[], datetime]

    async def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Tokens:
        """The tokens for a code. Raises Unanswered."""
        return await self._ask(
            {
                "grant_type": "authorization_code",
                "code": code,
                "code_verifier": verifier,
                "redirect_uri": redirect_uri,
            }
        )

    async def refresh(self, refresh_token: str) -> Tokens:
        """New tokens. Raises Unanswered, also when the answer holds no access token."""
        tokens = await self._ask({"grant_type": "refresh_token", "refresh_token": refresh_token})
        if not tokens.access_token:
            raise Unanswered(f"{self.url}: no access token")
        return tokens

    async def _ask(self, form: Mapping[str, str]) -> Tokens:
        secret = {"client_secret": self.client_secret} if self.client_secret else {}
        document = await self.outside.post(self.url, {**form, "client_id": self.client_id, **secret})
        if not isinstance(document, dict) or "error" in document:
            raise Unanswered(f"{self.url}: refused")
        return self._tokens(document)

    def _tokens(self, document: Mapping[str, Any]) -> Tokens:
        return Tokens(
            access_token=_text(document.get("access_token")),
            refresh_token=_text(document.get("refresh_token")),
            id_token=_text(document.get("id_token")),
            access_token_expires_at=self._instant(document.get("expires_in")),
            refresh_token_expires_at=self._instant(document.get("refresh_token_expires_in")),
            scopes=_scopes(document.get("scope")),
        )

    def _instant(self, seconds: object) -> datetime | None:
        """When that many seconds are over; None where the provider says nothing that can be counted."""
        try:
            counted = timedelta(seconds=float(str(seconds))) if seconds else None
            return wire.cut(self.now() + counted) if counted else None
        except (ValueError, OverflowError):
            return None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _scopes(given: object) -> tuple[str, ...]:
    """Scopes as providers write them: separated by spaces, or in a list."""
    if isinstance(given, list):
        return tuple(each.strip() for each in given if isinstance(each, str) and each.strip())
    return tuple(given.split()) if isinstance(given, str) else ()
