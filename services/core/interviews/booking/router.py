"""Interviews over HTTP: what is noted of them by PATCH, each move of state by a verb of its own."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.interviews.booking import records, repository, service
from services.core.interviews.booking.bodies import (
    CancelBody,
    CompleteBody,
    ConfirmBody,
    CorrectionBody,
    NoShowBody,
    RateBody,
    RequestAgainBody,
    StopBody,
)
from services.core.interviews.booking.schemas import (
    InterviewIn,
    InterviewOut,
    InterviewPatch,
    InterviewQuery,
    RescheduleBody,
    ScheduleBody,
)
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/interviews", tags=["interviews"])
commands = APIRouter(prefix="/api/interviews", tags=["interviews"], route_class=CommandRoute)


@queries.get("", response_model=Page[InterviewOut], operation_id="list_interviews")
async def list_interviews(
    request: Request, query: Annotated[InterviewQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The workspace's calls in any state, the soonest first; those without a time come last."""
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/{interview_id}", response_model=InterviewOut, operation_id="get_interview")
async def get_interview(request: Request, interview_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One call as it stands, with who attends and what the gate holds against it since it was booked."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=interview_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=InterviewOut, operation_id="request_interview")
@policies.needs(policies.WORK)
async def request_interview(body: InterviewIn, session: SessionDep, caller: CallerDep) -> Response:
    """Asks for a call with a shortlisted expert; with a start it is booked at once, as by `schedule`, and refused as
    there. `expert_not_shortlisted` for anybody else. What is asked for and finds no time is cancelled in the end.
    """
    made = await service.request(session, caller=caller, **body.given())
    document = await text_of(session, repository.ONE, id=made.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/interviews/{made.id}")


@commands.patch("/{interview_id}", response_model=InterviewOut, operation_id="update_interview")
@policies.needs(policies.WORK)
async def update_interview(
    request: Request, interview_id: UUID, body: InterviewPatch, session: SessionDep, caller: CallerDep
) -> Response:
    """Changes what is noted about a call and who attends it; states and times have commands of their own.

    `double_booking` where somebody who must attend is in another call then.
    """
    await _unchanged(request, session, interview_id)
    await records.update(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.delete("/{interview_id}", status_code=204, operation_id="remove_interview")
@policies.needs(policies.WORK)
async def remove_interview(request: Request, interview_id: UUID, session: SessionDep) -> None:
    """Deletes a call that was only ever asked for. `cancel_instead` for any other: it stays on record."""
    await _unchanged(request, session, interview_id)
    await records.remove(session, interview_id=interview_id)


@commands.post("/{interview_id}/schedule", response_model=InterviewOut, operation_id="schedule_interview")
@policies.needs(policies.WORK)
async def schedule_interview(
    request: Request, interview_id: UUID, body: ScheduleBody, session: SessionDep, caller: CallerDep
) -> Response:
    """Books a call that was asked for, at a start or one of the slots proposed, and commits what it will cost.

    `double_booking` names who is in which other call, `move_not_allowed` a call that is not waiting for a time;
    `time_unclear`, `slot_missing` or `slot_too_short` where start and slot do not say when. The compliance gate answers
    as of the call's day: `gate_refused` and `gate_needs_approval` list what was found.
    """
    await _unchanged(request, session, interview_id)
    await service.schedule(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/reschedule", response_model=InterviewOut, operation_id="reschedule_interview")
@policies.needs(policies.WORK)
async def reschedule_interview(
    request: Request, interview_id: UUID, body: RescheduleBody, session: SessionDep, caller: CallerDep
) -> Response:
    """Moves a booked call to another time; it stays the same call, and what both sides had confirmed is to be confirmed
    anew. Refused as booking: `double_booking`, `move_not_allowed`. The compliance gate answers as of the call's day:
    `gate_refused` and `gate_needs_approval` list what was found.
    """
    await _unchanged(request, session, interview_id)
    await service.reschedule(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/confirm", response_model=InterviewOut, operation_id="confirm_interview")
@policies.needs(policies.WORK)
async def confirm_interview(
    request: Request, interview_id: UUID, body: ConfirmBody, session: SessionDep, caller: CallerDep
) -> Response:
    """Notes that both sides have accepted the time.

    `move_not_allowed` for a call that is not booked. The compliance gate answers as of the call's day: `gate_refused`
    and `gate_needs_approval` list what was found.
    """
    await _unchanged(request, session, interview_id)
    await service.confirm(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/request-again", response_model=InterviewOut, operation_id="request_interview_again")
@policies.needs(policies.WORK)
async def request_interview_again(
    request: Request, interview_id: UUID, body: RequestAgainBody, session: SessionDep, caller: CallerDep
) -> Response:
    """Takes a booked or missed call back to looking for a time, among the slots now offered; what it had committed is
    released. `move_not_allowed` names the states it may be set to.
    """
    await _unchanged(request, session, interview_id)
    await service.request_again(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/complete", response_model=InterviewOut, operation_id="complete_interview")
@policies.needs(policies.WORK)
async def complete_interview(
    request: Request, interview_id: UUID, body: CompleteBody, session: SessionDep, caller: CallerDep
) -> Response:
    """Notes that a call took place, for how long and whether it was poor, and charges it.

    `call_to_come` before its start, `before_the_call` for an end before it, `move_not_allowed` for a call that is not
    booked; final but for corrections. The compliance gate answers as of the call's day: `gate_refused` and
    `gate_needs_approval` list what was found.
    """
    await _unchanged(request, session, interview_id)
    await service.complete(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/stop", response_model=InterviewOut, operation_id="stop_interview")
@policies.needs(policies.WORK)
async def stop_interview(
    request: Request, interview_id: UUID, body: StopBody, session: SessionDep, caller: CallerDep
) -> Response:
    """Notes that a call was ended for compliance, and by which rule; the expert is paid for the minutes it took.

    `call_to_come` before its start, `before_the_call` for an end before it, `move_not_allowed` for a call that is not
    booked; final but for corrections.
    """
    await _unchanged(request, session, interview_id)
    await service.stop(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/no-show", response_model=InterviewOut, operation_id="note_interview_no_show")
@policies.needs(policies.WORK)
async def note_interview_no_show(
    request: Request, interview_id: UUID, body: NoShowBody, session: SessionDep, caller: CallerDep
) -> Response:
    """Notes who did not come to a booked call; what is due for that by the vendor's card is charged in place of the
    price. `call_to_come` until a quarter of an hour after its start, `move_not_allowed` for a call that is not booked.
    """
    await _unchanged(request, session, interview_id)
    await service.no_show(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/cancel", response_model=InterviewOut, operation_id="cancel_interview")
@policies.needs(policies.WORK)
async def cancel_interview(
    request: Request, interview_id: UUID, body: CancelBody, session: SessionDep, caller: CallerDep
) -> Response:
    """Calls a call off, for good; by the notice given, the vendor's card may charge a share of its price unless expert
    or vendor is at fault. `move_not_allowed` for a call that was held, missed or cancelled.
    """
    await _unchanged(request, session, interview_id)
    await service.cancel(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/rate", response_model=InterviewOut, operation_id="rate_interview")
@policies.needs(policies.WORK)
async def rate_interview(
    request: Request, interview_id: UUID, body: RateBody, session: SessionDep, caller: CallerDep
) -> Response:
    """Rates a call that took place, in place of ratings given before.

    `call_not_held` for any other, `rating_needed` where nothing is said.
    """
    await _unchanged(request, session, interview_id)
    await records.rate(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/correct", response_model=InterviewOut, operation_id="correct_interview")
@policies.needs(policies.WORK)
async def correct_interview(
    request: Request, interview_id: UUID, body: CorrectionBody, session: SessionDep, caller: CallerDep
) -> Response:
    """Corrects what was noted wrongly of a call that took place, with a reason that the log keeps; other minutes are
    charged anew. `call_not_held` for any other call, `correction_needed` where nothing is corrected,
    `credit_exceeds_cost` where more is credited of the call than it then costs.
    """
    await _unchanged(request, session, interview_id)
    await records.correct(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


async def _unchanged(request: Request, session: AsyncSession, interview_id: UUID) -> None:
    """Honour If-Match, holding the call. Raises Problem (missing), (stale)."""
    if "if-match" in request.headers:
        await repository.get(session, interview_id)
        answers.require_unchanged(request, await text_of(session, repository.ONE, id=interview_id))


async def _now(session: AsyncSession, interview_id: UUID) -> Response:
    return answers.written(await text_of(session, repository.ONE, id=interview_id), missing=repository.MISSING)
