"""What is noted of a call beside its states: where, who, links, what it was worth, and what was noted wrongly."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.interviews.booking import attendance, repository, states
from services.core.interviews.booking.schemas import RATINGS
from services.core.spend.invoices import paying
from shared.contracts import moments
from shared.contracts.principal import Principal
from shared.errors import Problem, invalid
from shared.models.interviews import Interview


async def update(session: AsyncSession, *, caller: Principal, interview_id: UUID, **given: Any) -> None:
    """Change the given fields; None clears. Raises Problem (missing), (conflict: double_booking, call_not_held)."""
    interview = await repository.get(session, interview_id)
    named = {name: given.pop(name) for name in ("attendees", "optional_attendees") if name in given}
    if given.keys() & {*RATINGS, "review_text"}:
        _require_held(interview)
        await _note_rating(session, caller=caller, interview=interview, given=given, at=moments.happened(None))
    if named or "lead_member_id" in given:
        lead = given.get("lead_member_id", interview.lead_member_id)
        await _seat(session, interview, lead_member_id=lead, **named)
    interview.sqlmodel_update(given)
    session.add(interview)
    await session.flush()


async def remove(session: AsyncSession, *, interview_id: UUID) -> None:
    """Delete a call that was only ever asked for. Raises Problem (missing), (conflict: cancel_instead)."""
    interview = await repository.get(session, interview_id)
    is_requested = interview.status == "requested"
    if not is_requested or await repository.was_charged(session, interview_id):
        what = "was booked before" if is_requested else f"is {interview.status}"
        message = f"A call that {what} stays on record; cancel it if it is off."
        details = {"current": interview.status, "allowed": list(states.MACHINE.moves[interview.status])}
        raise Problem("conflict", "cancel_instead", message, details=details)
    await session.delete(interview)


async def rate(
    session: AsyncSession, *, caller: Principal, interview_id: UUID, rated_at: dt.datetime | None = None, **ratings: Any
) -> None:
    """Say what a call was worth. Raises Problem (missing), (conflict: call_not_held), (invalid) for nothing said."""
    interview = await repository.get(session, interview_id)
    _require_held(interview)
    if not ratings:
        raise invalid("rating_needed", "Give at least one rating, or a review.", pointer="#/rating")
    at = moments.happened(rated_at, field="rated_at")
    await _note_rating(session, caller=caller, interview=interview, given=ratings, at=at)


async def correct(session: AsyncSession, *, caller: Principal, interview_id: UUID, reason: str, **given: Any) -> None:
    """Put right what was noted of a call that took place; the log keeps both, and its cost is settled anew.

    Raises Problem (missing), (conflict: call_not_held, credit_exceeds_cost), (invalid) for nothing to correct.
    """
    interview = await repository.get(session, interview_id)
    _require_held(interview)
    if not given:
        raise invalid("correction_needed", "Say what is corrected.", pointer="#/")
    before = {name: getattr(interview, name) for name in given}
    interview.sqlmodel_update(given)
    session.add(interview)
    await audit.note(
        session,
        caller=caller,
        action="interview.corrected",
        subject_kind="interview",
        subject_id=interview.id,
        campaign_id=interview.campaign_id,
        reason=reason,
        details={"before": _told(before), "after": _told(given)},
    )
    await paying.settle_anew(session, caller=caller, interview=interview, why=reason)


async def _seat(session: AsyncSession, interview: Interview, **named: Any) -> None:
    everybody = await attendance.wanted(session, interview, **named)
    if interview.starts_at is not None and interview.status in (*states.BOOKED, *states.HELD):
        offer = await repository.expert_of(session, interview.expert_id)
        start, minutes = interview.starts_at, interview.duration_minutes
        await attendance.require_free(session, interview, offer, everybody, start=start, minutes=minutes)
    await repository.set_attendees(session, interview, everybody)


def _require_held(interview: Interview) -> None:
    if interview.status not in states.HELD:
        message = f"Only a call that took place is rated or corrected; this one is {interview.status}."
        raise Problem("conflict", "call_not_held", message, details={"current": interview.status})


async def _note_rating(
    session: AsyncSession, *, caller: Principal, interview: Interview, given: Mapping[str, Any], at: dt.datetime
) -> None:
    ratings = {name: given[name] for name in (*RATINGS, "review_text") if name in given}
    interview.sqlmodel_update(ratings | {"rated_at": at})
    session.add(interview)
    await audit.note(
        session,
        caller=caller,
        action="interview.rated",
        subject_kind="interview",
        subject_id=interview.id,
        campaign_id=interview.campaign_id,
        occurred_at=at,
        details=_told(ratings),
    )


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}
