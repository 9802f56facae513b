"""What a provider is: somebody else's sign-in, asked for a code, for tokens, and for who somebody is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol


class NoProfile(Exception):
    """The provider does not say, or not credibly, who somebody is."""


class Asked(NamedTuple):
    """What an authorization URL is made for. `verifier` is PKCE's, of which only the challenge is shown."""

    state: str
    verifier: str
    redirect_uri: str
    nonce: str | None = None
    scopes: tuple[str, ...] = ()
    login_hint: str | None = None
    extra: Mapping[str, str] = {}


class Tokens(NamedTuple):
    """What a provider has handed out; no scopes where a client has brought an ID token, for it has none."""

    access_token: str | None = None
    refresh_token: str | None = None
    id_token: str | None = None
    access_token_expires_at: datetime | None = None
    refresh_token_expires_at: datetime | None = None
    scopes: tuple[str, ...] | None = None


class Profile(NamedTuple):
    """Who somebody is at a provider: `user` in BetterAuth's words, `data` in the provider's own."""

    account_id: str
    user: dict[str, Any]
    data: dict[str, Any]

    @property
    def name(self) -> str:
        """The name, or an empty text."""
        return _text(self.user.get("name")) or ""

    @property
    def email(self) -> str | None:
        """The e-mail address in lower case; one that no database keeps is none."""
        given = _text(self.user.get("email"))
        return given.lower() if given and _is_storable(given) else None

    @property
    def image(self) -> str | None:
        """The picture's address."""
        return _text(self.user.get("image"))

    @property
    def email_verified(self) -> bool:
        """Whether the provider vouches for the e-mail address; some say so with a text."""
        return is_true(self.user.get("emailVerified"))


@dataclass(frozen=True, slots=True)
class Policy:
    """What the operator allows a provider. A `trusted` one need not have verified an e-mail address to link to it."""

    sign_up: bool = True
    implicit_sign_up: bool = True
    requires_verified_email: bool = False
    trusted: bool = False


class Provider(Protocol):
    """A provider, ready to be asked. `issuer` is what it calls itself in callbacks, if it does."""

    @property
    def id(self) -> str:
        """Its name in paths and tables."""

    @property
    def policy(self) -> Policy:
        """What it is allowed."""

    @property
    def issuer(self) -> str | None:
        """What the `iss` of a callback must be (RFC 9207)."""

    @property
    def names_issuer(self) -> bool:
        """Whether it promises to send `iss` with every callback."""

    @property
    def binds_nonce(self) -> bool:
        """Whether its ID tokens repeat the nonce of the authorization URL."""

    @property
    def vouches(self) -> bool:
        """Whether an ID token of it proves by itself who somebody is."""

    def authorization_url(self, asked: Asked) -> str:
        """Where the browser is to be sent."""

    def end_session_url(self, *, id_token: str | None, back: str | None, state: str | None) -> str | None:
        """Where the browser is to be sent to be signed out there too and then go `back`; None where that cannot be."""

    async def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> Tokens:
        """The tokens for a code. Raises Unanswered."""

    async def refresh(self, refresh_token: str) -> Tokens:
        """New tokens. Raises Unanswered."""

    async def identify(self, tokens: Tokens, *, nonce: str | None) -> Profile:
        """Who somebody is, of tokens just exchanged. Raises NoProfile or Unanswered."""

    async def vouched(self, id_token: str, *, nonce: str | None) -> Profile:
        """Who somebody is, of an ID token that a client has brought.

        Raises Untrusted for a token that proves nothing, NoProfile or Unanswered where it does not say enough.
        """

    async def recall(self, tokens: Tokens) -> Profile:
        """Who somebody is, of tokens kept since they were proved. Raises NoProfile or Unanswered."""


def subject(value: object) -> str:
    """A provider's id of somebody as text. Raises NoProfile for what is none."""
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise NoProfile("no subject")
    if not _is_storable(str(value)):
        raise NoProfile("a subject that cannot be kept")
    return str(value)


def is_true(value: object) -> bool:
    """Whether a claim is true, or the text that says so."""
    return value is True or value == "true"


def present(members: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """The members whose name in `given` is there, as JSON leaves out what JavaScript calls undefined."""
    return {name: given[source] for name, source in members.items() if source in given}


def _is_storable(text: str) -> bool:
    """Whether PostgreSQL keeps it: neither NUL nor half a surrogate pair, both of which JSON can spell."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None
