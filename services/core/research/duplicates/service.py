"""One person or two: what matching is sure of is done, the rest waits for a human, and every decision can be undone."""

import dataclasses
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.matching import normalise
from services.core.matching.profiles import Profile
from services.core.research.duplicates import repository
from services.core.research.people import repository as people_repository
from services.core.research.people import service as people
from services.core.research.people.registry import Candidate, Registry, ordered
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.intake import MatchReview
from shared.models.sourcing import Expert, Person
from shared.types import now

CLOSED = ("rejected", "declined", "lapsed")
HELD = "they were held, so refuse the review, or correct how long one of them took"
"""What helps where no call can be moved any more."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a newcomer is: a known person (`score` says how sure), or the `newborn` with those it may turn out to be."""

    person_id: UUID
    known: Candidate | None = None
    newborn: Person | None = None
    unsure: tuple[Candidate, ...] = ()


def identify(known: Registry, *, caller: Principal, profile: Profile) -> Identity:
    """Recognise a newcomer or make a new person of them; the registry knows them from then on."""
    resolution = known.resolve(profile)
    if resolution.same is not None:
        identity = Identity(person_id=resolution.same.person_id, known=resolution.same)
    else:
        person = people.newcomer(caller, profile)
        identity = Identity(person_id=person.id, newborn=person, unsure=resolution.unsure)
    known.admit(dataclasses.replace(profile, id=identity.person_id))
    return identity


def reviews_of(identity: Identity, *, caller: Principal) -> list[MatchReview]:
    """The open questions a newborn person raises."""
    return [
        MatchReview(
            workspace_id=caller.workspace_id,
            person_id=min(identity.person_id, candidate.person_id),
            other_person_id=max(identity.person_id, candidate.person_id),
            score=candidate.score.value,
            reasons=reasons_of(candidate),
        )
        for candidate in identity.unsure
    ]


def reasons_of(candidate: Candidate) -> list[dict[str, Any]]:
    """The evidence behind a score, for people to read."""
    return [
        {"field": reason.field, "weight": reason.weight, "detail": reason.detail} for reason in candidate.score.reasons
    ]


async def accept(session: AsyncSession, *, caller: Principal, review_id: UUID) -> None:
    """They are one: the later known person's offers move to the earlier one.

    Raises Problem (conflict) if decided, and naming their calls where some of both are at one time.
    """
    await people_repository.lock(session, caller.workspace_id)
    review = await _open(session, review_id)
    winner, loser = await _sides(session, review)
    await people_repository.lock_offers(session, [winner.id, loser.id])
    await _refuse_clashing(session, winner, loser)
    review.moved = await _merge(session, winner=winner, loser=loser) if winner.id != loser.id else None
    await _decide(session, review, caller=caller, status="accepted")
    await people.refresh(session, caller=caller, person_ids=[winner.id, loser.id])


async def refuse(session: AsyncSession, *, caller: Principal, review_id: UUID) -> None:
    """They are two, and stay two whatever is sent again. Raises Problem (conflict) if decided, or merged, already."""
    await people_repository.lock(session, caller.workspace_id)
    review = await _open(session, review_id)
    one, other = await _sides(session, review)
    if one.id == other.id:
        message = "These two were made one person by other reviews; undo those first."
        raise Problem("conflict", "already_one_person", message, details={"person_id": str(one.id)})
    prints: dict[UUID, set[str]] = {one.id: set(), other.id: set()}
    for offer in await people_repository.offers_of(session, list(prints)):
        prints[offer.person_id].add(normalise.fingerprint(people_repository.profile_of(offer)))
    own, others = prints[one.id], prints[other.id]
    pairs = sorted({ordered(mine, its) for mine in own for its in others if mine != its})
    await repository.remember(session, caller=caller, pairs=pairs)
    review.moved = {"not_the_same": [list(pair) for pair in pairs]}
    await _decide(session, review, caller=caller, status="refused")


async def undo(session: AsyncSession, *, caller: Principal, review_id: UUID) -> None:
    """Take the decision back: the review is open again.

    Raises Problem (conflict) for one never decided, one that a later merge builds on, and one of which a side is gone.
    """
    await people_repository.lock(session, caller.workspace_id)
    review = await repository.get(session, review_id)
    if review.status == "open":
        raise Problem("conflict", "review_not_decided", "This review has not been decided yet.")
    moved = review.moved or {}
    await repository.forget(session, [(one, other) for one, other in moved.get("not_the_same", ())])
    if "loser" in moved:
        await _refuse_built_upon(session, review)
        await _part(session, moved)
        ids = [UUID(moved["winner"]), UUID(moved["loser"])]
        await people.refresh(session, caller=caller, person_ids=ids)
    review.status, review.decided_by, review.decided_at, review.moved = "open", None, None, None
    session.add(review)


