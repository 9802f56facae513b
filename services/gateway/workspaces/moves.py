"""Bringing a campaign of one's own into an organization: one of the gateway's own routes, for it vouches for two."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request
from pydantic import Field
from starlette.responses import Response

from services.gateway import openapi
from services.gateway.auth.identity import Identified
from services.gateway.callers import caller_in
from services.gateway.resources import Resources
from services.gateway.workspaces import members, research
from shared.contracts.input import Input
from shared.errors import missing

MOVED: Final[dict[str, Any]] = {
    "allOf": [{"$ref": "#/components/schemas/CampaignOut"}],
    "properties": {"moved": {"type": "object", "additionalProperties": {"type": "integer"}}},
    "required": ["moved"],
}

router = APIRouter(prefix="/api/campaigns", tags=["campaigns"])


class MoveIn(Input):
    """Into which organization, and which of its projects; without one the campaign stands alone there."""

    organization_id: str = Field(min_length=1, max_length=255, pattern="^[^\\x00]*$")
    project_id: UUID | None = None


@router.post(
    "/{campaign_id}/move",
    operation_id="move_campaign",
    responses={200: {"description": "Done", "content": {"application/json": {"schema": MOVED}}}},
    openapi_extra={"security": openapi.SIGNED_IN},
)
async def move_campaign(
    request: Request,
    campaign_id: UUID,
    body: MoveIn,
    caller: Annotated[Identified, Depends(caller_in(None))],
    idempotency_key: Annotated[str | None, Header(min_length=1, max_length=255, pattern="^[ -~]*$")] = None,
) -> Response:
    """A campaign of one's own workspace, with all that belongs to it, as the organization's members see it.

    `moved` counts by table what went with it. Moving it again answers the same. `campaign_not_personal`,
    `target_of_another` and `target_is_source` for what is no move of one's own campaign, `intake_running` while files
    are placed in it, `vendors_collide` where two of its vendors are one over there.
    """
    resources: Resources = request.app.state.resources
    own = await members.find(resources.pool, organization_id=body.organization_id, user_id=caller.principal.user_id)
    if own is None:
        raise missing("organization")
    answer = await research.move(resources, own.member, campaign_id, project_id=body.project_id, key=idempotency_key)
    return Response(answer.content, answer.status_code, media_type=answer.headers["content-type"])
