"""Moving a campaign, for the gateway alone: it vouches for the person in both workspaces."""

from uuid import UUID

import orjson
from fastapi import APIRouter, Response

from services.core.deps import CallerDep, SessionDep, TargetDep
from services.core.moves import repository, service
from services.core.moves.schemas import MovedOut, MoveIn
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.campaigns import repository as campaigns
from shared.db.read import text_of
from shared.db.session import introduce

commands = APIRouter(
    prefix="/internal/campaigns", tags=["campaigns"], route_class=CommandRoute, include_in_schema=False
)


@commands.post("/{campaign_id}/move", response_model=MovedOut, operation_id="move_campaign")
@policies.needs(policies.WORK)
async def move_campaign(
    campaign_id: UUID, session: SessionDep, caller: CallerDep, target: TargetDep, body: MoveIn | None = None
) -> Response:
    """The campaign as the target sees it, also when it was moved before."""
    policies.require(policies.MOVE_HERE, target)
    project_id = body.project_id if body else None
    await service.move(session, source=caller, target=target, campaign_id=campaign_id, project_id=project_id)
    await introduce(session, target)
    document = await text_of(session, campaigns.ONE, id=campaign_id)
    if document is None:
        raise campaigns.MISSING
    counts = await repository.counts(session, workspace_id=target.workspace_id, campaign_id=campaign_id)
    await introduce(session, caller)
    return Response(orjson.dumps(orjson.loads(document) | {"moved": counts}), media_type="application/json")
