"""What happens to a campaign's companies, and what they make of each expert offered for it."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.research.campaigns import repository as campaigns
from services.core.research.campaigns import rescoring
from services.core.research.companies import classification, repository
from services.core.research.people import repository as people
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.screening import CampaignCompany
from shared.models.sourcing import Expert

EDITED = "expert_type"
AT_ONCE = 500
"""Offers up to which a changed list tells them anew while the caller waits."""


async def add(session: AsyncSession, *, caller: Principal, campaign_id: UUID, **fields: Any) -> CampaignCompany:
    """List a company. Raises Problem (missing) for an unknown campaign, (conflict) for a name listed already."""
    await _hold(session, caller=caller, campaign_id=campaign_id)
    company = CampaignCompany(workspace_id=caller.workspace_id, campaign_id=campaign_id, **fields)
    await _store(session, company)
    await _note(session, caller=caller, company=company, action="company.listed")
    await _tell_anew(session, caller=caller, campaign_id=campaign_id)
    return company


async def update(
    session: AsyncSession, *, caller: Principal, campaign_id: UUID, company_id: UUID, **fields: Any
) -> None:
    """Change the given fields. Raises as `hold` and `add`."""
    company = await hold(session, caller=caller, campaign_id=campaign_id, company_id=company_id)
    company.sqlmodel_update(fields)
    await _store(session, company)
    await _note(session, caller=caller, company=company, action="company.changed")
    await _tell_anew(session, caller=caller, campaign_id=campaign_id)


async def remove(session: AsyncSession, *, caller: Principal, campaign_id: UUID, company_id: UUID) -> None:
    """Take a company off the list. Raises as `hold`."""
    company = await hold(session, caller=caller, campaign_id=campaign_id, company_id=company_id)
    await _note(session, caller=caller, company=company, action="company.taken_off")
    await session.delete(company)
    await session.flush()
    await _tell_anew(session, caller=caller, campaign_id=campaign_id)


async def hold(session: AsyncSession, *, caller: Principal, campaign_id: UUID, company_id: UUID) -> CampaignCompany:
    """The company, locked after people and the campaign are. Raises Problem (missing) for either."""
    await _hold(session, caller=caller, campaign_id=campaign_id)
    return await repository.get(session, campaign_id=campaign_id, company_id=company_id)


async def classify(session: AsyncSession, offers: Iterable[Expert]) -> None:
    """Say of offers in memory what they are to their campaign, but of those whose type was set by hand."""
    listed: dict[UUID, list[classification.Company]] = {}
    for offer in offers:
        if EDITED in offer.edited_fields:
            continue
        if offer.campaign_id not in listed:
            with session.no_autoflush:
                listed[offer.campaign_id] = await repository.of_campaign(session, offer.campaign_id)
        jobs = classification.jobs_of(offer.title, offer.company, offer.past_employers)
        found = classification.standing(jobs, listed[offer.campaign_id])
        offer.expert_type = found.expert_type if found else None
        offer.expert_type_reason = found.reason if found else None


async def reclassify(session: AsyncSession, *, campaign_id: UUID, expert_ids: Sequence[UUID]) -> None:
    """Say of some offers of a campaign what they are to it. Writes only what changed."""
    listed = await repository.of_campaign(session, campaign_id)
    changed = []
    for career in await repository.derived(session, campaign_id, expert_ids):
        jobs = classification.jobs_of(career.title, career.company, career.past_employers)
        found = classification.standing(jobs, listed)
        now = (found.expert_type, found.reason) if found else (None, None)
        if now != (career.expert_type, career.reason):
            changed.append({"id": str(career.id), "expert_type": now[0], "reason": now[1]})
    await repository.write_types(session, changed)


async def _note(session: AsyncSession, *, caller: Principal, company: CampaignCompany, action: str) -> None:
    """The gate goes by this list, so the log tells what became of it."""
    await audit.note(
        session,
        caller=caller,
        action=action,
        subject_kind="company",
        subject_id=company.id,
        campaign_id=company.campaign_id,
        details={"name": company.name, "role": company.role, "is_public": company.is_public},
    )


async def _tell_anew(session: AsyncSession, *, caller: Principal, campaign_id: UUID) -> None:
    """Say of the campaign's offers what they are to it now: of few at once, of more as a worker comes to score them."""
    expert_ids = await repository.offers(session, campaign_id, most=AT_ONCE + 1)
    if len(expert_ids) <= AT_ONCE:
        await reclassify(session, campaign_id=campaign_id, expert_ids=expert_ids)
    await rescoring.ask(session, caller=caller, campaign_id=campaign_id)


async def _hold(session: AsyncSession, *, caller: Principal, campaign_id: UUID) -> None:
    """People before campaigns: the order in which everybody locks."""
    await people.lock(session, caller.workspace_id)
    await campaigns.get(session, campaign_id, lock=True)


async def _store(session: AsyncSession, company: CampaignCompany) -> None:
    with session.no_autoflush:
        other = await repository.named(session, campaign_id=company.campaign_id, name=company.name)
    if other is not None and other.id != company.id:
        message = f"This campaign lists {company.name} already, as {other.role}."
        errors = [{"pointer": "#/name", "reason": message}]
        raise Problem("conflict", "company_listed", message, errors=errors)
    session.add(company)
    await session.flush()