async def _open(session: AsyncSession, review_id: UUID) -> MatchReview:
    review = await repository.get(session, review_id)
    if review.status != "open":
        message = f"This review was {review.status} already; undo that first."
        raise Problem("conflict", "review_decided", message, details={"current": review.status, "allowed": ["undo"]})
    return review


async def _decide(session: AsyncSession, review: MatchReview, *, caller: Principal, status: str) -> None:
    review.status, review.decided_by, review.decided_at = status, caller.user_id, now()
    session.add(review)
    await session.flush()


async def _current(session: AsyncSession, person_id: UUID) -> Person:
    """The person as merged so far."""
    person = await people_repository.get(session, person_id)
    while person.merged_into_id is not None:
        person = await people_repository.get(session, person.merged_into_id)
    return person


async def _sides(session: AsyncSession, review: MatchReview) -> tuple[Person, Person]:
    """Who the two are by now, the earlier known person first."""
    sides = [await _current(session, person_id) for person_id in (review.person_id, review.other_person_id)]
    earlier, later = sorted(sides, key=lambda person: person.id)
    return earlier, later


async def _refuse_built_upon(session: AsyncSession, review: MatchReview) -> None:
    later = await repository.later_merges(session, review)
    if later:
        message = "Later merges of these people build on this one; undo them first."
        raise Problem("conflict", "later_merge_depends", message, details={"depends": [str(id_) for id_ in later]})


async def _refuse_clashing(session: AsyncSession, one: Person, other: Person) -> None:
    clashing = await repository.clashing(session, one.id, other.id)
    calls = [
        {
            "interview_id": str(call["interview_id"]),
            "expert": call["name"],
            "starts_at": call["starts_at"].isoformat(),
            "ends_at": call["ends_at"].isoformat(),
        }
        for call in clashing
    ]
    if calls:
        told = "; ".join(f"{call['expert']} from {call['starts_at']} to {call['ends_at']}" for call in calls)
        helps = HELD if all(call["held"] for call in clashing) else "move one that was not held yet first"
        message = f"One person cannot be in both of these calls; {helps}: {told}."
        raise Problem("conflict", "double_booking", message, details={"calls": calls})


async def _merge(session: AsyncSession, *, winner: Person, loser: Person) -> dict[str, Any]:
    offers = await people_repository.offers_of(session, [winner.id, loser.id])
    superseded = _supersede(offers)
    session.add_all(offers)
    await session.flush()
    moving = [offer for offer in offers if offer.person_id == loser.id]
    for offer in moving:
        offer.person_id = winner.id
    loser.merged_into_id = winner.id
    session.add_all([*moving, loser])
    return {
        "winner": str(winner.id),
        "loser": str(loser.id),
        "experts": [str(offer.id) for offer in moving],
        "superseded": superseded,
    }


def _supersede(offers: list[Expert]) -> list[str]:
    """Of two open offers by one vendor in one campaign the later stands; the ids of those set aside."""
    standing: dict[tuple[UUID, UUID], Expert] = {}
    superseded = []
    for offer in offers:
        if offer.status in CLOSED or offer.superseded_by_id is not None:
            continue
        earlier = standing.get((offer.campaign_id, offer.vendor_platform_id))
        if earlier is not None:
            earlier.superseded_by_id = offer.id
            superseded.append(str(earlier.id))
        standing[offer.campaign_id, offer.vendor_platform_id] = offer
    return superseded


async def _part(session: AsyncSession, moved: dict[str, Any]) -> None:
    """Give the loser's offers back and let those set aside stand again; offers deleted since are gone."""
    winner = await _current(session, UUID(moved["winner"]))
    for offer in await people_repository.offers_of(session, [winner.id]):
        if str(offer.id) in moved["experts"]:
            offer.person_id = UUID(moved["loser"])
            session.add(offer)
    await session.flush()
    for offer in await people_repository.offers_of(session, [winner.id, UUID(moved["loser"])]):
        if str(offer.id) in moved["superseded"]:
            offer.superseded_by_id = None
            session.add(offer)
    loser = await people_repository.get(session, UUID(moved["loser"]))
    if len({offer.person_id for offer in await people_repository.offers_of(session, [winner.id, loser.id])}) < 2:
        message = "All offers of one side were deleted since: there are no two people left to part."
        raise Problem("conflict", "review_side_gone", message)
    loser.merged_into_id = None
    session.add(loser)
    await session.flush()
