"""All SQL of exchange rates: of each day the workspace's latest own, over the shipped reference figures."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Numeric,
    Text,
    bindparam,
    column,
    delete,
    func,
    literal,
    union_all,
    values,
)
from sqlalchemy import select as plain_select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlmodel import col, select
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
    ).where(col(ExchangeRate.as_of) <= bindparam("on", type_=Date)),
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


def _document(rate: Any) -> ColumnElement[Any]:
    return json_of(
        {
            "currency": rate.currency,
            "usd_per_unit": func.trim_scale(rate.usd_per_unit),
            "as_of": rate.as_of,
            "source": rate.source,
        }
    )


RATES = Statement(plain_select(RATE).order_by(RATE.c.currency))
ALL = Statement(plain_select(_document(RATE.c)).order_by(RATE.c.currency))
ONE = Statement(plain_select(_document(RATE.c)).where(RATE.c.currency == bindparam("currency", type_=Text)))
"""Each and one as in force at the end of the day `on`."""
HISTORY = Statement(
    plain_select(_document(KNOWN.c))
    .where(KNOWN.c.currency == bindparam("currency", type_=Text))
    .order_by(KNOWN.c.weight.desc(), KNOWN.c.as_of.desc())
)
"""All of one currency, the one in force first, the shipped reference last."""


async def hold(session: AsyncSession, currency: str, as_of: dt.date | None = None) -> bool:
    """Lock the workspace's own rates of the currency, or the one of a day; False when it has none."""
    chosen = select(col(ExchangeRate.as_of)).where(*_own(currency, as_of)).with_for_update()
    return bool((await session.exec(chosen)).all())


async def on(session: AsyncSession, day: dt.date) -> list[Any]:
    """Currency, dollars per unit, date and source of every rate in force on a day."""
    return list((await (await session.connection()).execute(RATES.select, {"on": day})).all())


async def put(
    session: AsyncSession, *, workspace_id: UUID, currency: str, usd_per_unit: Decimal, as_of: dt.date
) -> None:
    """Make this the workspace's rate of the currency from that day on."""
    stored = insert(ExchangeRate).values(
        workspace_id=workspace_id, currency=currency, as_of=as_of, usd_per_unit=usd_per_unit
    )
    key = ["workspace_id", "currency", "as_of"]
    connection = await session.connection()
    await connection.execute(stored.on_conflict_do_update(index_elements=key, set_={"usd_per_unit": usd_per_unit}))


async def remove(session: AsyncSession, currency: str, as_of: dt.date | None) -> None:
    """Delete the workspace's own rates of the currency, or the one of a day."""
    await (await session.connection()).execute(delete(ExchangeRate).where(*_own(currency, as_of)))


def _own(currency: str, as_of: dt.date | None) -> list[ColumnElement[bool]]:
    named = [col(ExchangeRate.currency) == currency]
    return named if as_of is None else [*named, col(ExchangeRate.as_of) == as_of]
