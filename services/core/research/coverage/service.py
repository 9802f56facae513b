"""What happens to coverage targets, and whether a cell has room for one more."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.research.coverage import repository
from services.core.research.coverage.schemas import TargetIn
from shared.contracts.principal import Principal
from shared.models.screening import CoverageTarget
from shared.models.sourcing import Expert


async def hold(session: AsyncSession, *, campaign_id: UUID) -> None:
    """Keep the campaign's targets for this transaction. Raises Problem (missing) for an unknown campaign."""
    await campaigns.get(session, campaign_id, lock=True)


async def put(session: AsyncSession, *, caller: Principal, campaign_id: UUID, targets: Sequence[TargetIn]) -> None:
    """Make these the campaign's targets. Raises as `hold`."""
    await hold(session, campaign_id=campaign_id)
    rows = [
        CoverageTarget(workspace_id=caller.workspace_id, campaign_id=campaign_id, **target.model_dump())
        for target in targets
    ]
    await repository.replace(session, campaign_id=campaign_id, targets=rows)


async def is_over_quota(session: AsyncSession, offer: Expert) -> bool:
    """Whether shortlisting the offer goes beyond its cell's maximum; nobody is barred by it, but told."""
    await session.flush()
    return await repository.is_full(
        session,
        campaign_id=offer.campaign_id,
        person_id=offer.person_id,
        region=offer.region,
        expert_type=offer.expert_type,
    )
