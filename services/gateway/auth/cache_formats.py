"""The three formats of BetterAuth's cookie cache; each says when it ends, and is made with the first secret."""

import base64
import hmac
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple, Protocol
from uuid import uuid4

import orjson
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from joserfc import jwe, jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

Content = Mapping[str, Any]

UNREMEMBERED: Final = 300
"""Seconds a token's content is good for in a browser that is not to be remembered."""
UNREMEMBERED_COMPACT: Final = 60
COMPACT = re.compile(rb'\{"session":(\{.*\}),"expiresAt":([0-9]{1,15}),"signature":"([A-Za-z0-9_-]{43})"\}', re.DOTALL)
SALT, INFO = b"better-auth-session", b"BetterAuth.js Generated Encryption Key"
ENCRYPTION = "A256CBC-HS512"
ALGORITHMS = ["dir", ENCRYPTION, "A256GCM"]


class Unreadable(Exception):
    """What the cookie holds was not made with any of our secrets, or is no such content."""


class Read(NamedTuple):
    """What a cookie held, and until when it is good: milliseconds since 1970."""

    content: Content
    ends: int


class Format(Protocol):
    """Puts content into text and takes it out again."""

    def made(self, content: Content, *, now: datetime, lifetime: int | None) -> str:
        """The text; good for `lifetime` seconds, None in a browser that is not to be remembered."""
        ...

    def read(self, text: str) -> Read:
        """The content. Raises Unreadable."""
        ...


class Compact:
    """base64url of the content with its end and an HMAC over both, as JavaScript writes JSON."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [secret.encode() for secret in secrets]

    def made(self, content: Content, *, now: datetime, lifetime: int | None) -> str:
        """The text; good for `lifetime` seconds, None in a browser that is not to be remembered."""
        ends = int(now.timestamp() * 1000) + (lifetime or UNREMEMBERED_COMPACT) * 1000
        inner = orjson.dumps(content)
        signature = _signature(self._keys[0], inner, b"%d" % ends)
        return _base64url(b'{"session":%b,"expiresAt":%d,"signature":"%b"}' % (inner, ends, signature))

    def read(self, text: str) -> Read:
        """The content. Raises Unreadable."""
        try:
            parts = COMPACT.fullmatch(base64.b64decode(text + "=" * (-len(text) % 4), altchars="-_", validate=True))
        except ValueError as fault:
            raise Unreadable from fault
        if not parts or not any(
            hmac.compare_digest(_signature(key, parts[1], parts[2]), parts[3]) for key in self._keys
        ):
            raise Unreadable
        return Read(_parsed(parts[1]), int(parts[2]))


class Signed:
    """A JWT (RFC 7519) with HS256."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self._keys = [OctKey.import_key(secret.encode()) for secret in secrets]

    def made(self, content: Content, *, now: datetime, lifetime: int | None) -> str:
        """The text; good for `lifetime` seconds, None in a browser that is not to be remembered."""
        claims = _dated(content, now=now, lifetime=lifetime)
        return jwt.encode({"alg": "HS256"}, claims, self._keys[0], algorithms=["HS256"], default_type=None)

    def read(self, text: str) -> Read:
        """The content. Raises Unreadable."""
        for key in self._keys:
            try:
                return _ending(jwt.decode(text, key, algorithms=["HS256"]).claims)
            except (JoseError, ValueError, RecursionError):
                continue
        raise Unreadable


class Encrypted:
    """A JWE (RFC 7516): A256CBC-HS512 under a key derived by HKDF, which its header names by thumbprint."""

    def __init__(self, secrets: Sequence[str]) -> None:
        keys = [OctKey.import_key(_derived(secret)) for secret in secrets]
        self._keys = {key.thumbprint(): key for key in keys}
        self._first = next(iter(self._keys))

    def made(self, content: Content, *, now: datetime, lifetime: int | None) -> str:
        """The text; good for `lifetime` seconds, None in a browser that is not to be remembered."""
        claims = _dated(content, now=now, lifetime=lifetime) | {"jti": str(uuid4())}
        header = {"alg": "dir", "enc": ENCRYPTION, "kid": self._first}
        return jwe.encrypt_compact(header, orjson.dumps(claims), self._keys[self._first], algorithms=ALGORITHMS)

    def read(self, text: str) -> Read:
        """The content. Raises Unreadable."""
        for key in self._keys.values():
            try:
                return _ending(_parsed(jwe.decrypt_compact(text, key, algorithms=ALGORITHMS).plaintext or b""))
            except (JoseError, ValueError):
                continue
        raise Unreadable


FORMATS: Mapping[str, type[Compact] | type[Signed] | type[Encrypted]] = {
    "compact": Compact,
    "jwt": Signed,
    "jwe": Encrypted,
}


def _signature(key: bytes, inner: bytes, ends: bytes) -> bytes:
    """Over the content with its end as the last member."""
    digest = hmac.digest(key, inner[:-1] + b',"expiresAt":' + ends + b"}", "sha256")
    return _base64url(digest).encode()


def _base64url(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _derived(secret: str) -> bytes:
    return HKDF(SHA256(), length=64, salt=SALT, info=INFO).derive(secret.encode())


def _dated(content: Content, *, now: datetime, lifetime: int | None) -> dict[str, Any]:
    issued = int(now.timestamp())
    return {**content, "iat": issued, "exp": issued + (lifetime or UNREMEMBERED)}


def _ending(claims: Content) -> Read:
    ends = claims.get("exp")
    if not isinstance(ends, int):
        raise Unreadable
    return Read(claims, ends * 1000)


def _parsed(text: bytes) -> Content:
    parsed = orjson.loads(text)
    if not isinstance(parsed, dict):
        raise Unreadable
    return parsed
