"""Shapes of a move, in and out."""

from uuid import UUID

from services.core.research.campaigns.schemas import CampaignOut
from shared.contracts.input import Input


class MoveIn(Input):
    """Which project of the other workspace takes the campaign in; none: it stands alone there."""

    project_id: UUID | None = None


class MovedOut(CampaignOut):
    """The campaign where it is now; `moved` counts by table what belongs to it there."""

    moved: dict[str, int]
