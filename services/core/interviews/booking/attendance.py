"""Who takes part in a call, and that nobody is booked twice: the database refuses, here it is said whose call it is."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.interviews.booking import repository
from services.core.research.team import repository as team
from shared.errors import Problem
from shared.models.interviews import CalendarHold, Interview
from shared.models.sourcing import Expert


async def wanted(
    session: AsyncSession,
    interview: Interview,
    *,
    attendees: Collection[UUID] | None = None,
    optional_attendees: Collection[UUID] | None = None,
    lead_member_id: UUID | None = None,
) -> dict[UUID, bool]:
    """Who is to attend, and whether they must, locked: who is named (None leaves those of before), and always the lead
    and whom the campaign requires. Raises Problem (missing) for an unknown member.
    """
    known = await repository.attendees_of(session, interview.id)
    required = {each for each, must in known.items() if must} if attendees is None else set(attendees)
    optional = {each for each, must in known.items() if not must}
    if optional_attendees is not None:
        optional = set(optional_attendees)
    required |= await repository.required_members(session, interview.campaign_id)
    if lead_member_id is not None:
        required.add(lead_member_id)
    everybody = dict.fromkeys(optional, False) | dict.fromkeys(required, True)
    if await repository.lock_members(session, everybody) < everybody.keys():
        raise team.MISSING
    return everybody


async def require_free(
    session: AsyncSession,
    interview: Interview,
    offer: Expert,
    attendees: Mapping[UUID, bool],
    *,
    start: dt.datetime,
    minutes: int,
) -> None:
    """Raises Problem (conflict: double_booking) naming whose other calls lie in that time.

    Asked before the call is stored, while offer and members are locked; the database refuses whatever gets past it.
    """
    required = {each for each, must in attendees.items() if must}
    period = Range(start, start + dt.timedelta(minutes=minutes))
    holders = {offer.person_id, *required}
    taken = await repository.overlapping(session, interview.id, holders=holders, period=period)
    if taken:
        names = await repository.names_of_members(session, required)
        raise _double_booking(taken, names | {offer.person_id: offer.name})


async def store(session: AsyncSession, interview: Interview, attendees: Mapping[UUID, bool], **changes: Any) -> None:
    """Write the changes and who attends."""
    interview.sqlmodel_update(changes)
    session.add(interview)
    await repository.set_attendees(session, interview, attendees)
    await session.flush()


def _double_booking(taken: Collection[CalendarHold], names: Mapping[UUID, str]) -> Problem:
    calls = [
        {
            "interview_id": str(hold.interview_id),
            "holder_kind": hold.holder_kind,
            "holder_id": str(hold.holder_id),
            "holder": names[hold.holder_id],
            "starts_at": _instant(hold.period.lower),
            "ends_at": _instant(hold.period.upper),
        }
        for hold in taken
    ]
    who = "; ".join(f"{call['holder']} from {call['starts_at']} to {call['ends_at']}" for call in calls)
    message = f"Somebody is in another call at that time: {who}."
    return Problem("conflict", "double_booking", message, details={"calls": calls})


def _instant(at: dt.datetime | None) -> str:
    return at.astimezone(dt.UTC).isoformat() if at else ""
