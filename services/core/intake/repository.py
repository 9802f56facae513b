"""All SQL of intakes: the files kept, the intakes with their figures, what became of each row."""

from uuid import UUID

from sqlalchemy import Uuid, bindparam, func, literal_column, text
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.intake import INTAKE_OUTCOME, INTAKE_STATUS, Intake, IntakeItem, SourceFile

MISSING = missing("intake")
FILE_MISSING = missing("source_file")
SHOWN_ITEMS = 500
ID = Uuid()

ITEM = {
    "id": col(IntakeItem.id),
    "position": col(IntakeItem.position),
    "outcome": col(IntakeItem.outcome),
    "name": col(IntakeItem.name),
    "vendor": col(IntakeItem.vendor),
    "expert_id": col(IntakeItem.expert_id),
    "person_id": col(IntakeItem.person_id),
    "code": col(IntakeItem.code),
    "reason": col(IntakeItem.reason),
    "source": col(IntakeItem.source),
    "changes": col(IntakeItem.changes),
}
OWN_ITEMS = and_(col(IntakeItem.workspace_id) == col(Intake.workspace_id), col(IntakeItem.intake_id) == col(Intake.id))
OUTCOMES = ("added", "merged", "updated", "unchanged", "needs_review", "rejected")
COUNTS = (
    select(
        json_of(
            {
                outcome: func.count().filter(col(IntakeItem.outcome) == literal_column(f"'{outcome}'"))
                for outcome in OUTCOMES
            },
            as_text=False,
        )
    )
    .where(OWN_ITEMS)
    .correlate(Intake)
    .scalar_subquery()
)
ALL_ITEMS = (
    select(
        func.coalesce(
            func.json_agg(aggregate_order_by(json_of(ITEM, as_text=False), col(IntakeItem.position))),
            text("'[]'::json"),
        )
    )
    .where(OWN_ITEMS)
    .correlate(Intake)
)
FIRST_ITEMS = ALL_ITEMS.where(col(IntakeItem.position) < SHOWN_ITEMS)
FILE = ("id", "name", "media_type", "size_bytes", "sha256")
FILES = (
    select(
        func.coalesce(
            func.json_agg(
                aggregate_order_by(
                    json_of({name: getattr(SourceFile, name) for name in FILE}, as_text=False),
                    func.array_position(col(Intake.file_ids), col(SourceFile.id)),
                )
            ),
            text("'[]'::json"),
        )
    )
    .where(SourceFile.workspace_id == Intake.workspace_id, col(SourceFile.id) == func.any(col(Intake.file_ids)))
    .correlate(Intake)
    .scalar_subquery()
)
HEAD = {
    "id": col(Intake.id),
    "campaign_id": col(Intake.campaign_id),
    "status": col(Intake.status),
    "vendor_hint": col(Intake.vendor_hint),
    "total": col(Intake.total),
    "processed": col(Intake.processed),
    "files": FILES,
    "notes": col(Intake.notes),
    "failure": col(Intake.failure),
    "user_id": col(Intake.user_id),
    "received_at": col(Intake.received_at),
    "created_at": col(Intake.created_at),
    "finished_at": col(Intake.finished_at),
    "undone_at": col(Intake.undone_at),
}
OF_ID = col(Intake.id) == bindparam("id", type_=ID)
ONE = Statement(select(json_of(HEAD | {"counts": COUNTS, "items": FIRST_ITEMS.scalar_subquery()})).where(OF_ID))
WHOLE = Statement(select(json_of(HEAD | {"counts": COUNTS, "items": ALL_ITEMS.scalar_subquery()})).where(OF_ID))
"""With every row of the report: nobody can page through what a dry run would do."""
LISTING = Listing(
    document=json_of(HEAD | {"counts": COUNTS}),
    source=lambda chosen: chosen.select_from(Intake),
    identity=col(Intake.id),
    sorts={"created_at": col(Intake.created_at)},
    filters={
        "campaign_id": col(Intake.campaign_id) == bindparam("campaign_id", type_=ID),
        "status": col(Intake.status) == bindparam("status", type_=INTAKE_STATUS),
    },
)
ITEM_LISTING = Listing(
    document=json_of(ITEM),
    source=lambda chosen: chosen.select_from(IntakeItem),
    identity=col(IntakeItem.id),
    sorts={"position": col(IntakeItem.position)},
    filters={
        "intake_id": col(IntakeItem.intake_id) == bindparam("intake_id", type_=ID),
        "outcome": col(IntakeItem.outcome) == bindparam("outcome", type_=INTAKE_OUTCOME),
    },
)
EXISTS = Statement(select(col(Intake.id)).where(col(Intake.id) == bindparam("id", type_=ID)))
CONTENT = Statement(
    select(col(SourceFile.name), col(SourceFile.media_type), col(SourceFile.content)).where(
        col(SourceFile.id) == bindparam("id", type_=ID)
    )
)
NAME_INTAKE = text("SELECT set_config('app.intake_id', :intake, true)")


