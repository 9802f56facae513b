"""What is in a mailed link, and tokens like those in one, made to say anything."""

import json
import time
from base64 import urlsafe_b64decode
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey

from tests.gateway.auth.server import ORIGIN
from tests.support import settings


def below(url: str) -> str:
    """A link's path below /api/auth, with its query."""
    assert url.startswith(f"{ORIGIN}/api/auth/"), url
    return url.removeprefix(f"{ORIGIN}/api/auth")


def without_callback(url: str) -> str:
    """The same, going on nowhere."""
    return below(url).partition("&callbackURL=")[0]


def token_in(url: str) -> str:
    """The token of a link."""
    return parse_qs(urlsplit(url).query)["token"][0]


def parts_of(token: str) -> tuple[str, str]:
    """A token's header and claims as they are written."""
    header, claims, _ = token.split(".")
    return tuple(urlsafe_b64decode(part + "=" * (-len(part) % 4)).decode() for part in (header, claims))  # type: ignore[return-value]


def claims_of(url: str) -> dict[str, Any]:
    """What the token of a link says."""
    claims: dict[str, Any] = json.loads(parts_of(token_in(url))[1])
    return claims


def token(*, secret: str = settings.BETTER_AUTH_SECRET, algorithm: str = "HS256", **claims: object) -> str:
    """A token that says this, good for an hour unless it says when."""
    said = {"iat": int(time.time()), "exp": int(time.time()) + 3600} | claims
    known = {name: value for name, value in said.items() if value is not None}
    return jwt.encode({"alg": algorithm}, known, OctKey.import_key(secret.encode()), algorithms=[algorithm])
