"""What organizations have to do with core: whether one holds research, and bringing a campaign into one.

Asked in the person's name, with no transaction open; never repeated, for a move may have happened.
"""

import asyncio
import hashlib
import time
from typing import Final
from uuid import UUID

import httpx2
import orjson

from services.gateway.auth.identity import role_of
from services.gateway.resources import Resources
from services.gateway.workspaces.records import MemberRecord
from shared.contracts.principal import Principal, workspace_of
from shared.errors import Problem
from shared.observability import context
from shared.security import internal_token

BUDGET: Final = 15.0
"""Seconds core has for an answer."""
HOLDINGS: Final = ("/api/campaigns?limit=1", "/api/projects?limit=1")


async def is_held(resources: Resources, member: MemberRecord) -> bool:
    """Whether there are campaigns or projects in a member's organization. Raises Problem while core cannot say."""
    found = [await _ask(resources, "GET", path, {internal_token.HEADER: principal_in(member)}) for path in HOLDINGS]
    if not all(answer.status_code == 200 for answer in found):
        raise Problem("bad_gateway", "core_refused", "The research service did not say what this organization holds.")
    return any(orjson.loads(answer.content)["items"] for answer in found)


async def move(
    resources: Resources, member: MemberRecord, campaign_id: UUID, *, project_id: UUID | None, key: str | None
) -> httpx2.Response:
    """Core's answer to bringing a campaign of the person's own workspace into the member's organization.

    `key` is the request's Idempotency-Key, which reaches core as one for this organization alone. Raises Problem when
    core cannot be reached.
    """
    own = Principal(member.user_id, workspace_of(user_id=member.user_id))
    vouched = {internal_token.HEADER: own, internal_token.TARGET_HEADER: principal_in(member)}
    body = orjson.dumps({"project_id": project_id})
    own_key = None if key is None else hashlib.sha256(f"{member.organization_id}\n{key}".encode()).hexdigest()
    return await _ask(resources, "POST", f"/internal/campaigns/{campaign_id}/move", vouched, body=body, key=own_key)


def principal_in(member: MemberRecord) -> Principal:
    """Who a member is to core, in their organization."""
    workspace = workspace_of(user_id=member.user_id, active_organization_id=member.organization_id)
    return Principal(member.user_id, workspace, role_of(member.role))


async def _ask(
    resources: Resources,
    method: str,
    path: str,
    vouched: dict[str, Principal],
    *,
    body: bytes | None = None,
    key: str | None = None,
) -> httpx2.Response:
    signing = internal_token.signing_key(resources.settings.internal_token_secret.get_secret_value())
    headers = {name: internal_token.mint(principal, key=signing) for name, principal in vouched.items()}
    headers["x-request-id"] = context.request_id.get()
    headers["x-deadline-ms"] = str(int((time.time() + BUDGET) * 1000))
    headers |= {"content-type": "application/json"} if body else {}
    headers |= {"idempotency-key": key} if key is not None else {}
    request = httpx2.Request(method, resources.settings.core_url.rstrip("/") + path, headers=headers, content=body)
    try:
        async with asyncio.timeout(BUDGET):
            answer = await resources.transport.handle_async_request(request)
            await answer.aread()
    except TimeoutError as fault:
        raise Problem("timeout", "core_timeout", "The research service took too long.") from fault
    except httpx2.TransportError as fault:
        raise Problem("unavailable", "core_unavailable", "The research service cannot be reached.") from fault
    return answer
