"""What happens to interviews: asked for, booked, moved, held or not, each move by the table of `states`.

A move to a booked or held state asks the compliance gate first and settles what it costs after; the database refuses
what either would have missed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.compliance.gate import service as gate
from services.core.interviews.booking import attendance, jobs, repository, states, timing
from services.core.research.campaigns import repository as campaigns
from services.core.research.experts import states as experts
from services.core.spend.charges import service as charges
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.interviews import Interview
from shared.types import new_id, now

LAPSED = "no time was found within 72 hours"


@dataclass(slots=True)
class Planned:
    """A call as it would be: what the gate is asked about before anything is written."""

    id: UUID
    campaign_id: UUID
    expert_id: UUID
    starts_at: dt.datetime | None


async def request(
    session: AsyncSession,
    *,
    caller: Principal,
    expert_id: UUID,
    campaign_id: UUID | None = None,
    starts_at: dt.datetime | None = None,
    status: str | None = None,
    requested_at: dt.datetime | None = None,
    attendees: Sequence[UUID] = (),
    optional_attendees: Sequence[UUID] = (),
    **fields: Any,
) -> Interview:
    """Ask for a call with an expert; with a start it is booked at once, or confirmed when `status` says so; where that
    says requested, the start is the first slot proposed.

    A start without an offset is wall time of the call's zone. Raises Problem (missing) for an unknown expert, campaign
    or member, (conflict) for an expert nobody shortlisted, for a double booking, or from the gate.
    """
    offer = await repository.expert_of(session, expert_id)
    if campaign_id not in (None, offer.campaign_id):
        raise campaigns.MISSING
    if offer.status not in experts.BOOKED:
        message = f"Only an expert who is shortlisted is called; this one is {offer.status}."
        details = {"current": offer.status, "allowed": list(experts.BOOKED)}
        raise Problem("conflict", "expert_not_shortlisted", message, details=details)
    campaign = await campaigns.get(session, offer.campaign_id)
    fields = {"timezone": campaign.timezone} | fields
    start = starts_at and starts_at.replace(tzinfo=starts_at.tzinfo or ZoneInfo(fields["timezone"]))
    if start is not None and status == "requested":
        fields["proposed_slots"] = [{"start": start.isoformat(), "end": None}, *fields.get("proposed_slots", ())]
        start = None
    at = timing.asked(requested_at, start, offer=offer)
    made = Interview(
        workspace_id=caller.workspace_id,
        id=new_id(),
        campaign_id=offer.campaign_id,
        expert_id=offer.id,
        requested_at=at,
        status_at=at,
        **fields,
    )
    everybody = await attendance.wanted(
        session, made, attendees=attendees, optional_attendees=optional_attendees, lead_member_id=made.lead_member_id
    )
    await attendance.store(session, made, everybody)
    if start is None:
        await jobs.lapse_in_time(session, caller=caller, interview=made)
    else:
        await schedule(session, caller=caller, interview_id=made.id, starts_at=start, occurred_at=at)
        if status == "confirmed":
            await confirm(session, caller=caller, interview_id=made.id, occurred_at=at)
    return made


async def schedule(session: AsyncSession, *, caller: Principal, interview_id: UUID, **given: Any) -> None:
    """Book a call that was asked for: `starts_at`, or the `slot` of those proposed; and its terms, where they change.

    Raises Problem (missing), (conflict: move_not_allowed, double_booking, or from the gate), (invalid) for no slot, or
    for a moment before the call was asked for.
    """
    interview = await repository.get(session, interview_id)
    if interview.status in states.BOOKED:
        raise states.MACHINE.refusal(interview.status, "scheduled again: reschedule it")
    states.MACHINE.require_move(interview.status, "scheduled")
    await _book(session, caller=caller, interview=interview, **given)


async def reschedule(session: AsyncSession, *, caller: Principal, interview_id: UUID, **given: Any) -> None:
    """Move a booked call to another time; it stays the same call, and what was confirmed is to be confirmed anew.

    Raises as `schedule`.
    """
    interview = await repository.get(session, interview_id)
    if interview.status not in states.BOOKED:
        raise states.MACHINE.refusal(interview.status, "another time")
    await _book(session, caller=caller, interview=interview, **given)


async def confirm(
    session: AsyncSession, *, caller: Principal, interview_id: UUID, occurred_at: dt.datetime | None = None
) -> None:
    """Note that both sides have accepted. Raises Problem (missing), (conflict: move_not_allowed, or from the gate)."""
    interview = await _to_move(session, interview_id, "confirmed")
    at = timing.settled(interview, occurred_at, interview.starts_at)
    await gate.require(session, caller=caller, interview=interview, stage="confirmed")
    await _enter(session, interview, "confirmed", at=max(at, interview.status_at or at))


async def request_again(
    session: AsyncSession,
    *,
    caller: Principal,
    interview_id: UUID,
    reason: str | None = None,
    proposed_slots: Sequence[dict[str, Any]] = (),
    occurred_at: dt.datetime | None = None,
) -> None:
    """Look for a time anew, among the slots now offered. Raises Problem (missing), (conflict: move_not_allowed)."""
    interview = await _to_move(session, interview_id, "requested")
    at = timing.moved(interview, occurred_at)
    slots = list(proposed_slots)
    await _enter(
        session, interview, "requested", at=at, reason=reason, starts_at=None, fault=None, proposed_slots=slots
    )
    await jobs.lapse_in_time(session, caller=caller, interview=interview)
    await charges.release(session, caller=caller, interview=interview)


async def complete(
    session: AsyncSession,
    *,
    caller: Principal,
    interview_id: UUID,
    actual_minutes: int | None = None,
    was_poor: bool = False,
    completed_at: dt.datetime | None = None,
) -> None:
    """Note that the call took place, for how long, and whether it was poor.

    Raises Problem (missing), (conflict: move_not_allowed, call_to_come, or from the gate as of the call's date).
    """
    interview = await _to_move(session, interview_id, "completed")
    minutes = interview.duration_minutes if actual_minutes is None else actual_minutes
    at = timing.ended(interview, minutes, completed_at, field="completed_at")
    await gate.require(session, caller=caller, interview=interview, stage="completed")
    held: dict[str, Any] = {"actual_minutes": minutes, "was_poor": was_poor, "completed_at": at}
    await _enter(session, interview, "completed", at=at, **held)
    await charges.settle(session, caller=caller, interview=interview)


async def stop(
    session: AsyncSession,
    *,
    caller: Principal,
    interview_id: UUID,
    rule: str,
    reason: str,
    actual_minutes: int | None = None,
    occurred_at: dt.datetime | None = None,
) -> None:
    """Note that a call was ended for compliance; the expert is paid for the minutes it took.

    Raises Problem (missing), (conflict: move_not_allowed, call_to_come).
    """
    interview = await _to_move(session, interview_id, "stopped", reason=reason)
    minutes = interview.duration_minutes if actual_minutes is None else actual_minutes
    at = timing.ended(interview, minutes, occurred_at, field="occurred_at")
    held: dict[str, Any] = {"actual_minutes": minutes, "stopped_rule": rule, "completed_at": at}
    await _enter(session, interview, "stopped", at=at, reason=reason, **held)
    await charges.settle(session, caller=caller, interview=interview)


async def no_show(
    session: AsyncSession,
    *,
    caller: Principal,
    interview_id: UUID,
    fault: str,
    reason: str | None = None,
    occurred_at: dt.datetime | None = None,
) -> None:
    """Note who did not come. Raises Problem (missing), (conflict: move_not_allowed, call_to_come)."""
    interview = await _to_move(session, interview_id, "no_show")
    at = timing.missed(interview, occurred_at)
    await _enter(session, interview, "no_show", at=at, reason=reason, fault=fault)
    await charges.release(session, caller=caller, interview=interview)


async def cancel(
    session: AsyncSession,
    *,
    caller: Principal,
    interview_id: UUID,
    reason: str,
    fault: str | None = None,
    occurred_at: dt.datetime | None = None,
) -> None:
    """Call it off: why, and by whom. Raises Problem (missing), (conflict: move_not_allowed)."""
    interview = await _to_move(session, interview_id, "cancelled", reason=reason)
    at = timing.moved(interview, occurred_at)
    await _enter(session, interview, "cancelled", at=at, reason=reason, fault=fault, cancelled_at=at)
    await charges.release(session, caller=caller, interview=interview)


async def lapse(session: AsyncSession, *, caller: Principal, interview_id: UUID, since: dt.datetime) -> None:
    """Cancel a call that was asked for then and has found no time since, as of when patience ended; others stay."""
    interview = await repository.find(session, interview_id)
    if interview is not None and (interview.status, interview.status_at) == ("requested", since):
        ended = min(since + jobs.PATIENCE, now())
        await cancel(session, caller=caller, interview_id=interview_id, reason=LAPSED, occurred_at=ended)


async def await_times(session: AsyncSession, *, caller: Principal, campaign_id: UUID) -> None:
    """Let the requests that came with a campaign lapse in time, as they would have where they come from."""
    for interview in await repository.requested(session, campaign_id):
        await jobs.lapse_in_time(session, caller=caller, interview=interview)


async def _book(
    session: AsyncSession,
    *,
    caller: Principal,
    interview: Interview,
    starts_at: dt.datetime | None = None,
    slot: int | None = None,
    reason: str | None = None,
    occurred_at: dt.datetime | None = None,
    attendees: Sequence[UUID] | None = None,
    optional_attendees: Sequence[UUID] | None = None,
    **terms: Any,
) -> None:
    minutes = terms.get("duration_minutes", interview.duration_minutes)
    start = timing.chosen(interview, starts_at, slot, minutes=minutes)
    at = timing.settled(interview, occurred_at, start)
    asked = timing.requested(interview, at)
    offer = await repository.expert_of(session, interview.expert_id)
    everybody = await attendance.wanted(
        session,
        interview,
        attendees=attendees,
        optional_attendees=optional_attendees,
        lead_member_id=interview.lead_member_id,
    )
    await attendance.require_free(session, interview, offer, everybody, start=start, minutes=minutes)
    planned = Planned(interview.id, interview.campaign_id, interview.expert_id, start)
    await gate.require(session, caller=caller, interview=planned)
    moved = {"status": "scheduled", "status_reason": reason, "status_at": at, "starts_at": start}
    await attendance.store(session, interview, everybody, **terms, **moved, requested_at=asked)
    await charges.commit(session, caller=caller, interview=interview)


async def _to_move(session: AsyncSession, interview_id: UUID, status: str, *, reason: str | None = None) -> Interview:
    """The interview, locked, for which that move is legal. Raises Problem (missing), (conflict)."""
    interview = await repository.get(session, interview_id)
    if interview.status == status:
        raise states.MACHINE.refusal(interview.status, status)
    states.MACHINE.require_move(interview.status, status, reason=reason)
    return interview


async def _enter(
    session: AsyncSession,
    interview: Interview,
    status: str,
    *,
    at: dt.datetime,
    reason: str | None = None,
    **changes: Any,
) -> None:
    interview.sqlmodel_update({"status": status, "status_reason": reason, "status_at": at} | changes)
    session.add(interview)
    await session.flush()
