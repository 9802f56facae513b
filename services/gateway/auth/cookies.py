"""BetterAuth's cookies: their names, their signatures, and the exact lines that set and clear them."""

import base64
import hmac
from typing import NamedTuple

from services.gateway.auth import wire
from services.gateway.auth.session_data import SessionData

Lines = list[tuple[bytes, bytes]]

SESSION_TOKEN = "better-auth.session_token"  # noqa: S105
SESSION_DATA = "better-auth.session_data"
DONT_REMEMBER = "better-auth.dont_remember"
STATE = "better-auth.state"
ADMIN_SESSION = "better-auth.admin_session"
SECURE_PREFIX = "__Secure-"
MAX_AGE = 604_800
"""Seconds a remembered browser keeps the session cookie: as long as the session lives."""
FORGETS = "true"
STATE_MAX_AGE = 300
"""Seconds somebody has for signing in at a provider."""


class Signer:
    """Signs values as BetterAuth does, `value.base64(HMAC-SHA256)`: with the first secret, taking any for good."""

    def __init__(self, *secrets: str) -> None:
        if not secrets or not all(secrets):
            raise ValueError("BETTER_AUTH_SECRET is missing: without it anybody could sign a session cookie")
        self._keys = [secret.encode() for secret in secrets]

    def sign(self, value: str) -> str:
        """The value with its signature."""
        return f"{value}.{_signature(self._keys[0], value)}"

    def verified(self, signed: str) -> str | None:
        """The value of a well-signed text, or None. Hex, base64url and unpadded signatures are refused."""
        value, _, signature = signed.rpartition(".")
        if not value or not signature.isascii():
            return None
        signed_well = any(hmac.compare_digest(_signature(key, value), signature) for key in self._keys)
        return value if signed_well else None

    def is_current(self, signed: str) -> bool:
        """Whether a well-signed text was signed with the first secret."""
        value, _, signature = signed.rpartition(".")
        return hmac.compare_digest(_signature(self._keys[0], value).encode(), signature.encode())


def _signature(key: bytes, value: str) -> str:
    return base64.b64encode(hmac.digest(key, value.encode(), "sha256")).decode("ascii")


class Admin(NamedTuple):
    """The session of an admin who acts in somebody's place, and whether the browser keeps it beyond its closing."""

    token: str
    remembered: bool


class Cookies:
    """Reads and writes auth's cookies; a secure server knows only the prefixed names."""

    def __init__(self, signer: Signer, *, secure: bool) -> None:
        self._signer = signer
        prefix = SECURE_PREFIX if secure else ""
        self._session_token, self._dont_remember = prefix + SESSION_TOKEN, prefix + DONT_REMEMBER
        self._state, self._admin_session = prefix + STATE, prefix + ADMIN_SESSION
        self._attributes = f"Path=/; HttpOnly; {'Secure; ' if secure else ''}SameSite=Lax"
        self.session_data = SessionData(prefix + SESSION_DATA, self._line)

    def signed_token(self, header: str) -> str | None:
        """The session cookie in a Cookie header, whatever its worth."""
        return value_of(header, self._session_token)

    def forgets(self, header: str) -> bool:
        """Whether the browser asked not to be remembered."""
        return self._read(header, self._dont_remember) == FORGETS

    def granted(self, token: str, *, remembered: bool, header: str) -> Lines:
        """The lines that hand out a session; `header` is the Cookie header that came with the request."""
        signed = self._signer.sign(token)
        lines = [self._line(self._session_token, wire.encoded(signed), MAX_AGE if remembered else None)]
        if not remembered:
            lines.append(self._line(self._dont_remember, wire.encoded(self._signer.sign(FORGETS)), None))
        elif self.forgets(header):
            lines.append(self._line(self._dont_remember, "", 0))
        exposed = (b"access-control-expose-headers", b"set-auth-token")
        return [*lines, (b"set-auth-token", signed.encode()), exposed]

    def cleared(self, header: str) -> Lines:
        """The lines that take every session cookie away, whether or not it was sent."""
        kept = [self.session_data.refused(), *self.session_data.taken_away(header)]
        return [self._line(self._session_token, "", 0), *kept, self._line(self._dont_remember, "", 0)]

    def state(self, header: str) -> str | None:
        """The state of a sign-in at a provider in a Cookie header, if it is well signed."""
        return self._read(header, self._state)

    def with_state(self, state: str) -> Lines:
        """The line that binds a sign-in at a provider to this browser."""
        return [self._line(self._state, wire.encoded(self._signer.sign(state)), STATE_MAX_AGE)]

    def without_state(self) -> Lines:
        """The line that ends it."""
        return [self._line(self._state, "", 0)]

    def admin_session(self, header: str) -> Admin | None:
        """The session an admin left to act in somebody's place, if a Cookie header has it well signed."""
        value = self._read(header, self._admin_session)
        if value is None or ":" not in value:
            return None
        token, _, forgets = value.partition(":")
        return Admin(token, remembered=not forgets)

    def with_admin_session(self, token: str, *, header: str) -> Lines:
        """The line that keeps an admin's session for the way back; `header` came with the request."""
        value = f"{token}:{'true' if self.forgets(header) else ''}"
        return [self._line(self._admin_session, wire.encoded(self._signer.sign(value)), MAX_AGE)]

    def without_admin_session(self) -> Lines:
        """The line that ends it."""
        return [self._line(self._admin_session, "", 0)]

    def _read(self, header: str, name: str) -> str | None:
        value = value_of(header, name)
        return self._signer.verified(value) if value else None

    def _line(self, name: str, value: str, max_age: int | None) -> tuple[bytes, bytes]:
        age = "" if max_age is None else f"Max-Age={max_age}; "
        return b"set-cookie", f"{name}={value}; {age}{self._attributes}".encode("latin-1")


def value_of(header: str, name: str) -> str | None:
    """The first cookie of that name: without its quotes, and decoded where it has a percent sign."""
    for pair in header.split(";"):
        key, equals, value = pair.partition("=")
        if equals and key.strip() == name:
            value = value.strip()
            return wire.decoded(value[1:-1] if value.startswith('"') else value)
    return None
