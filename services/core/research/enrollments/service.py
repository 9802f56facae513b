"""What happens to enrolments: a vendor is invited, its state moves by the table of `states`, it is let go again."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.research.enrollments import repository, states
from services.core.research.vendors import service as vendors
from shared.contracts import moments
from shared.contracts.principal import Principal
from shared.errors import Problem
from shared.models.sourcing import CampaignVendorEnrollment

VENDOR_WITHDRAWN = "The vendor was withdrawn."
"""Why its open experts are declined, where nothing else is said."""
NOT_TAKEN = "proposals_not_taken"
"""Why a new proposal is refused: its vendor's enrolment is closed."""


async def enroll(
    session: AsyncSession,
    *,
    caller: Principal,
    campaign_id: UUID,
    vendor_id: UUID,
    at: datetime,
    status: str = "pending",
    **fields: Any,
) -> bool:
    """Invite a vendor; False when it was enrolled already, which changes nothing unless that enrolment was over.

    Raises Problem (missing) for an unknown campaign or vendor.
    """
    await campaigns.get(session, campaign_id)
    await vendors.adopt(session, caller=caller, vendor_id=vendor_id)
    made = _made(caller, campaign_id=campaign_id, vendor_id=vendor_id, at=at, status=status)
    made.sqlmodel_update(fields)
    if await repository.add_unless_there(session, made):
        return True
    known = await repository.get(session, campaign_id=campaign_id, vendor_id=vendor_id)
    if known.status in states.OVER:
        at = states.MACHINE.moment(known.status, at, since=known.status_at, field="invited_at")
        known.sqlmodel_update(fields | {"invited_at": at})
        for entered in dict.fromkeys(("pending", status)):
            _enter(known, entered, at=at)
            session.add(known)
            await session.flush()
    return False


async def update(
    session: AsyncSession, *, campaign_id: UUID, vendor_id: UUID, at: datetime, reason: str | None = None, **fields: Any
) -> None:
    """Change the given fields; None clears. A move happened `at` that instant, for that reason.

    Raises Problem (missing), (conflict) for an illegal move, (invalid) for one that needs a reason.
    """
    enrollment = await repository.get(session, campaign_id=campaign_id, vendor_id=vendor_id)
    await _move(session, enrollment, fields.pop("status", enrollment.status), at=at, reason=reason)
    enrollment.sqlmodel_update(fields)
    session.add(enrollment)
    await session.flush()


async def withdraw(
    session: AsyncSession, *, campaign_id: UUID, vendor_id: UUID, at: datetime, reason: str | None = None
) -> int:
    """Let the vendor go. Its experts stay; those still open become declined, and the answer is how many.

    Raises as `update`.
    """
    enrollment = await repository.get(session, campaign_id=campaign_id, vendor_id=vendor_id)
    declined = await _move(session, enrollment, "withdrawn", at=at, reason=reason)
    session.add(enrollment)
    await session.flush()
    return declined


async def ensure_active(
    session: AsyncSession, *, caller: Principal, campaign_id: UUID, vendor_id: UUID, at: datetime
) -> None:
    """See to it that a vendor whose experts arrive is enrolled: active from then on unless it has an enrolment already.

    Raises Problem (missing) for an unknown vendor; the campaign must be known to exist.
    """
    vendor = await vendors.adopt(session, caller=caller, vendor_id=vendor_id)
    made = _made(caller, campaign_id=campaign_id, vendor_id=vendor.id, at=at, status="active")
    await repository.add_unless_there(session, made)


async def require_open(session: AsyncSession, *, campaign_id: UUID, vendor_id: UUID, at: datetime) -> None:
    """See to it that the vendor's new proposals are taken in this campaign, if it has an enrolment there.

    Raises Problem (conflict: proposals_not_taken) where it was closed by then, (invalid: out_of_order) where it was
    not invited yet.
    """
    for enrollment in await repository.of_vendors(session, campaign_id=campaign_id, vendor_ids=[vendor_id]):
        if is_closed(enrollment, at):
            message = f"This vendor is {enrollment.status} here: no new proposals are taken. {reopening(enrollment)}"
            details = {"enrollment_id": str(enrollment.id), "current": enrollment.status}
            raise Problem("conflict", NOT_TAKEN, message, details=details)
        moments.following(at, enrollment.invited_at, what="the vendor was invited", field="proposed_at")


async def closed(
    session: AsyncSession, *, campaign_id: UUID, vendor_ids: Collection[UUID]
) -> dict[UUID, CampaignVendorEnrollment]:
    """The enrolments that take no new proposals, by vendor; none is opened or closed before this transaction ends."""
    found = await repository.of_vendors(session, campaign_id=campaign_id, vendor_ids=vendor_ids)
    return {enrollment.vendor_platform_id: enrollment for enrollment in found if enrollment.status in states.CLOSED}


def is_closed(enrollment: CampaignVendorEnrollment, at: datetime) -> bool:
    """Whether a proposal of that moment is one too many; what was proposed before the enrolment was closed is not."""
    return enrollment.status in states.CLOSED and at >= (enrollment.status_at or at)


def reopening(enrollment: CampaignVendorEnrollment) -> str:
    """What makes a closed enrolment take proposals again, in words."""
    return "Set it active to go on." if enrollment.status == "paused" else "Invite the vendor again to go on."


def _made(
    caller: Principal, *, campaign_id: UUID, vendor_id: UUID, at: datetime, status: str
) -> CampaignVendorEnrollment:
    made = CampaignVendorEnrollment(
        workspace_id=caller.workspace_id, campaign_id=campaign_id, vendor_platform_id=vendor_id, invited_at=at
    )
    _enter(made, status, at=at)
    return made


async def _move(
    session: AsyncSession, enrollment: CampaignVendorEnrollment, status: str, *, at: datetime, reason: str | None
) -> int:
    states.MACHINE.require_move(enrollment.status, status, reason=reason)
    if status == enrollment.status:
        return 0
    at = states.MACHINE.moment(enrollment.status, at, since=enrollment.status_at)
    _enter(enrollment, status, at=at, reason=reason)
    if status != "withdrawn":
        return 0
    return await repository.decline_open_experts(
        session,
        campaign_id=enrollment.campaign_id,
        vendor_id=enrollment.vendor_platform_id,
        at=at,
        reason=reason or VENDOR_WITHDRAWN,
    )


def _enter(enrollment: CampaignVendorEnrollment, status: str, *, at: datetime, reason: str | None = None) -> None:
    if status == "active":
        enrollment.enrolled_at = enrollment.enrolled_at or at
    elif status == "pending":
        enrollment.enrolled_at = None
    enrollment.status, enrollment.status_at, enrollment.status_reason = status, at, reason
