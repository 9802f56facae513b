"""All SQL of vendors. The catalogue's rows lie in the nil workspace; the policies let everybody read, nobody write."""

from uuid import UUID

from sqlalchemy import Text, Uuid, bindparam, exists, func, inspect, literal, literal_column
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased
from sqlmodel import col, not_, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from shared.contracts.principal import NOBODY
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.db.search import contains_text
from shared.errors import missing
from shared.models.sourcing import CampaignVendorEnrollment, Expert, VendorPlatform

MISSING = missing("vendor")
CATALOGUE = literal_column(f"'{NOBODY}'::uuid", Uuid())

Twin = aliased(VendorPlatform)
"""The same vendor's other row: the catalogue's and the workspace's copy of it share their id."""
TWINS = exists().where(col(Twin.id) == col(VendorPlatform.id)).correlate(VendorPlatform)
ADOPTED = TWINS.where(col(Twin.workspace_id) != CATALOGUE)
OF_CATALOGUE = TWINS.where(col(Twin.workspace_id) == CATALOGUE)
VISIBLE = or_(col(VendorPlatform.workspace_id) != CATALOGUE, not_(ADOPTED))
"""Each vendor once: the workspace's own row where it has one, else the catalogue's."""

TAG = func.unnest(col(VendorPlatform.tags)).column_valued("tag")
DOCUMENT = json_of(
    {
        "id": col(VendorPlatform.id),
        "name": col(VendorPlatform.name),
        "logo_url": col(VendorPlatform.logo_url),
        "location": col(VendorPlatform.location),
        "overall_score": col(VendorPlatform.overall_score),
        "avg_cost_per_call_min": col(VendorPlatform.avg_cost_per_call_min),
        "avg_cost_per_call_max": col(VendorPlatform.avg_cost_per_call_max),
        "description": col(VendorPlatform.description),
        "tags": col(VendorPlatform.tags),
        "aliases": col(VendorPlatform.aliases),
        "mail_domains": col(VendorPlatform.mail_domains),
        "is_active": col(VendorPlatform.is_active),
        "lead_time_hours": col(VendorPlatform.lead_time_hours),
        "is_own": not_(OF_CATALOGUE),
        "created_at": col(VendorPlatform.created_at),
        "updated_at": col(VendorPlatform.updated_at),
    }
)
ONE = Statement(select(DOCUMENT).where(VISIBLE, col(VendorPlatform.id) == bindparam("id", type_=Uuid())))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(VendorPlatform).where(VISIBLE),
    identity=col(VendorPlatform.id),
    sorts={
        "name": col(VendorPlatform.name),
        "overall_score": func.coalesce(col(VendorPlatform.overall_score), 0),
        "created_at": col(VendorPlatform.created_at),
        "updated_at": col(VendorPlatform.updated_at),
    },
    filters={
        "q": contains_text(
            col(VendorPlatform.name),
            func.array_to_string(col(VendorPlatform.aliases), "\n"),
            col(VendorPlatform.location),
            col(VendorPlatform.description),
        ),
        "tag": exists().where(func.lower(TAG) == func.lower(bindparam("tag", type_=Text))).correlate(VendorPlatform),
        "location": contains_text(col(VendorPlatform.location), name="location"),
        "is_active": col(VendorPlatform.is_active) == bindparam("is_active"),
    },
)

COPIED = [
    column.name
    for column in inspect(VendorPlatform).local_table.columns
    if column.name not in ("workspace_id", "created_at", "updated_at")
]


async def visible(session: AsyncSession) -> list[VendorPlatform]:
    """Every vendor the caller sees, each once, the workspace's rows first. Those of the catalogue cannot be written."""
    order = (col(VendorPlatform.workspace_id) == CATALOGUE, col(VendorPlatform.name), col(VendorPlatform.id))
    return list((await session.exec(select(VendorPlatform).where(VISIBLE).order_by(*order))).all())


async def is_of_catalogue(session: AsyncSession, vendor_id: UUID) -> bool:
    """Whether the catalogue has this vendor, adopted or not."""
    chosen = select(VendorPlatform.id).where(VendorPlatform.workspace_id == CATALOGUE, VendorPlatform.id == vendor_id)
    return (await session.exec(chosen)).first() is not None


async def find(session: AsyncSession, vendor_id: UUID, *, lock: bool = False) -> VendorPlatform | None:
    """The workspace's row of the vendor, if it has one."""
    chosen = select(VendorPlatform).where(VendorPlatform.workspace_id != CATALOGUE, VendorPlatform.id == vendor_id)
    return (await session.exec(chosen.with_for_update() if lock else chosen)).first()


async def get(session: AsyncSession, vendor_id: UUID, *, lock: bool = False) -> VendorPlatform:
    """The workspace's row of the vendor. Raises Problem (missing)."""
    found = await find(session, vendor_id, lock=lock)
    if found is None:
        raise MISSING
    return found


async def copy(session: AsyncSession, *, workspace_id: UUID, vendor_id: UUID) -> None:
    """Give the workspace a row of a vendor of the catalogue, unless it has one or the catalogue does not."""
    columns = (getattr(VendorPlatform, name) for name in COPIED)
    chosen = select(literal(workspace_id, Uuid()), *columns).where(
        VendorPlatform.workspace_id == CATALOGUE, VendorPlatform.id == vendor_id
    )
    copied = insert(VendorPlatform).from_select(["workspace_id", *COPIED], chosen, include_defaults=False)
    connection = await session.connection()
    await connection.execute(copied.on_conflict_do_nothing(index_elements=["workspace_id", "id"]))


async def reserve_names(session: AsyncSession, workspace_id: UUID) -> None:
    """Let one transaction at a time name vendors in a workspace."""
    key = func.hashtextextended(f"vendor names {workspace_id}", 0)
    await (await session.connection()).execute(select(func.pg_advisory_xact_lock(key)))


async def uses(session: AsyncSession, vendor_id: UUID) -> tuple[int, int]:
    """How many enrolments and how many offers of the workspace name this vendor."""
    enrolments = select(func.count()).where(CampaignVendorEnrollment.vendor_platform_id == vendor_id)
    offers = select(func.count()).where(Expert.vendor_platform_id == vendor_id)
    return (await session.exec(enrolments)).one(), (await session.exec(offers)).one()
