"""Internal tokens that must not be believed, each wrong in one way."""

import base64
import time
from collections.abc import Mapping
from typing import Any

import orjson
from joserfc import jwt

from shared.contracts.principal import Principal
from shared.security import internal_token
from tests.support import settings

OTHER_SECRET = "some-other-key-of-the-same-length-0123456789"


def claims(principal: Principal, *, age: int = 0, **changed: Any) -> dict[str, Any]:
    """What a good token of `age` seconds says, and what was changed in it; None takes a claim away."""
    issued = int(time.time()) - age
    good = {
        "iss": "gateway",
        "aud": internal_token.AUDIENCE,
        "sub": principal.user_id,
        "wsp": str(principal.workspace_id),
        "role": principal.role,
        "plan": principal.plan,
        "iat": issued,
        "exp": issued + internal_token.LIFETIME,
    }
    return {name: value for name, value in (good | changed).items() if value is not None}


def signed(content: Mapping[str, Any], *, secret: str = settings.INTERNAL_SECRET, algorithm: str = "HS256") -> str:
    """Those claims as a token."""
    key = internal_token.signing_key(secret)
    return jwt.encode({"alg": algorithm}, dict(content), key, algorithms=[algorithm])


def unsigned(content: Mapping[str, Any], *, algorithm: str = "none") -> str:
    """Those claims under an algorithm that signs nothing."""
    return b".".join(_part(part) for part in ({"alg": algorithm}, content)).decode() + "."


def refused(principal: Principal) -> dict[str, str]:
    """Tokens by what is wrong with them."""
    good = claims(principal)
    now = good["iat"]
    return {
        "empty": "",
        "garbage": "not-a-token",
        "three empty parts": "..",
        "expired": signed(claims(principal, age=internal_token.LIFETIME)),
        "not yet issued": signed(claims(principal, age=-900)),
        "valid for an hour": signed(good | {"exp": now + 3600}),
        "without an end": signed(claims(principal, exp=None)),
        "without a beginning": signed(claims(principal, iat=None)),
        "without a workspace": signed(claims(principal, wsp=None)),
        "of a workspace that is none": signed(good | {"wsp": "everybody"}),
        "of an unknown role": signed(good | {"role": "root"}),
        "of an unknown plan": signed(good | {"plan": "unlimited"}),
        "for another audience": signed(good | {"aud": "gateway"}),
        "for several audiences": signed(good | {"aud": ["core", "gateway"]}),
        "from another issuer": signed(good | {"iss": "somebody"}),
        "signed with another key": signed(good, secret=OTHER_SECRET),
        "signed with another algorithm": signed(good, algorithm="HS512"),
        "not signed": unsigned(good),
        "not signed, in capitals": unsigned(good, algorithm="NONE"),
        "with a cut signature": signed(good)[:-4],
        "with other claims under the signature": _swapped(signed(good), good | {"sub": "somebody-else"}),
    }


def _swapped(token: str, content: Mapping[str, Any]) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{_part(content).decode()}.{signature}"


def _part(content: Mapping[str, Any]) -> bytes:
    return base64.urlsafe_b64encode(orjson.dumps(content)).rstrip(b"=")
