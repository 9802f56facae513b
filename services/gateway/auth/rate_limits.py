"""How often one address may ask for one path: BetterAuth's limits, held by all replicas together.

A window ends once it has passed since the last request that was let through, so a refusal stands until a known moment:
each process remembers its refusals until then, and a flood of refused requests does not reach the database.
"""

import math
import time
from collections.abc import Callable
from typing import Final, NamedTuple

from services.gateway.auth import counters
from services.gateway.auth.errors import Refusal
from services.gateway.auth.records import Identity
from services.gateway.resources import Resources

UNKNOWN: Final = "no-trusted-ip"
"""Stands for an address that is not known, as in BetterAuth."""
ELSEWHERE: Final = "*"
"""Stands for every path that is not there: one bucket for each address."""


class Rule(NamedTuple):
    """At most `most` requests, each less than `window` seconds after the one before."""

    window: int
    most: int


USUAL = Rule(10, 100)
STRICTER = (
    (("/sign-in", "/sign-up", "/change-password", "/change-email"), Rule(10, 3)),
    (("/request-password-reset", "/send-verification-email", "/forget-password"), Rule(60, 3)),
    (("/verify-password", "/delete-user"), Rule(10, 3)),
    (("/organization/invite-member",), Rule(60, 20)),
)
"""By how a path begins. The last two are ours: who holds another's session could try passwords, and each invitation is
a mail to somebody who never asked for one."""
SWEPT_EVERY, SWEPT_AT_ONCE = 60, 10_000
"""Seconds, no less than the longest window; and counters."""
REMEMBERED = 4096
"""Refusals kept at once."""


def rule_of(path: str) -> Rule:
    """The rule for a path, as the table of routes writes it."""
    return next((rule for beginnings, rule in STRICTER if path.startswith(beginnings)), USUAL)


class RateLimits:
    """Counts requests, and refuses what is too many."""

    def __init__(self, resources: Resources, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._resources, self._clock = resources, clock
        self._refused: dict[str, float] = {}
        self._swept = clock()

    async def count(self, ip_address: str, path: str | None) -> None:
        """Count a request for a path as the table writes it, None for one that is not there. Raises Refusal."""
        key, rule = self._key(ip_address, path)
        await self._decide(key, rule, await counters.count(self._resources.pool, key, **_limits(rule)))

    async def count_and_read(self, ip_address: str, path: str, token: str) -> Identity | None:
        """The same, and the session of a token in the same statement. Raises Refusal."""
        key, rule = self._key(ip_address, path)
        pool = self._resources.pool
        counted, identity = await counters.count_and_read(pool, key, token=token, **_limits(rule))
        await self._decide(key, rule, counted)
        return identity

    def _key(self, ip_address: str, path: str | None) -> tuple[str, Rule]:
        path = path or ELSEWHERE
        key = f"{ip_address or UNKNOWN}|{path}"
        left = self._refused.get(key, 0.0) - self._clock()
        if left > 0:
            raise _refusal(left)
        return key, rule_of(path)

    async def _decide(self, key: str, rule: Rule, counted: counters.Count) -> None:
        if counted.requests > rule.most:
            self._remember(key, until=self._clock() + counted.left / 1000)
            raise _refusal(counted.left / 1000)
        if self._clock() - self._swept >= SWEPT_EVERY:
            self._swept = self._clock()
            await counters.sweep(self._resources.pool, age=SWEPT_EVERY * 1000, most=SWEPT_AT_ONCE)

    def _remember(self, key: str, *, until: float) -> None:
        self._refused.pop(key, None)
        if len(self._refused) >= REMEMBERED:
            del self._refused[next(iter(self._refused))]
        self._refused[key] = until


def _limits(rule: Rule) -> dict[str, int]:
    return {"window": rule.window * 1000, "most": rule.most}


def _refusal(left: float) -> Refusal:
    """With the seconds to wait in a header of BetterAuth's own."""
    header = (b"x-retry-after", b"%d" % max(1, math.ceil(left)))
    return Refusal(429, None, "Too many requests. Please try again later.", headers=[header])
