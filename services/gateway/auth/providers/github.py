"""GitHub: OAuth 2 without ID tokens; who somebody is is asked of its API."""

from dataclasses import dataclass
from typing import Any, ClassVar

from services.gateway.auth.providers import authorization
from services.gateway.auth.providers.id_tokens import Untrusted
from services.gateway.auth.providers.provider import Asked, NoProfile, Policy, Profile, Tokens, present, subject
from services.gateway.auth.providers.token_endpoint import TokenEndpoint
from services.gateway.outside import Outside, Unanswered

SCOPES = ("read:user", "user:email")


@dataclass(frozen=True, slots=True)
class GitHub:
    """GitHub, or a GitHub Enterprise server at `url` with its API at `api_url`."""

    id: ClassVar[str] = "github"
    policy: ClassVar[Policy] = Policy()
    issuer: ClassVar[None] = None
    names_issuer: ClassVar[bool] = False
    binds_nonce: ClassVar[bool] = False
    vouches: ClassVar[bool] = False

    outside: Outside
    tokens: TokenEndpoint
    url: str
    api_url: str

    def authorization_url(self, asked: Asked) -> str:
        """Where the browser is to be sent."""
        endpoint = f"{self.url}/login/oauth/authorize"
        return authorization.url(
            endpoint, client_id=self.tokens.client_id, scopes=[*SCOPES, *asked.scopes], asked=asked
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
        """Who somebody is; the e-mail address is the public one, else the primary. Raises NoProfile or Unanswered."""
        data = await self.outside.get(f"{self.api_url}/user", bearer=tokens.access_token)
        if not isinstance(data, dict):
            raise NoProfile("no user")
        emails = await self._emails(tokens)
        if not data.get("email") and emails:
            data["email"] = next((each for each in emails if each.get("primary")), emails[0]).get("email")
        verified = next(
            (each.get("verified", False) for each in emails if each.get("email") == data.get("email")), False
        )
        user = {"name": data.get("name") or data.get("login") or ""}
        user |= present({"email": "email", "image": "avatar_url"}, data)
        return Profile(subject(data.get("id")), user | {"emailVerified": verified}, data)

    async def vouched(self, id_token: str, *, nonce: str | None) -> Profile:
        """GitHub has no ID tokens. Raises Untrusted."""
        raise Untrusted("GitHub has no ID tokens")

    async def recall(self, tokens: Tokens) -> Profile:
        """Who somebody is, asked anew. Raises NoProfile or Unanswered."""
        return await self.identify(tokens, nonce=None)

    async def _emails(self, tokens: Tokens) -> list[dict[str, Any]]:
        """The e-mail addresses, as far as GitHub tells: whoever did not grant that scope has none that is verified."""
        try:
            found = await self.outside.get(f"{self.api_url}/user/emails", bearer=tokens.access_token)
        except Unanswered:
            return []
        return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
