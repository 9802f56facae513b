"""Puts the coverage matrix together."""

from uuid import UUID

import orjson

from services.core.reporting.coverage import matrix, repository
from services.core.reporting.coverage.schemas import MatrixOut, SuggestedVendor
from services.core.reporting.schemas import CampaignBrief
from services.core.research.campaigns import repository as campaigns
from shared.contracts.principal import Principal
from shared.db.read import Reader


async def of_campaign(reader: Reader, caller: Principal, *, campaign_id: UUID) -> MatrixOut:
    """The matrix as it stands. Raises Problem (missing)."""
    wanted = (campaigns.ONE, repository.PEOPLE, repository.TARGETS, repository.VENDORS)
    found, people, targets, vendors = await reader.rows_of(caller, wanted, id=campaign_id, campaign_id=campaign_id)
    if not found:
        raise campaigns.MISSING
    campaign = orjson.loads(found[0][0])
    cells = matrix.cells_of(people, targets)
    return MatrixOut(
        campaign=CampaignBrief.model_validate(campaign),
        regions=[*matrix.REGIONS, matrix.UNKNOWN],
        expert_types=[*matrix.EXPERT_TYPES, matrix.UNKNOWN],
        min_calls=campaign["min_calls"],
        max_calls=campaign["max_calls"],
        totals=matrix.totals_of(cells),
        cells=cells,
        gaps=matrix.gaps_of(cells, [SuggestedVendor.model_validate(dict(row)) for row in vendors]),
    )
