"""All SQL of call trackers: what a campaign's sheet shows, what was handed out, what came back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Uuid, bindparam, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import and_, col, exists, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.experts.repository import PRICE_DOCUMENT, STANDING, VENDOR
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.compliance import ApprovalRequest
from shared.models.interviews import Interview
from shared.models.research import TeamMember
from shared.models.screening import ScreeningScore
from shared.models.sourcing import Expert, VendorPlatform
from shared.models.tracker import TRACKER_OUTCOME, TrackerCell, TrackerExport, TrackerRead

MISSING = missing("tracker_read")
ID = Uuid()
OF_CAMPAIGN = bindparam("campaign_id", type_=ID)
SCORE = (
    select(col(ScreeningScore.score))
    .where(
        ScreeningScore.workspace_id == Expert.workspace_id,
        ScreeningScore.expert_id == Expert.id,
        ScreeningScore.judge == "rules",
    )
    .correlate(Expert)
    .scalar_subquery()
)
FILES = text(
    "(SELECT count(DISTINCT s.value ->> 'file') FROM jsonb_each(experts.sources) s"
    " WHERE s.value ->> 'file' IS NOT NULL)"
)


def _last_asked(*same: Any) -> Any:
    """The newest request to compliance about these."""
    return (
        select(col(ApprovalRequest.id))
        .where(*same)
        .order_by(col(ApprovalRequest.created_at).desc(), col(ApprovalRequest.id).desc())
        .limit(1)
    )


OFFERS = (
    select(
        json_of(
            {
                "id": col(Expert.id),
                "name": col(Expert.name),
                "employer": col(Expert.company),
                "title": col(Expert.title),
                "vendor": col(VendorPlatform.name),
                "status": col(Expert.status),
                "reason": col(Expert.status_reason),
                "compliance": col(Expert.conflict_status),
                "conflict_id": _last_asked(
                    ApprovalRequest.workspace_id == Expert.workspace_id,
                    ApprovalRequest.expert_id == Expert.id,
                    col(ApprovalRequest.interview_id).is_(None),
                )
                .correlate(Expert)
                .scalar_subquery(),
                "price": PRICE_DOCUMENT,
                "score": SCORE,
                "sources": FILES,
                "created": col(Expert.created_at),
                "updated": col(Expert.updated_at),
                "is_standing": and_(
                    STANDING,
                    ~exists()
                    .where(
                        col(Interview.workspace_id) == col(Expert.workspace_id),
                        col(Interview.expert_id) == col(Expert.id),
                    )
                    .correlate(Expert),
                ),
            }
        )
    )
    .select_from(Expert)
    .join(VendorPlatform, VENDOR)
    .where(col(Expert.campaign_id) == OF_CAMPAIGN)
    .order_by(col(Expert.name), col(Expert.id))
)
CALLS = (
    select(
        json_of(
            {
                "id": col(Interview.id),
                "expert_id": col(Interview.expert_id),
                "status": col(Interview.status),
                "reason": col(Interview.status_reason),
                "conflict_id": _last_asked(
                    ApprovalRequest.workspace_id == Interview.workspace_id,
                    ApprovalRequest.interview_id == Interview.id,
                )
                .correlate(Interview)
                .scalar_subquery(),
                "starts_at": col(Interview.starts_at),
                "zone": col(Interview.timezone),
                "length": func.coalesce(col(Interview.actual_minutes), col(Interview.duration_minutes)),
                "lead_id": col(Interview.lead_member_id),
                "notes": col(Interview.notes),
                "created": col(Interview.created_at),
                "updated": col(Interview.updated_at),
            }
        )
    )
    .where(col(Interview.campaign_id) == OF_CAMPAIGN)
    .order_by(col(Interview.starts_at).asc().nulls_last(), col(Interview.id))
)
READ = {
    "id": col(TrackerRead.id),
    "campaign_id": col(TrackerRead.campaign_id),
    "export_id": col(TrackerRead.export_id),
    "user_id": col(TrackerRead.user_id),
    "file_name": col(TrackerRead.file_name),
    "counts": col(TrackerRead.counts),
    "created_at": col(TrackerRead.created_at),
}
ONE = Statement(select(json_of(READ)).where(col(TrackerRead.id) == bindparam("id", type_=ID)))
LISTING = Listing(
    document=json_of(READ),
    source=lambda chosen: chosen.select_from(TrackerRead),
    identity=col(TrackerRead.id),
    sorts={"created_at": col(TrackerRead.created_at)},
    filters={"campaign_id": col(TrackerRead.campaign_id) == OF_CAMPAIGN},
)
CELL = {
    "id": col(TrackerCell.id),
    "cell": col(TrackerCell.cell),
    "row_id": col(TrackerCell.row_id),
    "column": col(TrackerCell.column_title),
    "base": col(TrackerCell.base),
    "ours": col(TrackerCell.ours),
    "theirs": col(TrackerCell.theirs),
    "outcome": col(TrackerCell.outcome),
    "code": col(TrackerCell.code),
    "reason": col(TrackerCell.reason),
}
CELLS = Listing(
    document=json_of(CELL),
    source=lambda chosen: chosen.select_from(TrackerCell),
    identity=col(TrackerCell.id),
    sorts={"position": col(TrackerCell.position)},
    filters={
        "read_id": col(TrackerCell.read_id) == bindparam("read_id", type_=ID),
        "outcome": col(TrackerCell.outcome) == bindparam("outcome", type_=TRACKER_OUTCOME),
    },
)
EXISTS = Statement(select(col(TrackerRead.id)).where(col(TrackerRead.id) == bindparam("id", type_=ID)))


async def documents(session: AsyncSession, campaign_id: UUID) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Every offer and every call of a campaign, as they stand in this transaction."""
    await session.flush()
    connection = await session.connection()
    values = {"campaign_id": campaign_id}
    offers = (await connection.execute(OFFERS, values)).scalars().all()
    calls = (await connection.execute(CALLS, values)).scalars().all()
    return [orjson.loads(each) for each in offers], [orjson.loads(each) for each in calls]


