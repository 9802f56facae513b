"""What happens to offers by hand: entered, edited, moved, removed. Vendors' files come through intake.

Each begins by locking people: an intake that is being placed sees all of an edit or nothing, and the other way round.
"""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.research.companies import service as companies
from services.core.research.coverage import service as coverage
from services.core.research.duplicates import service as duplicates
from services.core.research.enrollments import service as enrollments
from services.core.research.experts import fields, repository, states
from services.core.research.people import repository as people_repository
from services.core.research.people import service as people
from services.core.research.screening import service as screening
from services.core.research.vendors import service as vendors
from shared.contracts import moments
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.sourcing import Expert


async def add(
    session: AsyncSession,
    *,
    caller: Principal,
    campaign_id: UUID,
    vendor_platform_id: UUID,
    proposed_at: datetime,
    **given: Any,
) -> Expert:
    """Enter an offer by hand; who the person is, is found out as for a file.

    Raises Problem (missing) for an unknown campaign or vendor, (conflict) when this vendor offers the person already or
    its enrolment is closed, (invalid) before it was invited.
    """
    await people_repository.lock(session, caller.workspace_id)
    await campaigns.get(session, campaign_id)
    await campaigns.keep_still(session, campaign_id)
    vendor = await vendors.adopt(session, caller=caller, vendor_id=vendor_platform_id)
    await enrollments.require_open(session, campaign_id=campaign_id, vendor_id=vendor.id, at=proposed_at)
    offer = Expert(
        workspace_id=caller.workspace_id,
        campaign_id=campaign_id,
        vendor_platform_id=vendor.id,
        person_id=caller.workspace_id,
        name=given["name"],
        proposed_at=proposed_at,
        status_at=proposed_at,
    )
    for field, value in given.items():
        fields.write(offer, field, value)
    offer.edited_fields = sorted(field for field, value in given.items() if value not in (None, [], "not_checked"))
    await companies.classify(session, [offer])
    await _settle(session, caller=caller, offer=offer)
    await screening.rescore(session, caller=caller, expert_ids=[offer.id])
    return offer


async def _settle(session: AsyncSession, *, caller: Principal, offer: Expert) -> None:
    """Find out whose offer it is and store it with what that raises."""
    profile = dataclasses.replace(people_repository.profile_of(offer), id=None)
    known, _ = await people.registry_for(session, caller=caller, newcomers=[profile])
    identity = duplicates.identify(known, caller=caller, profile=profile)
    offer.person_id = identity.person_id
    if identity.newborn is not None:
        session.add(identity.newborn)
        await session.flush()
        session.add_all(duplicates.reviews_of(identity, caller=caller))
    session.add(offer)
    await people.refresh(session, caller=caller, person_ids=[offer.person_id])


async def hold(session: AsyncSession, *, caller: Principal, expert_id: UUID) -> Expert:
    """The offer, locked after people and its campaign: the order in which everybody locks. Raises Problem (missing)."""
    await people_repository.lock(session, caller.workspace_id)
    await repository.keep_campaign_still(session, expert_id)
    return await repository.get(session, expert_id)


async def update(
    session: AsyncSession, *, caller: Principal, expert_id: UUID, at: datetime, reason: str | None = None, **given: Any
) -> Expert:
    """Edit an offer; no intake overwrites what is set here. A move happened `at` that instant, for that reason.

    Raises Problem (missing), (conflict) for an illegal move, (invalid) for one that needs a reason.
    """
    offer = await hold(session, caller=caller, expert_id=expert_id)
    await _move(session, offer, given.pop("status", offer.status), at=at, reason=reason)
    offer.is_new = given.pop("is_new", offer.is_new)
    changed = [field for field, value in given.items() if fields.read(offer, field) != value]
    for field in changed:
        fields.write(offer, field, given[field])
    offer.edited_fields = sorted({*offer.edited_fields, *changed})
    if "expert_type" in given:
        _set_type(offer, given["expert_type"])
    await companies.classify(session, [offer])
    session.add(offer)
    await people.refresh(session, caller=caller, person_ids=[offer.person_id])
    await screening.rescore(session, caller=caller, expert_ids=[offer.id])
    return offer


def _set_type(offer: Expert, expert_type: str | None) -> None:
    """A type said by hand stays, even where it is what follows anyway; None lets it follow again."""
    edited = {*offer.edited_fields} - {companies.EDITED}
    offer.edited_fields = sorted(edited if expert_type is None else edited | {companies.EDITED})
    offer.expert_type_reason = None


async def move_all(
    session: AsyncSession,
    *,
    caller: Principal,
    expert_ids: Sequence[UUID],
    status: str,
    at: datetime,
    reason: str | None,
) -> dict[UUID, Problem | None]:
    """Move many offers, each as far as it may: by id what forbade it, or None where it is in that state now.

    Raises Problem (missing) naming the places of those that are not there, (invalid) for a move that needs a reason.
    """
    await people_repository.lock(session, caller.workspace_id)
    found = {offer.id: offer for offer in await repository.by_ids(session, expert_ids, lock=True)}
    if unknown := [place for place, id_ in enumerate(expert_ids) if id_ not in found]:
        raise repository.missing_at(unknown)
    return {
        id_: await _forbidden(session, found[id_], status, at=at, reason=reason) for id_ in dict.fromkeys(expert_ids)
    }


async def _forbidden(
    session: AsyncSession, offer: Expert, status: str, *, at: datetime, reason: str | None
) -> Problem | None:
    try:
        await _move(session, offer, status, at=at, reason=reason)
    except Problem as problem:
        if problem.kind != "conflict" and problem.code != moments.OUT_OF_ORDER:
            raise
        return problem
    return None


async def _move(session: AsyncSession, offer: Expert, status: str, *, at: datetime, reason: str | None) -> None:
    states.MACHINE.require_move(offer.status, status, reason=reason)
    if status == offer.status:
        return
    at = states.MACHINE.moment(offer.status, at, since=offer.status_at)
    offer.status, offer.status_at, offer.status_reason = status, at, reason
    if status in ("reviewed", "shortlisted"):
        offer.reviewed_at, offer.is_new = offer.reviewed_at or at, False
    offer.over_quota = status == "shortlisted" and await coverage.is_over_quota(session, offer)


async def remove(session: AsyncSession, *, caller: Principal, expert_id: UUID) -> None:
    """Delete an offer with its answers and calls; the person goes with the last offer of them.

    Raises Problem (missing), and (conflict) when a call of it was held, or anything charged: that stays on record.
    """
    offer = await hold(session, caller=caller, expert_id=expert_id)
    calls, charges = await repository.on_record(session, expert_id)
    if calls or charges:
        message = "Calls of this expert were held or charged; they stay on record."
        raise Problem("conflict", "calls_held", message, details={"calls": calls, "charges": charges})
    person_id = offer.person_id
    await _hand_over(session, offer)
    await session.delete(offer)
    await people.refresh(session, caller=caller, person_ids=[person_id])


async def _hand_over(session: AsyncSession, offer: Expert) -> None:
    """Of the offers set aside for this one the latest stands once it is gone, unless the vendor has another."""
    followers = await repository.superseded_by(session, offer.id)
    if not followers:
        return
    heir = offer.superseded_by_id or await repository.standing_beside(session, offer) or followers[-1].id
    for follower in followers:
        if follower.id != heir:
            follower.superseded_by_id = heir
    session.add_all(followers)
    await session.flush()
