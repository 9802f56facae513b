"""ID tokens (OpenID Connect Core 3.1.3.7): signed by the provider, for us, now, and for this sign-in."""

import importlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import Key

from services.gateway.auth.providers.keys import Keys

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""What may sign: public keys only, so that no client secret and no `none` can."""
LEEWAY = 30
"""Seconds two clocks may differ."""
CLAIMS = "authlib.oidc.core"
FAULTS = (JoseError, ValueError, TypeError, KeyError, AttributeError)


class Untrusted(Exception):
    """The ID token is not the provider's, not for us, not of now or not of this sign-in."""


@dataclass(frozen=True, slots=True)
class IdTokens:
    """Checks one provider's ID tokens; `algorithms` are pinned, never taken from a token. `max_age` is in seconds."""

    keys: Keys
    issuers: tuple[str, ...]
    audience: str
    algorithms: tuple[str, ...]
    now: Callable[[], datetime]
    max_age: int | None = None

    async def claims(
        self, token: str, *, nonce: str | None = None, access_token: str | None = None, ours: bool = True
    ) -> dict[str, Any]:
        """What a token claims, all of it checked. Raises Untrusted, or Unanswered when the keys cannot be read.

        `ours` are tokens we have asked for: no other party may then be the authorized one.
        """
        parsed = self._verified(token, await self.keys.find(_kid(token)))
        options = {"iss": {"essential": True, "values": list(self.issuers)}, "aud": {"value": self.audience}}
        expected = {
            "nonce": nonce,
            "access_token": access_token,
            "client_id": self.audience if ours else None,
        }
        kind = importlib.import_module(CLAIMS).CodeIDToken
        at = int(self.now().timestamp())
        try:
            kind(parsed.claims, parsed.header, options, expected).validate(at, LEEWAY)
            fresh = self.max_age is None or parsed.claims["iat"] + self.max_age + LEEWAY >= at
        except FAULTS as fault:
            raise Untrusted(str(fault)) from fault
        if not fresh:
            raise Untrusted("too old")
        return parsed.claims

    def _verified(self, token: str, keys: list[Key]) -> jwt.Token:
        for key in keys:
            try:
                return jwt.decode(token, key, algorithms=self.algorithms)
            except FAULTS:
                continue
        raise Untrusted("no key of the provider has signed it")


def unverified(token: str) -> dict[str, Any]:
    """What a token claims that was checked when it came. Raises Untrusted for what is no token."""
    try:
        claims = json.loads(jws.extract_compact(token.encode()).payload)
    except FAULTS as fault:
        raise Untrusted(str(fault)) from fault
    if not isinstance(claims, dict):
        raise Untrusted("no claims")
    return claims


def _kid(token: str) -> str | None:
    try:
        kid = jws.extract_compact(token.encode()).headers().get("kid")
    except FAULTS as fault:
        raise Untrusted(str(fault)) from fault
    return kid if isinstance(kid, str) else None
