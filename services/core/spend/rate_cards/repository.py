"""All SQL of rate cards."""

import datetime as dt
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, exists
from sqlalchemy import select as plain_select
from sqlmodel import and_, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.spend import terms
from services.core.spend.rate_cards.schemas import RateCardIn
from shared.db.keyset import Listing
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.spend import Charge, RateCard

MISSING = missing("rate_card")

IN_USE = (
    exists()
    .where(col(Charge.workspace_id) == col(RateCard.workspace_id), col(Charge.rate_card_id) == col(RateCard.id))
    .correlate(RateCard)
)
DOCUMENT = json_of(
    {
        "id": col(RateCard.id),
        "vendor_platform_id": col(RateCard.vendor_platform_id),
        "version": col(RateCard.version),
        **{name: getattr(RateCard, name) for name in RateCardIn.model_fields},
        "in_use": IN_USE,
        "created_at": col(RateCard.created_at),
        "updated_at": col(RateCard.updated_at),
    }
)
OF_VENDOR = col(RateCard.vendor_platform_id) == bindparam("vendor_id", type_=Uuid())
ONE = Statement(select(DOCUMENT).where(OF_VENDOR, col(RateCard.id) == bindparam("id", type_=Uuid())))
DAY = bindparam("on", type_=Date)
HOLDS = and_(col(RateCard.valid_from) <= DAY, or_(col(RateCard.valid_to).is_(None), col(RateCard.valid_to) >= DAY))
LISTING = Listing(
    document=DOCUMENT,
    source=lambda chosen: chosen.select_from(RateCard),
    identity=col(RateCard.id),
    sorts={
        "valid_from": col(RateCard.valid_from),
        "version": col(RateCard.version),
        "created_at": col(RateCard.created_at),
    },
    filters={"vendor_id": OF_VENDOR, "on": HOLDS},
)


IN_FORCE = Statement(
    plain_select(col(RateCard.vendor_platform_id), *(getattr(RateCard, name) for name in terms.PRICE)).where(HOLDS)
)
"""What a call costs by each vendor's card of the day `on`."""


async def get(session: AsyncSession, *, vendor_id: UUID, card_id: UUID) -> RateCard:
    """The card, locked. Raises Problem (missing)."""
    chosen = select(RateCard).where(RateCard.vendor_platform_id == vendor_id, RateCard.id == card_id)
    found = (await session.exec(chosen.with_for_update())).first()
    if found is None:
        raise MISSING
    return found


async def of_vendor(session: AsyncSession, vendor_id: UUID) -> list[RateCard]:
    """All cards of a vendor, the earliest first."""
    chosen = select(RateCard).where(RateCard.vendor_platform_id == vendor_id).order_by(col(RateCard.valid_from))
    return list((await session.exec(chosen)).all())


async def in_force(session: AsyncSession, *, vendor_id: UUID, on: dt.date) -> RateCard | None:
    """The card that holds on a day, if there is one."""
    chosen = select(RateCard).where(RateCard.vendor_platform_id == vendor_id, HOLDS)
    return (await session.exec(chosen, params={"on": on})).first()


async def is_used(session: AsyncSession, card_id: UUID) -> bool:
    """Whether a charge rests on the card."""
    chosen = select(Charge.id).where(Charge.rate_card_id == card_id).limit(1)
    return (await session.exec(chosen)).first() is not None
