"""A campaign's vendors over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.campaigns import repository as campaigns
from services.core.research.enrollments import repository, service
from services.core.research.enrollments.schemas import (
    EnrollmentIn,
    EnrollmentOut,
    EnrollmentPatch,
    EnrollmentQuery,
    WithdrawalOut,
    WithdrawalQuery,
)
from shared.contracts import moments
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/campaigns/{campaign_id}/vendors", tags=["vendors"])
commands = APIRouter(prefix="/api/campaigns/{campaign_id}/vendors", tags=["vendors"], route_class=CommandRoute)


@queries.get("", response_model=Page[EnrollmentOut], operation_id="list_enrollments")
async def list_enrollments(
    request: Request,
    campaign_id: UUID,
    query: Annotated[EnrollmentQuery, Query()],
    caller: CallerDep,
    reader: ReaderDep,
) -> Response:
    """The vendors invited to a campaign, each with its state there and how many experts it offered."""
    if await reader.value(caller, campaigns.EXISTS, id=campaign_id) is None:
        raise campaigns.MISSING
    filters = query.model_dump(include={"status", "q"}) | {"campaign_id": campaign_id}
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@commands.post(
    "",
    status_code=201,
    response_model=EnrollmentOut,
    responses={200: {"model": EnrollmentOut, "description": "Enrolled already"}},
    operation_id="enroll_vendor",
)
@policies.needs(policies.WORK)
async def enroll_vendor(campaign_id: UUID, body: EnrollmentIn, session: SessionDep, caller: CallerDep) -> Response:
    """Invites a vendor; 200 where it is enrolled already, which changes nothing unless that enrolment was over: then it
    begins anew.
    """
    vendor_id = body.vendor_platform_id
    at = moments.happened(body.invited_at, field="invited_at")
    fields = body.model_dump(exclude_unset=True, exclude={"vendor_platform_id", "invited_at"})
    new = await service.enroll(session, caller=caller, campaign_id=campaign_id, vendor_id=vendor_id, at=at, **fields)
    document = await text_of(session, repository.ONE, campaign_id=campaign_id, vendor_id=vendor_id)
    address = f"/api/campaigns/{campaign_id}/vendors/{vendor_id}"
    return answers.written(document, missing=repository.MISSING, created_at=address if new else None)


@commands.patch("/{vendor_id}", response_model=EnrollmentOut, operation_id="update_enrollment")
@policies.needs(policies.WORK)
async def update_enrollment(
    request: Request, campaign_id: UUID, vendor_id: UUID, body: EnrollmentPatch, session: SessionDep
) -> Response:
    """Changes the fields that are sent and moves the enrolment.

    `move_not_allowed` names the states it may be set to, `reason_needed` for declined without a reason, `out_of_order`
    for a move dated before the last one. While paused or withdrawn no new proposals of the vendor are taken.
    """
    await repository.get(session, campaign_id=campaign_id, vendor_id=vendor_id)
    current = await text_of(session, repository.ONE, campaign_id=campaign_id, vendor_id=vendor_id)
    answers.require_unchanged(request, current)
    fields = body.given() | {"at": moments.happened(body.occurred_at)}
    fields.pop("occurred_at", None)
    await service.update(session, campaign_id=campaign_id, vendor_id=vendor_id, **fields)
    document = await text_of(session, repository.ONE, campaign_id=campaign_id, vendor_id=vendor_id)
    return answers.written(document, missing=repository.MISSING)


@commands.delete("/{vendor_id}", response_model=WithdrawalOut, operation_id="unenroll_vendor")
@policies.needs(policies.WORK)
async def unenroll_vendor(
    request: Request,
    campaign_id: UUID,
    vendor_id: UUID,
    session: SessionDep,
    query: Annotated[WithdrawalQuery, Query()],
) -> Response:
    """Lets a vendor go: the enrolment is withdrawn, every expert it offered stays, those still open become declined.

    `move_not_allowed` where nothing runs any more. Inviting the vendor again begins anew.
    """
    await repository.get(session, campaign_id=campaign_id, vendor_id=vendor_id)
    current = await text_of(session, repository.ONE, campaign_id=campaign_id, vendor_id=vendor_id)
    answers.require_unchanged(request, current)
    at = moments.happened(query.occurred_at)
    declined = await service.withdraw(session, campaign_id=campaign_id, vendor_id=vendor_id, at=at, reason=query.reason)
    document = await text_of(
        session, repository.WITHDRAWN, campaign_id=campaign_id, vendor_id=vendor_id, declined=declined
    )
    return answers.written(document, missing=repository.MISSING)
