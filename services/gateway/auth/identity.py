"""Who sent a proxied request: the hot path. A living session is remembered for at most a second, a missing one never.

Never used for `/api/auth` itself, which reads the database each time; never prolongs a session.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.types import Scope

from services.gateway.auth import exchange, repository
from services.gateway.auth.deps import Gate
from services.gateway.auth.errors import Refusal
from services.gateway.auth.records import Identity
from services.gateway.resources import Resources
from services.gateway.settings import GatewaySettings
from shared import types
from shared.contracts.principal import Principal, Role, workspace_of
from shared.errors import Problem

REMEMBERED = 4096
"""Sessions kept at once."""
LONGEST_KEY = 2048
"""Bytes of cookie and authorization headers together, beyond which nothing is kept."""
FRESH = 1.0
"""Seconds a session is kept, so that signing out is felt everywhere within one."""

Key = tuple[bytes, bytes]
STRENGTH: tuple[Role, ...] = ("owner", "admin", "member", "viewer")


@dataclass(frozen=True, slots=True)
class Identified:
    """A caller and the token of the session they came with."""

    principal: Principal
    token: str


class Identifier:
    """Tells who sent a request by the cookie or bearer it carries, as auth itself would."""

    def __init__(
        self,
        settings: GatewaySettings,
        resources: Resources,
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = types.now,
    ) -> None:
        self._gate, self._resources = Gate.of(settings), resources
        self._clock, self._now = clock, now
        self._known: dict[Key, tuple[float, Identified]] = {}

    async def caller_of(self, scope: Scope) -> Principal | None:
        """Who sent the request, or None for nobody."""
        identified = await self.identified(scope)
        return identified.principal if identified else None

    async def identified(self, scope: Scope) -> Identified | None:
        """Who sent the request, with the token of their session; None for nobody."""
        key = _key(scope)
        if key is None:
            return None
        known = self._known.get(key)
        if known and known[0] > self._clock():
            return known[1]
        return await self._read(scope, key)

    def refuse_forged(self, scope: Scope) -> None:
        """Raises Problem for a request that came by cookie from a page of another site."""
        headers = exchange.headers_of(scope["headers"])
        presented = self._gate.credentials.presented(headers)
        if presented is None or not presented.by_cookie:
            return
        try:
            self._gate.guard.check_origin(headers, scheme=scope["scheme"])
        except Refusal as refusal:
            raise Problem("forbidden", "origin_refused", f"{refusal.message}.") from refusal

    async def _read(self, scope: Scope, key: Key) -> Identified | None:
        self._known.pop(key, None)
        presented = self._gate.credentials.presented(exchange.headers_of(scope["headers"]))
        if presented is None:
            return None
        began = self._clock()
        identity = await repository.find_identity(self._resources.pool, presented.token)
        left = (identity.session.expires_at - self._now()).total_seconds() if identity else 0.0
        if identity is None or left <= 0:
            return None
        identified = Identified(principal_of(identity), presented.token)
        self._remember(key, began + min(FRESH, left), identified)
        return identified

    def _remember(self, key: Key, until: float, identified: Identified) -> None:
        if len(key[0]) + len(key[1]) > LONGEST_KEY:
            return
        if len(self._known) >= REMEMBERED:
            del self._known[next(iter(self._known))]
        self._known[key] = (until, identified)


def principal_of(identity: Identity) -> Principal:
    """The caller in the workspace of their session: its active organization, else, or as no member of it, their own."""
    user_id, role = identity.user.id, identity.member_role
    if role is None:
        return Principal(user_id, workspace_of(user_id=user_id))
    workspace = workspace_of(user_id=user_id, active_organization_id=identity.session.active_organization_id)
    return Principal(user_id, workspace, role_of(role))


def role_of(text: str) -> Role:
    """The strongest of BetterAuth's comma-joined roles; whoever has none that is known may only read."""
    held = {part.strip() for part in text.split(",")}
    return next((role for role in STRENGTH if role in held), "viewer")


def _key(scope: Scope) -> Key | None:
    """The headers that identify the caller, as they came; several Cookie headers count as one."""
    cookie = authorization = b""
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookie = cookie + b"; " + value if cookie else value
        elif name == b"authorization":
            authorization = authorization or value
    return (cookie, authorization) if cookie or authorization else None
