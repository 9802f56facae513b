"""Who sent a proxied request: the hot path. A living session is remembered for at most a second, a missing one never.

Never used for `/api/auth` itself, which reads the database each time; never prolongs a session.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import UUID

from starlette.types import Scope

from services.gateway.auth import bans, exchange, repository
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
FRESH = 0.9
"""Seconds a session is kept, so that signing out is felt everywhere within one."""

Key = tuple[bytes, bytes, bytes]
Scopes = Mapping[str, Collection[str]]
API_KEY = b"x-api-key"
SAFE = frozenset({"GET", "HEAD"})
STRENGTH: tuple[Role, ...] = ("owner", "admin", "compliance", "member", "viewer")


@dataclass(frozen=True, slots=True)
class Identified:
    """A caller, the token of the session they came with (None: they came with an API key), and what bounds them.

    `scopes` names what the key may do, by area; None is everything its owner may. `is_operator` is for admins of the
    whole installation, and never true of a key.
    """

    principal: Principal
    token: str | None = None
    api_key_id: str | None = None
    scopes: Scopes | None = None
    is_operator: bool = False

    def require(self, area: str, *, method: str) -> None:
        """Raises Problem where an API key's scopes do not cover the area."""
        need = "read" if method in SAFE else "write"
        if self.scopes is not None and need not in self.scopes.get(area, ()):
            raise Problem("forbidden", "scope_missing", f"This API key lacks the scope {area}:{need}.")


class Keys(Protocol):
    """Knows API keys."""

    async def caller_of(self, key: str, scope: Scope) -> Identified: ...

    async def stands(self, identified: Identified) -> bool: ...


class Identifier:
    """Tells who sent a request: by the API key it carries, else by bearer or cookie, as auth itself would."""

    def __init__(
        self,
        settings: GatewaySettings,
        resources: Resources,
        *,
        keys: Keys,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime] = types.now,
    ) -> None:
        self._keys = keys
        self._gate, self._resources = Gate.of(settings), resources
        self._clock, self._now = clock, now
        self._known: dict[Key, tuple[float, Identified]] = {}

    async def identified(self, scope: Scope) -> Identified | None:
        """Who sent the request, and with what; None for nobody. Raises Problem for an API key that is not taken."""
        key = _key(scope)
        if key is None:
            return None
        if key[2]:
            return await self._keys.caller_of(key[2].decode("latin-1"), scope)
        known = self._known.get(key)
        if known and known[0] > self._clock():
            return known[1]
        return await self._read(scope, key)

    async def stands(self, scope: Scope, identified: Identified) -> bool:
        """Whether who sent a request is still the same, in the same workspace with the same role."""
        if identified.api_key_id is not None:
            return await self._keys.stands(identified)
        now = await self.identified(scope)
        return now is not None and now.principal == identified.principal

    async def belongs(self, user_id: str, workspace_id: UUID) -> bool:
        """Whether a person still works in a workspace: their own, or that of an organization they are a member of."""
        joined = await repository.memberships(self._resources.pool, user_id, now=self._now())
        own = {workspace_of(user_id=user_id)} if joined else set()
        return workspace_id in own | {workspace_of(user_id=user_id, active_organization_id=each) for each in joined}

    def refuse_forged(self, scope: Scope) -> None:
        """Raises Problem for a request that came by cookie from a page of another site."""
        headers = exchange.headers_of(scope["headers"])
        if headers.get(API_KEY.decode()):
            return
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
        if identity is None or left <= 0 or bans.stands(identity.user, now=self._now()):
            return None
        identified = Identified(principal_of(identity), presented.token, is_operator=is_operator(identity.user.role))
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
    member = member_in(workspace, user_id=user_id, roles=role)
    return without_compliance(member) if identity.session.impersonated_by else member


def without_compliance(member: Principal) -> Principal:
    """What somebody who acts in a member's place may do: work as they do, but not decide as compliance."""
    role: Role = "member" if member.role == "compliance" else member.role
    return replace(member, role=role, also_compliance=False)


def member_in(workspace_id: UUID, *, user_id: str, roles: str) -> Principal:
    """The caller in an organization's workspace, with what BetterAuth's comma-joined roles give them there.

    The strongest role counts, whoever has none that is known may only read; compliance is kept beside a stronger one.
    """
    held = {part.strip() for part in roles.split(",")}
    strongest: Role = next((role for role in STRENGTH if role in held), "viewer")
    return Principal(
        user_id, workspace_id, strongest, also_compliance="compliance" in held and strongest != "compliance"
    )


def is_operator(roles: str | None) -> bool:
    """Whether BetterAuth's comma-joined roles of a person make them an admin of the whole installation."""
    return "admin" in (roles or "").split(",")


def _key(scope: Scope) -> Key | None:
    """The headers that identify the caller, as they came; several Cookie headers count as one."""
    cookie = authorization = api_key = b""
    for name, value in scope["headers"]:
        if name == b"cookie":
            cookie = cookie + b"; " + value if cookie else value
        elif name == b"authorization":
            authorization = authorization or value
        elif name == API_KEY:
            api_key = api_key or value
    return (cookie, authorization, api_key) if cookie or authorization or api_key else None