async def hold_calls(session: AsyncSession, campaign_id: UUID) -> None:
    """Lock the campaign's calls, in the order of their ids."""
    chosen = select(Interview.id).where(Interview.campaign_id == campaign_id).order_by(col(Interview.id))
    await session.exec(chosen.with_for_update())


async def members(session: AsyncSession) -> Sequence[tuple[UUID, str, str | None]]:
    """The team: id, name and address of each."""
    chosen = select(TeamMember.id, TeamMember.name, TeamMember.email).order_by(col(TeamMember.name), col(TeamMember.id))
    return (await session.exec(chosen)).all()


async def keep_export(session: AsyncSession, export: TrackerExport) -> UUID:
    """Store what is handed out, once however often it is; its id."""
    values = export.model_dump(exclude={"created_at"})
    stored = insert(TrackerExport).values(values).on_conflict_do_nothing().returning(col(TrackerExport.id))
    made = (await (await session.connection()).execute(stored)).scalar_one_or_none()
    if made is not None:
        return UUID(str(made))
    same = (TrackerExport.campaign_id == export.campaign_id, TrackerExport.content_hash == export.content_hash)
    return (await session.exec(select(TrackerExport.id).where(*same))).one()


async def find_export(session: AsyncSession, *, campaign_id: UUID, export_id: UUID) -> TrackerExport | None:
    """What was handed out under that id in that campaign."""
    same = (TrackerExport.campaign_id == campaign_id, TrackerExport.id == export_id)
    return (await session.exec(select(TrackerExport).where(*same))).first()


async def read_before(session: AsyncSession, *, campaign_id: UUID, content_hash: str) -> TrackerRead | None:
    """The reading of the same file in that campaign."""
    same = (TrackerRead.campaign_id == campaign_id, TrackerRead.content_hash == content_hash)
    return (await session.exec(select(TrackerRead).where(*same))).first()


async def add_cells(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Store what became of many cells."""
    if rows:
        await (await session.connection()).execute(insert(TrackerCell), list(rows))
