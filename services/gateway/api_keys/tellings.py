"""What the audit trail hears of API keys: that one was used from an address, once an hour; and why it was refused."""

import time
from collections.abc import Callable

from starlette.types import Scope

from services.gateway.auth.exchange import headers_of
from services.gateway.auth.trail import Event, Trail
from services.gateway.auth.visitors import visitor_of
from services.gateway.trusted_proxies import Proxies

USED_EVERY, REFUSED_EVERY = 3600.0, 60.0
"""Seconds between two events of one key, address and outcome."""
REMEMBERED = 4096


class Tellings:
    """Tells the trail of the use of keys, each process for itself."""

    def __init__(self, trail: Trail, proxies: Proxies, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._trail, self._proxies, self._clock = trail, proxies, clock
        self._told: dict[tuple[str, str, str | None], float] = {}

    async def tell(self, key_id: str, user_id: str, scope: Scope, *, reason: str | None) -> None:
        """Tell that a key was used, or refused for a reason, unless that was told lately."""
        peer = scope["client"][0] if scope.get("client") else ""
        visitor = visitor_of(headers_of(scope["headers"]), peer=peer, proxies=self._proxies)
        kind, now = (key_id, visitor.ip_address, reason), self._clock()
        if now < self._told.get(kind, 0.0):
            return
        self._told.pop(kind, None)
        self._told[kind] = now + (REFUSED_EVERY if reason else USED_EVERY)
        if len(self._told) > REMEMBERED:
            del self._told[next(iter(self._told))]
        await self._trail.tell(Event("use_api_key", reason, actor_id=user_id, api_key_id=key_id, visitor=visitor))
