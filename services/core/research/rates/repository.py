"""All SQL of exchange rates: the workspace's own over the shipped reference figures."""

import datetime as dt
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Date, Integer, Numeric, Text, bindparam, column, delete, func, literal, union_all, values
from sqlalchemy import select as plain_select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlmodel import and_, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.rates import reference
from shared.db.read import Statement, json_of
from shared.errors import missing
from shared.models.money import ExchangeRate

MISSING = missing("exchange_rate")

SHIPPED = values(
    column("currency", Text), column("usd_per_unit", Numeric(18, 8)), name="shipped", literal_binds=True
).data(list(reference.USD_PER_UNIT.items()))
KNOWN = union_all(
    plain_select(
        col(ExchangeRate.currency),
        col(ExchangeRate.usd_per_unit),
        col(ExchangeRate.as_of),
        literal("workspace", Text).label("source"),
        literal(1, Integer).label("weight"),
    ),
    plain_select(
        SHIPPED.c.currency,
        SHIPPED.c.usd_per_unit,
        literal(reference.AS_OF, Date),
        literal("reference", Text),
        literal(0, Integer),
    ),
).subquery("known")
RATE = (
    plain_select(KNOWN.c.currency, KNOWN.c.usd_per_unit, KNOWN.c.as_of, KNOWN.c.source)
    .ext(distinct_on(KNOWN.c.currency))
    .order_by(KNOWN.c.currency, KNOWN.c.weight.desc(), KNOWN.c.as_of.desc())
    .subquery("rate")
)
DOCUMENT = json_of(
    {
        "currency": RATE.c.currency,
        "usd_per_unit": func.trim_scale(RATE.c.usd_per_unit),
        "as_of": RATE.c.as_of,
        "source": RATE.c.source,
    }
)
RATES = Statement(plain_select(RATE).order_by(RATE.c.currency))
ALL = Statement(plain_select(DOCUMENT).order_by(RATE.c.currency))
ONE = Statement(plain_select(DOCUMENT).where(RATE.c.currency == bindparam("currency", type_=Text)))


async def hold(session: AsyncSession, currency: str) -> bool:
    """Lock the workspace's own rate of the currency; False when it has none."""
    chosen = select(col(ExchangeRate.as_of)).where(ExchangeRate.currency == currency).with_for_update()
    return bool((await session.exec(chosen)).all())


async def put(
    session: AsyncSession, *, workspace_id: UUID, currency: str, usd_per_unit: Decimal, as_of: dt.date
) -> None:
    """Make this the workspace's one rate of the currency."""
    stored = insert(ExchangeRate).values(
        workspace_id=workspace_id, currency=currency, as_of=as_of, usd_per_unit=usd_per_unit
    )
    key = ["workspace_id", "currency", "as_of"]
    connection = await session.connection()
    await connection.execute(stored.on_conflict_do_update(index_elements=key, set_={"usd_per_unit": usd_per_unit}))
    others = and_(col(ExchangeRate.currency) == currency, col(ExchangeRate.as_of) != as_of)
    await connection.execute(delete(ExchangeRate).where(others))


async def remove(session: AsyncSession, currency: str) -> None:
    """Delete the workspace's own rate of the currency."""
    await (await session.connection()).execute(delete(ExchangeRate).where(col(ExchangeRate.currency) == currency))
