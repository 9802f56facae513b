"""What happens to enrolments: a vendor is invited, its state moves by the table of `states`, it is let go again."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.campaigns import repository as campaigns
from services.core.research.enrollments import repository, states
from services.core.research.vendors import service as vendors
from shared.contracts.principal import Principal
from shared.models.sourcing import CampaignVendorEnrollment
from shared.types import now


async def enroll(
    session: AsyncSession,
    *,
    caller: Principal,
    campaign_id: UUID,
    vendor_id: UUID,
    status: str = "pending",
    **fields: Any,
) -> bool:
    """Invite a vendor; False when it was enrolled already, which changes nothing unless that enrolment was over.

    Raises Problem (missing) for an unknown campaign or vendor.
    """
    await campaigns.get(session, campaign_id)
    await vendors.adopt(session, caller=caller, vendor_id=vendor_id)
    made = CampaignVendorEnrollment(
        workspace_id=caller.workspace_id, campaign_id=campaign_id, vendor_platform_id=vendor_id, **fields
    )
    _enter(made, status)
    if await repository.add_unless_there(session, made):
        return True
    known = await repository.get(session, campaign_id=campaign_id, vendor_id=vendor_id)
    if known.status in states.OVER:
        known.sqlmodel_update(fields)
        _enter(known, "pending")
        _enter(known, status)
        session.add(known)
    return False


async def update(session: AsyncSession, *, campaign_id: UUID, vendor_id: UUID, **fields: Any) -> None:
    """Change the given fields; None clears. Raises Problem (missing), and (conflict) for an illegal move."""
    enrollment = await repository.get(session, campaign_id=campaign_id, vendor_id=vendor_id)
    await _move(session, enrollment, fields.pop("status", enrollment.status))
    enrollment.sqlmodel_update(fields)
    session.add(enrollment)
    await session.flush()


async def withdraw(session: AsyncSession, *, campaign_id: UUID, vendor_id: UUID) -> int:
    """Let the vendor go. Its experts stay; those still open become declined, and the answer is how many.

    Raises as `update`.
    """
    enrollment = await repository.get(session, campaign_id=campaign_id, vendor_id=vendor_id)
    declined = await _move(session, enrollment, "withdrawn")
    session.add(enrollment)
    await session.flush()
    return declined


async def ensure_active(session: AsyncSession, *, caller: Principal, campaign_id: UUID, vendor_id: UUID) -> None:
    """See to it that a vendor whose experts arrive is enrolled: active from now on unless it has an enrolment already.

    Raises Problem (missing) for an unknown vendor; the campaign must be known to exist.
    """
    vendor = await vendors.adopt(session, caller=caller, vendor_id=vendor_id)
    made = CampaignVendorEnrollment(
        workspace_id=caller.workspace_id, campaign_id=campaign_id, vendor_platform_id=vendor.id
    )
    _enter(made, "active")
    await repository.add_unless_there(session, made)


async def _move(session: AsyncSession, enrollment: CampaignVendorEnrollment, status: str) -> int:
    states.MACHINE.require_move(enrollment.status, status)
    leaves = status == "withdrawn" != enrollment.status
    _enter(enrollment, status)
    if not leaves:
        return 0
    return await repository.decline_open_experts(
        session, campaign_id=enrollment.campaign_id, vendor_id=enrollment.vendor_platform_id
    )


def _enter(enrollment: CampaignVendorEnrollment, status: str) -> None:
    if status == "active":
        enrollment.enrolled_at = enrollment.enrolled_at or now()
    elif status == "pending":
        enrollment.enrolled_at = None
    enrollment.status = status
