"""Google: its ID token says who somebody is."""

from dataclasses import dataclass
from typing import Any, ClassVar

from services.gateway.auth.providers import authorization, id_tokens
from services.gateway.auth.providers.id_tokens import IdTokens, Untrusted
from services.gateway.auth.providers.provider import Asked, NoProfile, Policy, Profile, Tokens, present, subject
from services.gateway.auth.providers.token_endpoint import TokenEndpoint

SCOPES = ("email", "profile", "openid")
ISSUERS = ("https://accounts.google.com", "accounts.google.com")
ALGORITHMS = ("RS256",)
MAX_AGE = 3600
"""Seconds an ID token is believed after it was issued."""
MEMBERS = {"name": "name", "email": "email", "image": "picture", "emailVerified": "email_verified"}


@dataclass(frozen=True, slots=True)
class Google:
    """Google's sign-in, at addresses that hardly ever change."""

    id: ClassVar[str] = "google"
    policy: ClassVar[Policy] = Policy()
    issuer: ClassVar[str] = ISSUERS[0]
    names_issuer: ClassVar[bool] = False
    binds_nonce: ClassVar[bool] = False
    vouches: ClassVar[bool] = True

    authorization_endpoint: str
    tokens: TokenEndpoint
    id_tokens: IdTokens

    def authorization_url(self, asked: Asked) -> str:
        """Where the browser is to be sent."""
        asked = asked._replace(extra={"include_granted_scopes": "true", **asked.extra})
        return authorization.url(
            self.authorization_endpoint,
            client_id=self.tokens.client_id,
            scopes=[*SCOPES, *asked.scopes],
            asked=asked,
        )

    def end_session_url(self, *, id_token: str | None, back: str | None, state: str | None) -> str | None:
        """None: it offers no such thing."""
        return None

    async def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Tokens:
        """The tokens for a code. Raises Unanswered."""
        return await self.tokens.exchange(code, verifier=verifier, redirect_uri=redirect_uri)

    async def refresh(self, refresh_token: str) -> Tokens:
        """New tokens. Raises Unanswered."""
        return await self.tokens.refresh(refresh_token)

    async def identify(self, tokens: Tokens, *, nonce: str | None) -> Profile:
        """Who somebody is. Raises NoProfile or Unanswered."""
        try:
            return _profile(await self.id_tokens.claims(tokens.id_token or "", access_token=tokens.access_token))
        except Untrusted as fault:
            raise NoProfile(str(fault)) from fault

    async def vouched(self, id_token: str, *, nonce: str | None) -> Profile:
        """Who somebody is, of a client's ID token, for which another of our clients may have been authorized.

        Raises Untrusted, NoProfile or Unanswered.
        """
        return _profile(await self.id_tokens.claims(id_token, nonce=nonce, ours=False))

    async def recall(self, tokens: Tokens) -> Profile:
        """Who somebody was when the ID token came. Raises NoProfile."""
        try:
            return _profile(id_tokens.unverified(tokens.id_token or ""))
        except Untrusted as fault:
            raise NoProfile(str(fault)) from fault


def _profile(claims: dict[str, Any]) -> Profile:
    return Profile(subject(claims.get("sub")), present(MEMBERS, claims), claims)