async def begin_noting(session: AsyncSession, intake_id: UUID | None) -> None:
    """From here on, what this transaction changes is noted as the intake's (None: no longer)."""
    await session.flush()
    await (await session.connection()).execute(NAME_INTAKE, {"intake": str(intake_id) if intake_id else ""})


async def find(session: AsyncSession, intake_id: UUID, *, lock: bool = True) -> Intake | None:
    """The intake, unless it went with its campaign; locked after people, unless it is only read."""
    wanted = select(Intake).where(Intake.id == intake_id)
    return (await session.exec(wanted.with_for_update() if lock else wanted)).first()


async def outcomes(session: AsyncSession, intake_id: UUID) -> dict[str, int]:
    """How many rows came to what."""
    chosen = select(IntakeItem.outcome, func.count()).where(IntakeItem.intake_id == intake_id)
    counted = dict((await session.exec(chosen.group_by(col(IntakeItem.outcome)))).all())
    return {outcome: counted.get(outcome, 0) for outcome in OUTCOMES}


async def newcomers(session: AsyncSession, intake_id: UUID, *, most: int) -> tuple[list[UUID], int]:
    """The first offers an intake made, in the order of its rows, and how many there are beyond them."""
    made = and_(
        col(IntakeItem.intake_id) == intake_id, col(IntakeItem.outcome).in_(("added", "merged", "needs_review"))
    )
    chosen = select(IntakeItem.expert_id).where(made).order_by(col(IntakeItem.position)).limit(most)
    told = [expert_id for expert_id in (await session.exec(chosen)).all() if expert_id is not None]
    count = (await session.exec(select(func.count()).select_from(IntakeItem).where(made))).one()
    return told, count - len(told)


async def get(session: AsyncSession, intake_id: UUID, *, lock: bool = True) -> Intake:
    """The same. Raises Problem (missing)."""
    found = await find(session, intake_id, lock=lock)
    if found is None:
        raise MISSING
    return found


async def same_content(session: AsyncSession, *, campaign_id: UUID, content_hash: str) -> Intake | None:
    """An earlier intake of the same content into the same campaign that still stands."""
    chosen = (
        select(Intake)
        .where(
            Intake.campaign_id == campaign_id,
            Intake.content_hash == content_hash,
            col(Intake.status).in_(("queued", "running", "done")),
        )
        .order_by(col(Intake.created_at).desc())
    )
    return (await session.exec(chosen)).first()


async def count_refused(session: AsyncSession, *, intake_id: UUID, code: str) -> int:
    """How many rows of an intake were refused for one reason."""
    chosen = select(func.count()).where(IntakeItem.intake_id == intake_id, IntakeItem.code == code)
    return (await session.exec(chosen)).one()


async def refused_vendors(session: AsyncSession, *, intake_id: UUID, code: str) -> list[str]:
    """The vendors whose rows of an intake were refused for one reason."""
    chosen = select(IntakeItem.vendor).where(IntakeItem.intake_id == intake_id, IntakeItem.code == code).distinct()
    return [vendor for vendor in (await session.exec(chosen)).all() if vendor is not None]


async def file_named(session: AsyncSession, *, sha256: str, name: str) -> SourceFile | None:
    """A file kept already."""
    chosen = select(SourceFile).where(SourceFile.sha256 == sha256, SourceFile.name == name)
    return (await session.exec(chosen)).first()


async def files(session: AsyncSession, file_ids: list[UUID]) -> list[SourceFile]:
    """The files of an intake, in its order."""
    found = {
        row.id: row for row in (await session.exec(select(SourceFile).where(col(SourceFile.id).in_(file_ids)))).all()
    }
    return [found[file_id] for file_id in file_ids]
