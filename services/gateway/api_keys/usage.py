"""Who comes with an API key: the key is looked up, held to its limits and counted, all in one statement.

A key's requests leak out of its count evenly over its window, so that a steady caller below the limit is never shut
out; BetterAuth's own counter starts anew only after a whole window without a request.
"""

import math
from collections.abc import Callable
from datetime import datetime

import asyncpg
import orjson
from starlette.types import Scope

from services.gateway.api_keys import keys
from services.gateway.api_keys.tellings import Tellings
from services.gateway.auth.identity import Identified, Scopes, member_in
from services.gateway.auth.repository import POOL_TIMEOUT
from services.gateway.resources import Resources
from shared import types
from shared.contracts.principal import Principal, workspace_of
from shared.errors import Problem

LONGEST = 256
COUNT = """greatest(0, coalesce("requestCount", 0) - coalesce(floor(greatest(0, extract(epoch FROM
    ($2::timestamptz - "lastRequest")) * 1000) * "rateLimitMax" / nullif("rateLimitTimeWindow", 0)), 0))::int"""
LIMITED = """("rateLimitEnabled" IS NOT FALSE AND "rateLimitMax" IS NOT NULL AND "rateLimitTimeWindow" > 0)"""
REFILL = """("refillAmount" > 0 AND "refillInterval" > 0 AND
    $2::timestamptz > coalesce("lastRefillAt", "createdAt") + "refillInterval" * interval '1 millisecond')"""
OWNER = """
    JOIN public."user" u ON u.id = k."referenceId"
        AND (u.banned IS NOT TRUE OR u."banExpires" < $2::timestamptz)
    LEFT JOIN LATERAL (SELECT role FROM public.member m WHERE m."organizationId" = k."organizationId"
        AND m."userId" = u.id LIMIT 1) m ON true
    WHERE k."organizationId" IS NULL OR m.role IS NOT NULL
"""
USE = f"""
    WITH k AS (
        UPDATE public.apikey SET
            "requestCount" = {COUNT} + 1,
            "lastRequest" = greatest("lastRequest", $2::timestamptz),
            remaining = CASE WHEN remaining IS NOT NULL AND {REFILL} THEN "refillAmount" - 1 ELSE remaining - 1 END,
            "lastRefillAt" = CASE WHEN remaining IS NOT NULL AND {REFILL} THEN $2::timestamptz ELSE "lastRefillAt" END
        WHERE key = $1 AND enabled IS NOT FALSE AND ("expiresAt" IS NULL OR "expiresAt" > $2::timestamptz)
            AND (NOT {LIMITED} OR {COUNT} < "rateLimitMax")
            AND (remaining IS NULL OR remaining > 0 OR {REFILL})
        RETURNING id, "referenceId", "organizationId", permissions
    )
    SELECT k.id, u.id AS user_id, k."organizationId" AS organization_id, k.permissions, m.role FROM k {OWNER}
"""
STANDING = f"""
    WITH k AS (
        SELECT * FROM public.apikey
        WHERE id = $1 AND enabled IS NOT FALSE AND ("expiresAt" IS NULL OR "expiresAt" > $2::timestamptz)
    )
    SELECT k.id, u.id AS user_id, k."organizationId" AS organization_id, k.permissions, m.role FROM k {OWNER}
"""
WHY = f"""
    WITH k AS (SELECT *, {COUNT} AS counted, {LIMITED} AS limited FROM public.apikey WHERE key = $1)
    SELECT k.id, u.id AS user_id, k.enabled IS NOT FALSE AS enabled, k."expiresAt" <= $2::timestamptz AS expired,
        k.remaining <= 0 AS used_up, k.limited AND k.counted >= k."rateLimitMax" AS exceeded,
        (k.counted + 1 - k."rateLimitMax") * k."rateLimitTimeWindow" / 1000.0 / nullif(k."rateLimitMax", 0) AS wait
    FROM k {OWNER}
"""


class ApiKeys:
    """Tells who a key stands for. Nothing is remembered: a key that is gone is refused at once."""

    def __init__(self, resources: Resources, *, tellings: Tellings, now: Callable[[], datetime] = types.now) -> None:
        self._resources, self._tellings, self._now = resources, tellings, now

    async def caller_of(self, key: str, scope: Scope) -> Identified:
        """The caller a key stands for, its use counted, and told on the audit trail now and then.

        Raises Problem: unauthenticated for a key that is unknown, off, expired or without its owner; limited
        beyond its limits.
        """
        if len(key) > LONGEST:
            raise _refused("api_key_unknown", "This API key is not known.")
        arguments = (keys.hashed(key), self._now())
        async with self._resources.pool.acquire(timeout=POOL_TIMEOUT) as connection:
            row = await connection.fetchrow(USE, *arguments)
            known = row or await connection.fetchrow(WHY, *arguments)
        refused = None if row else _reason(known)
        if known:
            await self._tellings.tell(known["id"], known["user_id"], scope, reason=refused.code if refused else None)
        if refused:
            raise refused
        return _identified(known)

    async def stands(self, identified: Identified) -> bool:
        """Whether a key that has been used still stands for the same; it is not counted."""
        async with self._resources.pool.acquire(timeout=POOL_TIMEOUT) as connection:
            row = await connection.fetchrow(STANDING, identified.api_key_id, self._now())
        return row is not None and _identified(row) == identified


def _identified(row: asyncpg.Record) -> Identified:
    user_id = row["user_id"]
    workspace = workspace_of(user_id=user_id, active_organization_id=row["organization_id"])
    in_organization = row["organization_id"] is not None
    principal = (
        member_in(workspace, user_id=user_id, roles=row["role"]) if in_organization else Principal(user_id, workspace)
    )
    return Identified(principal, api_key_id=row["id"], scopes=_scopes(row["permissions"]))


def _scopes(permissions: str | None) -> Scopes | None:
    """What a key may do; nothing where its permissions do not read as scopes."""
    if permissions is None:
        return None
    try:
        given = orjson.loads(permissions)
    except orjson.JSONDecodeError:
        return {}
    areas = given.items() if isinstance(given, dict) else ()
    return {area: tuple(map(str, allowed)) for area, allowed in areas if isinstance(allowed, list)}


def _reason(row: asyncpg.Record | None) -> Problem:
    if row is None:
        return _refused("api_key_unknown", "This API key is not known.")
    if not row["enabled"]:
        return _refused("api_key_disabled", "This API key is switched off.")
    if row["expired"]:
        return _refused("api_key_expired", "This API key has expired.")
    if row["exceeded"]:
        wait = max(1, math.ceil(row["wait"]))
        return Problem("limited", "api_key_limited", "This API key is used too often.", retry_after=wait)
    if row["used_up"]:
        return Problem("limited", "api_key_used_up", "This API key has been used as often as it may be.")
    return Problem("limited", "api_key_limited", "This API key is used too often.", retry_after=1)


def _refused(code: str, message: str) -> Problem:
    return Problem("unauthenticated", code, message)
