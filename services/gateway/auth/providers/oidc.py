"""Any OpenID Connect provider, known by its issuer alone: the rest is discovered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from services.gateway.auth.providers import authorization, id_tokens
from services.gateway.auth.providers.id_tokens import ALGORITHMS, IdTokens, Untrusted
from services.gateway.auth.providers.keys import Keys
from services.gateway.auth.providers.provider import Asked, NoProfile, Policy, Profile, Tokens, is_true, subject
from services.gateway.auth.providers.token_endpoint import TokenEndpoint
from services.gateway.outside import Outside, Unanswered
from services.gateway.provider_settings import OidcProvider

WELL_KNOWN = "/.well-known/openid-configuration"
REQUIRED = ("authorization_endpoint", "token_endpoint", "jwks_uri")


@dataclass(frozen=True, slots=True)
class Oidc:
    """A provider as its discovery document describes it."""

    binds_nonce: ClassVar[bool] = True
    vouches: ClassVar[bool] = True

    id: str
    policy: Policy
    issuer: str
    names_issuer: bool
    outside: Outside
    scopes: tuple[str, ...]
    authorization_endpoint: str
    userinfo_endpoint: str | None
    end_session_endpoint: str | None
    tokens: TokenEndpoint
    id_tokens: IdTokens

    def authorization_url(self, asked: Asked) -> str:
        """Where the browser is to be sent."""
        scopes = [*asked.scopes, *self.scopes]
        if "openid" not in scopes:
            scopes.insert(0, "openid")
        return authorization.url(
            self.authorization_endpoint, client_id=self.tokens.client_id, scopes=scopes, asked=asked
        )

    def end_session_url(self, *, id_token: str | None, back: str | None, state: str | None) -> str | None:
        """Where the browser is signed out here too and then sent `back`, if the provider offers that."""
        if not self.end_session_endpoint:
            return None
        return authorization.end_session_url(
            self.end_session_endpoint, client_id=self.tokens.client_id, id_token=id_token, back=back, state=state
        )

    async def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Tokens:
        """The tokens for a code. Raises Unanswered."""
        return await self.tokens.exchange(code, verifier=verifier, redirect_uri=redirect_uri)

    async def refresh(self, refresh_token: str) -> Tokens:
        """New tokens. Raises Unanswered."""
        return await self.tokens.refresh(refresh_token)

    async def identify(self, tokens: Tokens, *, nonce: str | None) -> Profile:
        """Who somebody is. Raises NoProfile or Unanswered."""
        try:
            claims = await self.id_tokens.claims(tokens.id_token or "", nonce=nonce, access_token=tokens.access_token)
        except Untrusted as fault:
            raise NoProfile(str(fault)) from fault
        return await self._profile(claims, tokens.access_token)

    async def vouched(self, id_token: str, *, nonce: str | None) -> Profile:
        """Who somebody is, of a client's ID token. Raises Untrusted, NoProfile or Unanswered."""
        return await self._profile(await self.id_tokens.claims(id_token, nonce=nonce, ours=False), None)

    async def recall(self, tokens: Tokens) -> Profile:
        """Who somebody was when the ID token came. Raises NoProfile or Unanswered."""
        try:
            return await self._profile(id_tokens.unverified(tokens.id_token or ""), tokens.access_token)
        except Untrusted as fault:
            raise NoProfile(str(fault)) from fault

    async def _profile(self, claims: dict[str, Any], access_token: str | None) -> Profile:
        """Of the ID token where it tells the e-mail address, else of the userinfo endpoint, about the same person."""
        account_id = subject(claims.get("sub"))
        if claims.get("email"):
            leading = {"id": account_id, "emailVerified": is_true(claims.get("email_verified"))}
            data = leading | ({"image": claims["picture"]} if "picture" in claims else {}) | claims
            return Profile(account_id, _user(data), data)
        if not self.userinfo_endpoint or not access_token:
            raise NoProfile("the ID token has no e-mail address, and there is no other way to ask")
        found = await self.outside.get(self.userinfo_endpoint, bearer=access_token)
        if not isinstance(found, dict) or found.get("sub") != account_id:
            raise NoProfile("the userinfo endpoint speaks of somebody else")
        data = found | {"emailVerified": is_true(found.get("email_verified"))}
        data |= {"image": found["picture"]} if "picture" in found else {}
        return Profile(account_id, _user(data), data)


async def discover(configured: OidcProvider, outside: Outside, *, now: Callable[[], datetime]) -> Oidc:
    """The provider of an issuer (OpenID Connect Discovery 1.0). Raises Unanswered."""
    issuer = configured.issuer
    document = await outside.get(issuer.removesuffix("/") + WELL_KNOWN)
    if not isinstance(document, dict) or document.get("issuer") != issuer:
        raise Unanswered(f"{issuer}: its discovery document is of another issuer")
    for name in REQUIRED:
        outside.refuse_inward(str(document.get(name)))
    client_id, secret = configured.client_id, configured.client_secret.get_secret_value()
    return Oidc(
        id=configured.id,
        policy=Policy(
            sign_up=not configured.disable_sign_up,
            implicit_sign_up=not configured.disable_implicit_sign_up,
            requires_verified_email=configured.require_email_verification,
            trusted=configured.trusted,
        ),
        issuer=issuer,
        names_issuer=document.get("authorization_response_iss_parameter_supported") is True,
        outside=outside,
        scopes=configured.scopes,
        authorization_endpoint=document["authorization_endpoint"],
        userinfo_endpoint=document.get("userinfo_endpoint"),
        end_session_endpoint=_page(document.get("end_session_endpoint")),
        tokens=TokenEndpoint(outside, document["token_endpoint"], client_id, secret, now),
        id_tokens=IdTokens(Keys(outside, document["jwks_uri"]), (issuer,), client_id, _algorithms(document), now),
    )


def _page(url: object) -> str | None:
    return url if isinstance(url, str) and url.startswith(("https://", "http://")) else None


def _algorithms(document: Mapping[str, Any]) -> tuple[str, ...]:
    """What the provider says it signs with, as far as it may; RS256 is what every provider must know."""
    said = document.get("id_token_signing_alg_values_supported")
    return tuple(name for name in ALGORITHMS if name in said) if isinstance(said, list) else ("RS256",)


def _user(data: Mapping[str, Any]) -> dict[str, Any]:
    members = ("email", "emailVerified", "image", "name")
    return {name: data[name] for name in members if name in data and not (name == "image" and data[name] is None)}
