"""All SQL of enrolments."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import JSON, CursorResult, Integer, Uuid, bindparam, cast, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.db.search import contains_text
from shared.errors import missing
from shared.models.sourcing import ENROLLMENT_STATUS, Expert, VendorPlatform
from shared.models.sourcing import CampaignVendorEnrollment as Enrollment

MISSING = missing("enrollment")

OFFERED = and_(
    col(Expert.workspace_id) == col(Enrollment.workspace_id),
    col(Expert.campaign_id) == col(Enrollment.campaign_id),
    col(Expert.vendor_platform_id) == col(Enrollment.vendor_platform_id),
    col(Expert.superseded_by_id).is_(None),
)
EXPERTS = select(func.count()).select_from(Expert).where(OFFERED).correlate(Enrollment).scalar_subquery()
VENDOR = and_(
    col(VendorPlatform.workspace_id) == col(Enrollment.workspace_id),
    col(VendorPlatform.id) == col(Enrollment.vendor_platform_id),
)
DOCUMENT = json_of(
    {
        "id": col(Enrollment.id),
        "campaign_id": col(Enrollment.campaign_id),
        "vendor_platform_id": col(Enrollment.vendor_platform_id),
        "vendor_name": col(VendorPlatform.name),
        "vendor_logo_url": col(VendorPlatform.logo_url),
        "vendor_location": col(VendorPlatform.location),
        "vendor_tags": col(VendorPlatform.tags),
        "overall_score": col(VendorPlatform.overall_score),
        "avg_cost_per_call_min": col(VendorPlatform.avg_cost_per_call_min),
        "avg_cost_per_call_max": col(VendorPlatform.avg_cost_per_call_max),
        "status": col(Enrollment.status),
        "status_reason": col(Enrollment.status_reason),
        "status_at": col(Enrollment.status_at),
        "invited_at": col(Enrollment.invited_at),
        "enrolled_at": col(Enrollment.enrolled_at),
        "account_manager_name": col(Enrollment.account_manager_name),
        "account_manager_email": col(Enrollment.account_manager_email),
        "notes": col(Enrollment.notes),
        "expert_count": EXPERTS,
        "created_at": col(Enrollment.created_at),
        "updated_at": col(Enrollment.updated_at),
    }
)
WITHDRAWAL = json_of(
    {
        "enrollment": cast(DOCUMENT, JSON),
        "experts_kept": EXPERTS,
        "experts_declined": bindparam("declined", type_=Integer),
    }
)
SAME = and_(
    col(Enrollment.campaign_id) == bindparam("campaign_id", type_=Uuid()),
    col(Enrollment.vendor_platform_id) == bindparam("vendor_id", type_=Uuid()),
)
ONE = Statement(select(DOCUMENT).select_from(Enrollment).join(VendorPlatform, VENDOR).where(SAME))
WITHDRAWN = Statement(select(WITHDRAWAL).select_from(Enrollment).join(VendorPlatform, VENDOR).where(SAME))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(Enrollment).join(VendorPlatform, VENDOR),
    identity=col(Enrollment.id),
    sorts={
        "vendor_name": col(VendorPlatform.name),
        "created_at": col(Enrollment.created_at),
        "updated_at": col(Enrollment.updated_at),
    },
    filters={
        "campaign_id": col(Enrollment.campaign_id) == bindparam("campaign_id", type_=Uuid()),
        "status": col(Enrollment.status) == bindparam("status", type_=ENROLLMENT_STATUS),
        "q": contains_text(col(VendorPlatform.name)),
    },
)


async def get(session: AsyncSession, *, campaign_id: UUID, vendor_id: UUID) -> Enrollment:
    """The enrolment, locked. Raises Problem (missing)."""
    chosen = select(Enrollment).where(Enrollment.campaign_id == campaign_id, Enrollment.vendor_platform_id == vendor_id)
    found = (await session.exec(chosen.with_for_update())).first()
    if found is None:
        raise MISSING
    return found


async def of_vendors(session: AsyncSession, *, campaign_id: UUID, vendor_ids: Collection[UUID]) -> list[Enrollment]:
    """The enrolments of some vendors; they keep their states until this transaction ends."""
    chosen = select(Enrollment).where(
        Enrollment.campaign_id == campaign_id, col(Enrollment.vendor_platform_id).in_(vendor_ids)
    )
    return list((await session.exec(chosen.order_by(col(Enrollment.id)).with_for_update(read=True))).all())


async def add_unless_there(session: AsyncSession, enrollment: Enrollment) -> bool:
    """Store a new enrolment; False when the campaign has one of this vendor already."""
    values = enrollment.model_dump(exclude_none=True)
    connection = await session.connection()
    stored = await connection.execute(
        insert(Enrollment)
        .values(values)
        .on_conflict_do_nothing(constraint="enrollment_unique")
        .returning(col(Enrollment.id))
    )
    return stored.first() is not None


async def decline_open_experts(
    session: AsyncSession, *, campaign_id: UUID, vendor_id: UUID, at: datetime, reason: str
) -> int:
    """Decline what the vendor offered and nobody acted on further; how many there were."""
    undecided = or_(*(col(Expert.status) == status for status in ("proposed", "reviewed", "shortlisted")))
    declined = update(Expert).where(
        col(Expert.campaign_id) == campaign_id,
        col(Expert.vendor_platform_id) == vendor_id,
        col(Expert.superseded_by_id).is_(None),
        undecided,
    )
    connection = await session.connection()
    done: CursorResult[tuple[()]] = await connection.execute(
        declined.values(status="declined", status_at=func.greatest(col(Expert.status_at), at), status_reason=reason)
    )
    return done.rowcount
