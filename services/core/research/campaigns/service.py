"""What happens to campaigns."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository, rescoring
from services.core.research.projects import repository as projects
from shared.contracts.principal import Principal
from shared.errors import Problem, invalid
from shared.models.research import Campaign

LOOKED_FOR = (
    "campaign_name",
    "industry_vertical",
    "custom_industry",
    "brief_description",
    "expanded_description",
    "target_regions",
)
"""What experts are scored by."""


async def add(session: AsyncSession, *, caller: Principal, **fields: Any) -> Campaign:
    """Start a campaign. Raises Problem (missing) for an unknown project, (invalid) for reversed dates or targets."""
    campaign = Campaign(workspace_id=caller.workspace_id, user_id=caller.user_id, **fields)
    await _check(session, campaign)
    session.add(campaign)
    await session.flush()
    return campaign


async def update(session: AsyncSession, *, caller: Principal, campaign_id: UUID, **fields: Any) -> Campaign:
    """Change the given fields; None clears.

    Raises as `add`, Problem (missing), and (conflict: calls_booked) for another time zone once calls have a day in it.
    """
    campaign = await repository.get(session, campaign_id, lock=True)
    if fields.get("timezone", campaign.timezone) != campaign.timezone:
        await _refuse_other_days(session, campaign)
    looks_elsewhere = any(fields.get(name, getattr(campaign, name)) != getattr(campaign, name) for name in LOOKED_FOR)
    campaign.sqlmodel_update(fields)
    await _check(session, campaign)
    session.add(campaign)
    await session.flush()
    if looks_elsewhere:
        await rescoring.ask(session, caller=caller, campaign_id=campaign_id)
    return campaign


async def remove(session: AsyncSession, *, campaign_id: UUID) -> None:
    """Delete the campaign with its offers, calls, questions and intakes. People stay: other campaigns know them.

    Raises Problem (missing), and (conflict) when a call of it was held or anything charged: that stays on record.
    """
    campaign = await repository.get(session, campaign_id, lock=True)
    calls, charges = await repository.on_record(session, campaign_id)
    if calls or charges:
        message = "Calls of this campaign were held, or something was charged; that stays on record."
        raise Problem("conflict", "calls_held", message, details={"calls": calls, "charges": charges})
    await session.delete(campaign)


async def let_go(session: AsyncSession, *, campaign_id: UUID) -> None:
    """Delete the campaign where it has been, all of it being elsewhere now. Raises Problem (missing)."""
    await session.delete(await repository.get(session, campaign_id, lock=True))


async def _refuse_other_days(session: AsyncSession, campaign: Campaign) -> None:
    if booked := await repository.calls_with_a_day(session, campaign.id):
        message = (
            f"{booked} calls of this campaign are booked or were held, on days of its time zone {campaign.timezone}; "
            "compliance has cleared them for those days."
        )
        raise Problem("conflict", "calls_booked", message, details={"calls": booked})


async def _check(session: AsyncSession, campaign: Campaign) -> None:
    start, end = campaign.start_date, campaign.target_completion_date
    if end < start:
        message = f"The target completion {end} is before the start {start}."
        raise invalid("dates_reversed", message, pointer="#/target_completion_date")
    low, high = campaign.min_calls, campaign.max_calls
    if low is not None and high is not None and high < low:
        raise invalid("calls_reversed", f"At most {high} calls is below at least {low}.", pointer="#/max_calls")
    if campaign.project_id is not None:
        with session.no_autoflush:
            await projects.get(session, campaign.project_id)
