"""What organizations have to do with core: whether one holds research, and bringing a campaign into one.

Asked in the person's name, with no transaction open; never repeated, for a move may have happened.
"""

import hashlib
from typing import Final
from uuid import UUID

import httpx2
import orjson

from services.gateway.auth.identity import member_in
from services.gateway.resources import Resources
from services.gateway.workspaces.records import MemberRecord
from shared.contracts.principal import Principal, workspace_of
from shared.errors import Problem
from shared.security import internal_token

HOLDINGS: Final = ("/api/campaigns?limit=1", "/api/projects?limit=1")


async def is_held(resources: Resources, member: MemberRecord) -> bool:
    """Whether there are campaigns or projects in a member's organization. Raises Problem while core cannot say."""
    headers = {internal_token.HEADER: resources.vouch(principal_in(member))}
    found = [await resources.ask_core("GET", path, headers=headers) for path in HOLDINGS]
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
    headers = {
        internal_token.HEADER: resources.vouch(own),
        internal_token.TARGET_HEADER: resources.vouch(principal_in(member)),
    }
    if key is not None:
        headers["idempotency-key"] = hashlib.sha256(f"{member.organization_id}\n{key}".encode()).hexdigest()
    body = orjson.dumps({"project_id": project_id})
    path = f"/internal/campaigns/{campaign_id}/move"
    return await resources.ask_core("POST", path, headers=headers, body=body)


def principal_in(member: MemberRecord) -> Principal:
    """Who a member is to core, in their organization."""
    workspace = workspace_of(user_id=member.user_id, active_organization_id=member.organization_id)
    return member_in(workspace, user_id=member.user_id, roles=member.role)
