"""A campaign leaves a person's own workspace for an organization's, with all that belongs to it, in one transaction.

The transaction is introduced to the one workspace to pick up, to the other to put down, to the one again to delete;
the policies hold throughout, and a fault anywhere leaves everything where it was.
"""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.matching import normalise
from services.core.moves import repository
from services.core.research.campaigns import repository as campaigns_repository
from services.core.research.campaigns import service as campaigns
from services.core.research.duplicates import repository as duplicates
from services.core.research.people import repository as people_repository
from services.core.research.people import service as people
from services.core.research.projects import repository as projects
from services.core.research.vendors import repository as vendors_repository
from services.core.research.vendors import service as vendors
from shared.contracts.principal import NOBODY, Principal, workspace_of
from shared.db.session import introduce
from shared.errors import Problem
from shared.models.intake import MatchReview

Pairs = set[tuple[str, str]]


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
    apart = await _told_apart(session, campaign_id=campaign_id, people_ids=people_ids)
    await introduce(session, target)
    await repository.set_members(session, "campaigns", campaign_id, project_id=project_id)
    if project_id is not None:
        await projects.get(session, project_id)
    await _put_down(session, source=source, target=target, people_ids=people_ids, apart=apart)
    await introduce(session, source)
    await campaigns.remove(session, campaign_id=campaign_id)
    await session.flush()
    await repository.drop_files(session)
    await people.refresh(session, caller=source, person_ids=people_ids)


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


async def _told_apart(session: AsyncSession, *, campaign_id: UUID, people_ids: Collection[UUID]) -> Pairs:
    """What is remembered as "not the same" among those the campaign's offers describe."""
    refused = await people_repository.refusals(session)
    if not refused:
        return set()
    offers = await people_repository.described(session, list(people_ids))
    prints = {normalise.fingerprint(offer.profile) for offer in offers if offer.campaign_id == campaign_id}
    decided = await repository.refused_pairs(session)
    return {pair for pair in refused if prints.issuperset(pair) or pair in decided}


async def _put_down(
    session: AsyncSession, *, source: Principal, target: Principal, people_ids: Collection[UUID], apart: Pairs
) -> None:
    """Insert what was picked up, making use of what the target has already."""
    known = await repository.known_people(session)
    merged = [id_ for id_, now_id in known.items() if now_id != id_]
    await repository.leave_reviews(session, known=known, merged=merged)
    await repository.leave(session, "people", known)
    members = await repository.known_members(session)
    await repository.leave(session, "team_members", members)
    names = known | members | await _known_vendors(session, target) | await repository.known_files(session)
    await repository.put_down(session, workspace_id=target.workspace_id, was=source.workspace_id, names=names)
    await duplicates.remember(session, caller=target, pairs=apart)
    here = {UUID(known.get(str(id_), str(id_))) for id_ in people_ids}
    await people.refresh(session, caller=target, person_ids=here)
    await _retell_merged(session, here)


async def _known_vendors(session: AsyncSession, target: Principal) -> dict[str, str]:
    """The vendors the target has, by id or by name, and their id there; the others are taken along.

    An alias that names another vendor there is left behind, for a file names its vendor in words. Raises Problem
    (conflict) when two of the campaign's vendors are one there.
    """
    await vendors_repository.reserve_names(session, target.workspace_id)
    there = await vendors.catalogue(session)
    own = {vendor.id for vendor in there if vendor.workspace_id == target.workspace_id}
    called = {vendors.folded(word): vendor.id for vendor in there for word in (vendor.name, *vendor.aliases)}
    known: dict[str, str] = {}
    for id_, name, aliases in await repository.vendors(session):
        same = id_ if id_ in own else called.get(vendors.folded(name), id_)
        if same in own or same != id_:
            known[str(id_)] = str((await vendors.adopt(session, caller=target, vendor_id=same)).id)
        else:
            free = [alias for alias in aliases if called.get(vendors.folded(alias), id_) == id_]
            await repository.set_members(session, "vendor_platforms", id_, aliases=free)
    if len(set(known.values())) < len(known):
        message = "Two vendors of this campaign are one vendor in the other workspace; tell them apart there first."
        raise Problem("conflict", "vendors_collide", message)
    await repository.leave(session, "vendor_platforms", known)
    return known


async def _retell_merged(session: AsyncSession, people_ids: Collection[UUID]) -> None:
    """Cards of people merged into others say what the moved offers say, not what stayed behind."""
    loser = col(MatchReview.moved)["loser"].astext
    chosen = select(MatchReview).where(MatchReview.status == "accepted", loser.in_([str(id_) for id_ in people_ids]))
    brought = {review.moved["loser"]: review.moved["experts"] for review in await session.exec(chosen) if review.moved}
    if brought:
        offers = {str(offer.id): offer for offer in await people_repository.offers_of(session, list(people_ids))}
        said = {id_: [offers[own] for own in ids if own in offers] for id_, ids in brought.items()}
        cards = [{"id": id_, **people.card_of(own)} for id_, own in said.items() if own]
        await people_repository.write_cards(session, cards)
