"""A campaign leaves a person's own workspace for an organization's, with all that belongs to it, in one transaction.

The transaction is introduced to the one workspace to pick up, to the other to put down, to the one again to delete;
the policies hold throughout, and a fault anywhere leaves everything where it was.
"""

from collections.abc import Collection
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.interviews.booking import service as booking
from services.core.matching import normalise
from services.core.moves import arrival, repository
from services.core.moves.arrival import Pairs
from services.core.research.campaigns import repository as campaigns_repository
from services.core.research.campaigns import service as campaigns
from services.core.research.people import repository as people_repository
from services.core.research.people import service as people
from services.core.research.people.repository import Described
from services.core.research.projects import repository as projects
from shared.contracts.principal import NOBODY, Principal, workspace_of
from shared.db.session import introduce
from shared.errors import Problem


async def move(
    session: AsyncSession, *, source: Principal, target: Principal, campaign_id: UUID, project_id: UUID | None
) -> None:
    """Move the campaign from the personal workspace `source` to `target`; nothing to do where it is not there.

    Raises Problem (forbidden) unless both are one person's and the first their own, (missing) for a project the target
    does not have, (conflict) while an intake is being placed or when two vendors would become one.
    """
    refuse_strange(source, target)
    for workspace_id in sorted((source.workspace_id, target.workspace_id)):
        await people_repository.lock(session, workspace_id)
    if await campaigns_repository.find(session, campaign_id, lock=True) is None:
        return
    await _refuse_unfinished(session, campaign_id)
    people_ids = await repository.pick_up(session, workspace_id=source.workspace_id, campaign_id=campaign_id)
    described = await people_repository.described(session, people_ids)
    offers = [offer for offer in described if offer.campaign_id == campaign_id]
    apart = await _told_apart(session, offers)
    await introduce(session, target)
    await repository.set_members(session, "campaigns", campaign_id, project_id=project_id)
    if project_id is not None:
        await projects.get(session, project_id)
    await repository.name_target(session, target.workspace_id)
    await arrival.put_down(session, source=source, target=target, people_ids=people_ids, offers=offers, apart=apart)
    await booking.await_times(session, caller=target, campaign_id=campaign_id)
    await _note(session, caller=target, action="campaign.moved_in", campaign_id=campaign_id, other=source)
    await introduce(session, source)
    await _note(session, caller=source, action="campaign.moved_out", campaign_id=campaign_id, other=target)
    await campaigns.let_go(session, campaign_id=campaign_id)
    await session.flush()
    await repository.drop_files(session)
    await people.refresh(session, caller=source, person_ids=people_ids)


async def _note(session: AsyncSession, *, caller: Principal, action: str, campaign_id: UUID, other: Principal) -> None:
    """Say in a workspace's log that the campaign came from, or went to, the other one."""
    await audit.note(
        session,
        caller=caller,
        action=action,
        subject_kind="campaign",
        subject_id=campaign_id,
        campaign_id=campaign_id,
        details={"workspace_id": other.workspace_id},
    )


def refuse_strange(source: Principal, target: Principal) -> None:
    """Raises Problem unless `source` is the person's own workspace and `target` another of the same person."""
    if source.workspace_id != workspace_of(user_id=source.user_id):
        raise Problem("forbidden", "campaign_not_personal", "Only a campaign of one's own workspace can be moved.")
    if target.user_id != source.user_id:
        raise Problem("forbidden", "target_of_another", "Both workspaces must be open to the same person.")
    if target.workspace_id in (source.workspace_id, NOBODY):
        raise Problem("conflict", "target_is_source", "A campaign can only be moved to another workspace.")


async def _refuse_unfinished(session: AsyncSession, campaign_id: UUID) -> None:
    unfinished = await repository.unfinished(session, campaign_id)
    if unfinished:
        message = "An intake of this campaign is still being placed; move it when that is done."
        raise Problem("conflict", "intake_running", message, details={"intakes": [str(id_) for id_ in unfinished]})


async def _told_apart(session: AsyncSession, offers: Collection[Described]) -> Pairs:
    """What is remembered as "not the same" among those the campaign's offers describe."""
    refused = await people_repository.refusals(session)
    if not refused:
        return set()
    prints = {normalise.fingerprint(offer.profile) for offer in offers}
    decided = await repository.refused_pairs(session)
    return {pair for pair in refused if prints.issuperset(pair) or pair in decided}
