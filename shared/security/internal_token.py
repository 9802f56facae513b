"""The signed word of the gateway about who is asking; core believes nothing else.

A JWT (RFC 7519), HS256, audience `core` (`core-operators` for admins), valid at most 60 seconds. The other way round,
core's worker gives its word about whom a notice concerns (`gateway-notices`).
"""

import time
from collections import OrderedDict
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

from shared.contracts.principal import Plan, Principal, Role
from shared.errors import Problem

HEADER = "x-canvass-token"
TARGET_HEADER = "x-canvass-target"
"""Beside it, where a request is about two workspaces: a token of the same person for the other one."""
LENT_HEADER = "x-canvass-lent-by"
"""On an answer that lets a stranger in: the workspace, a slash, and the URL-encoded id of who opened it to them."""
AUDIENCE = "core"
OPERATORS = "core-operators"
"""The audience of tokens for admins of the whole installation: who has one is in no workspace, and reads none."""
NOTICES = "gateway-notices"
"""The audience of core's own word: what the gateway is asked to tell of comes from core."""
ISSUERS = {AUDIENCE: "gateway", OPERATORS: "gateway", NOTICES: "core"}
LIFETIME = 60
"""Seconds a token is valid."""
REMEMBERED = 4096

ROLES: tuple[Role, ...] = ("owner", "admin", "compliance", "member", "viewer")
PLANS: tuple[Plan, ...] = ("free", "single_report", "monthly", "yearly")


def signing_key(secret: str) -> OctKey:
    """The HS256 key made of the shared secret's UTF-8 bytes."""
    return OctKey.import_key(secret.encode())


def mint(principal: Principal, *, key: OctKey, lifetime: int = LIFETIME, audience: str = AUDIENCE) -> str:
    """A token that vouches for `principal` for `lifetime` seconds (at most 60)."""
    issued = int(time.time())
    claims = {
        "iss": ISSUERS[audience],
        "aud": audience,
        "sub": principal.user_id,
        "wsp": str(principal.workspace_id),
        "role": principal.role,
        "plan": principal.plan,
        "also_compliance": principal.also_compliance,
        "iat": issued,
        "exp": issued + min(lifetime, LIFETIME),
    }
    return jwt.encode({"alg": "HS256"}, claims, key, algorithms=["HS256"])


class Verifier:
    """Checks one audience's tokens; a verified one is remembered until it expires, since it serves many requests."""

    def __init__(self, secret: str, *, audience: str = AUDIENCE) -> None:
        self._key, self._audience = signing_key(secret), audience
        self._known: OrderedDict[str, tuple[float, Principal]] = OrderedDict()

    def verify(self, token: str) -> Principal:
        """The principal a token vouches for. Raises Problem (unauthenticated) for any token but a good, fresh one."""
        known = self._known.get(token)
        if known and known[0] > time.time():
            return known[1]
        expires, principal = self._read(token)
        self._known[token] = (expires, principal)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return principal

    def _read(self, token: str) -> tuple[float, Principal]:
        try:
            claims = jwt.decode(token, self._key, algorithms=["HS256"]).claims
            expires, issued = float(claims["exp"]), float(claims["iat"])
            principal = _principal(claims)
        except (JoseError, KeyError, ValueError, TypeError) as fault:
            raise _refused() from fault
        fresh = issued - 5 <= time.time() < expires <= issued + LIFETIME
        if claims.get("aud") != self._audience or claims.get("iss") != ISSUERS[self._audience] or not fresh:
            raise _refused()
        return expires, principal


def _principal(claims: dict[str, object]) -> Principal:
    role, plan = claims["role"], claims["plan"]
    if role not in ROLES or plan not in PLANS:
        raise ValueError("unknown role or plan")
    return Principal(
        user_id=str(claims["sub"]),
        workspace_id=UUID(str(claims["wsp"])),
        role=role,
        plan=plan,
        also_compliance=claims.get("also_compliance") is True,
    )


def _refused() -> Problem:
    return Problem("unauthenticated", "internal_token_refused", "The caller could not be verified.")
