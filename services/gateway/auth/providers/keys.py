"""A provider's public keys (RFC 7517), kept for an hour and asked for again when a token names one not among them."""

import asyncio
import time
from collections.abc import Callable

from joserfc.errors import JoseError
from joserfc.jwk import Key, import_key

from services.gateway.outside import Outside, Unanswered

LIFETIME = 3600.0
"""Seconds keys are used without asking again."""
PAUSE = 60.0
"""Seconds between two questions at least, whatever tokens name."""


class Keys:
    """The signing keys at one address."""

    def __init__(self, outside: Outside, url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._outside, self._url, self._clock = outside, url, clock
        self._known: list[Key] = []
        self._told_at = self._asked_at = float("-inf")
        self._lock = asyncio.Lock()

    async def find(self, kid: str | None) -> list[Key]:
        """The keys of that id; all of them for a token that names none. Raises Unanswered."""
        async with self._lock:
            now = self._clock()
            if now - self._told_at > LIFETIME or (not self._matching(kid) and now - self._asked_at > PAUSE):
                await self._ask(now)
            return self._matching(kid)

    def _matching(self, kid: str | None) -> list[Key]:
        return [key for key in self._known if kid is None or key.kid == kid]

    async def _ask(self, now: float) -> None:
        self._asked_at = now
        document = await self._outside.get(self._url)
        listed = document.get("keys") if isinstance(document, dict) else None
        if not isinstance(listed, list):
            raise Unanswered(f"{self._url}: no keys")
        self._known = [key for key in map(_imported, listed) if key is not None]
        self._told_at = now


def _imported(given: object) -> Key | None:
    """A public key for signatures; a set may hold others, which are passed over."""
    if not isinstance(given, dict) or given.get("use", "sig") != "sig" or given.get("kty") == "oct":
        return None
    try:
        return import_key(given)
    except (JoseError, ValueError, TypeError, KeyError):
        return None
