"""What comes into a workspace meets what is there: people, vendors, colleagues and files that it knows already."""

import dataclasses
from collections.abc import Collection, Container
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.moves import repository
from services.core.research.duplicates import repository as duplicates_repository
from services.core.research.duplicates import service as duplicates
from services.core.research.duplicates.service import Identity
from services.core.research.people import repository as people_repository
from services.core.research.people import service as people
from services.core.research.people.registry import Candidate
from services.core.research.people.repository import Described
from services.core.research.vendors import repository as vendors_repository
from services.core.research.vendors import service as vendors
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.intake import MatchReview

Pairs = set[tuple[str, str]]


async def put_down(
    session: AsyncSession,
    *,
    source: Principal,
    target: Principal,
    people_ids: Collection[UUID],
    offers: Collection[Described],
    apart: Pairs,
) -> None:
    """Insert what was picked up, making use of what the target has already.

    Raises Problem (conflict) when two of the campaign's vendors are one there.
    """
    known = await repository.known_people(session)
    merged = [id_ for id_, now_id in known.items() if now_id != id_]
    await repository.leave_reviews(session, known=known, merged=merged)
    await repository.leave(session, "people", known)
    members = await repository.known_members(session)
    await repository.leave(session, "team_members", members)
    await repository.leave(session, "attestations", await repository.known_attestations(session))
    questions = await _questions(session, target=target, offers=offers, known=known)
    names = known | members | await _known_vendors(session, target) | await repository.known_files(session)
    await repository.put_down(session, workspace_id=target.workspace_id, was=source.workspace_id, names=names)
    await duplicates_repository.remember(session, caller=target, pairs=apart)
    session.add_all(questions)
    here = {UUID(known.get(str(id_), str(id_))) for id_ in people_ids}
    await people.refresh(session, caller=target, person_ids=here)
    await _retell_merged(session, here)


async def _questions(
    session: AsyncSession, *, target: Principal, offers: Collection[Described], known: Container[str]
) -> list[MatchReview]:
    """Which newcomers may be somebody the target knows by another id: for people to decide, however sure matching is.

    Whether those who come together are one was asked where they come from.
    """
    newcomers = [offer.profile for offer in offers if str(offer.profile.id) not in known]
    together = {offer.profile.id for offer in offers}
    registry, _ = await people.registry_for(session, caller=target, newcomers=newcomers)
    likeliest: dict[tuple[UUID | None, UUID], Candidate] = {}
    for profile in newcomers:
        who = registry.resolve(dataclasses.replace(profile, id=None))
        for candidate in (who.same, *who.unsure):
            if candidate is not None and candidate.person_id not in together:
                pair = profile.id, candidate.person_id
                likeliest[pair] = max(candidate, likeliest.get(pair, candidate), key=lambda each: each.score.value)
    identities = [Identity(person_id=id_, unsure=(found,)) for (id_, _), found in likeliest.items() if id_]
    return [review for identity in identities for review in duplicates.reviews_of(identity, caller=target)]


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
