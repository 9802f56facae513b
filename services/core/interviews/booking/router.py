"""Interviews over HTTP: what is noted of them by PATCH, each move of state by a verb of its own."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.interviews.booking import records, repository, service
from services.core.interviews.booking.schemas import (
    CancelBody,
    CompleteBody,
    ConfirmBody,
    CorrectionBody,
    InterviewIn,
    InterviewOut,
    InterviewPatch,
    InterviewQuery,
    NoShowBody,
    RateBody,
    RequestAgainBody,
    RescheduleBody,
    ScheduleBody,
    StopBody,
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
    page = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, page)


@queries.get("/{interview_id}", response_model=InterviewOut, operation_id="get_interview")
async def get_interview(request: Request, interview_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    return answers.one(request, await reader.value(caller, repository.ONE, id=interview_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=InterviewOut, operation_id="request_interview")
@policies.needs(policies.WORK)
async def request_interview(body: InterviewIn, session: SessionDep, caller: CallerDep) -> Response:
    made = await service.request(session, caller=caller, **body.given())
    document = await text_of(session, repository.ONE, id=made.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/interviews/{made.id}")


@commands.patch("/{interview_id}", response_model=InterviewOut, operation_id="update_interview")
@policies.needs(policies.WORK)
async def update_interview(
    request: Request, interview_id: UUID, body: InterviewPatch, session: SessionDep, caller: CallerDep
) -> Response:
    await _unchanged(request, session, interview_id)
    await records.update(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.delete("/{interview_id}", status_code=204, operation_id="remove_interview")
@policies.needs(policies.WORK)
async def remove_interview(request: Request, interview_id: UUID, session: SessionDep) -> None:
    await _unchanged(request, session, interview_id)
    await records.remove(session, interview_id=interview_id)


@commands.post("/{interview_id}/schedule", response_model=InterviewOut, operation_id="schedule_interview")
@policies.needs(policies.WORK)
async def schedule_interview(
    request: Request, interview_id: UUID, body: ScheduleBody, session: SessionDep, caller: CallerDep
) -> Response:
    await _unchanged(request, session, interview_id)
    await service.schedule(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/reschedule", response_model=InterviewOut, operation_id="reschedule_interview")
@policies.needs(policies.WORK)
async def reschedule_interview(
    request: Request, interview_id: UUID, body: RescheduleBody, session: SessionDep, caller: CallerDep
) -> Response:
    await _unchanged(request, session, interview_id)
    await service.reschedule(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/confirm", response_model=InterviewOut, operation_id="confirm_interview")
@policies.needs(policies.WORK)
async def confirm_interview(
    request: Request, interview_id: UUID, body: ConfirmBody, session: SessionDep, caller: CallerDep
) -> Response:
    await _unchanged(request, session, interview_id)
    await service.confirm(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/request-again", response_model=InterviewOut, operation_id="request_interview_again")
@policies.needs(policies.WORK)
async def request_interview_again(
    request: Request, interview_id: UUID, body: RequestAgainBody, session: SessionDep, caller: CallerDep
) -> Response:
    await _unchanged(request, session, interview_id)
    await service.request_again(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/complete", response_model=InterviewOut, operation_id="complete_interview")
@policies.needs(policies.WORK)
async def complete_interview(
    request: Request, interview_id: UUID, body: CompleteBody, session: SessionDep, caller: CallerDep
) -> Response:
    await _unchanged(request, session, interview_id)
    await service.complete(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/stop", response_model=InterviewOut, operation_id="stop_interview")
@policies.needs(policies.WORK)
async def stop_interview(
    request: Request, interview_id: UUID, body: StopBody, session: SessionDep, caller: CallerDep
) -> Response:
    await _unchanged(request, session, interview_id)
    await service.stop(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/no-show", response_model=InterviewOut, operation_id="note_interview_no_show")
@policies.needs(policies.WORK)
async def note_interview_no_show(
    request: Request, interview_id: UUID, body: NoShowBody, session: SessionDep, caller: CallerDep
) -> Response:
    await _unchanged(request, session, interview_id)
    await service.no_show(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/cancel", response_model=InterviewOut, operation_id="cancel_interview")
@policies.needs(policies.WORK)
async def cancel_interview(
    request: Request, interview_id: UUID, body: CancelBody, session: SessionDep, caller: CallerDep
) -> Response:
    await _unchanged(request, session, interview_id)
    await service.cancel(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/rate", response_model=InterviewOut, operation_id="rate_interview")
@policies.needs(policies.WORK)
async def rate_interview(
    request: Request, interview_id: UUID, body: RateBody, session: SessionDep, caller: CallerDep
) -> Response:
    await _unchanged(request, session, interview_id)
    await records.rate(session, caller=caller, interview_id=interview_id, **body.given())
    return await _now(session, interview_id)


@commands.post("/{interview_id}/correct", response_model=InterviewOut, operation_id="correct_interview")
@policies.needs(policies.WORK)
async def correct_interview(
    request: Request, interview_id: UUID, body: CorrectionBody, session: SessionDep, caller: CallerDep
) -> Response:
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
