"""What happens to enrolments: a vendor is invited, its state moves by the table of `states`, it is let go again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.research.enrollments import repository, states
from services.core.research.vendors import service as vendors
from shared.contracts.principal import Principal
from shared.models.sourcing import CampaignVendorEnrollment

VENDOR_WITHDRAWN = "The vendor was withdrawn."
"""Why its open experts are declined, where nothing else is said."""


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
