"""What happens to exchange rates, and which one is in force for each currency on a day."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.rates import reference, repository
from services.core.research.rates.schemas import Source
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.errors import invalid
from shared.types import now


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency was worth in US dollars on a day, and who says so."""

    usd_per_unit: Decimal
    as_of: dt.date
    source: Source


def latest_day() -> dt.date:
    """The last day that has begun somewhere on earth."""
    return now().date() + dt.timedelta(days=1)


async def effective(reader: Reader, caller: Principal, *, on: dt.date | None = None) -> dict[str, Rate]:
    """The rate in force on a day, else now, by ISO 4217 currency; USD is always 1.

    It is the workspace's own latest of that day or before, else the shipped reference, whatever the day.
    """
    found = await reader.rows(caller, repository.RATES, on=on or latest_day())
    return {currency: Rate(usd_per_unit, as_of, source) for currency, usd_per_unit, as_of, source in found}


async def in_force(session: AsyncSession, *, on: dt.date) -> dict[str, Rate]:
    """The same inside a command's transaction."""
    found = await repository.on(session, on)
    return {currency: Rate(usd_per_unit, as_of, source) for currency, usd_per_unit, as_of, source in found}


async def put(
    session: AsyncSession, *, caller: Principal, currency: str, usd_per_unit: Decimal, as_of: dt.date
) -> None:
    """Set the workspace's rate of a currency from a day on, in place of the one it had of that day.

    Raises Problem (invalid) for USD, which all others are stated in, and for a day that has begun nowhere yet.
    """
    if currency == reference.BASE:
        raise invalid("rate_of_base", "Rates are stated in USD, which is always 1.", pointer="#/path/currency")
    if as_of > latest_day():
        raise invalid("rate_from_future", f"{as_of} is still to come.", pointer="#/as_of")
    await repository.put(
        session, workspace_id=caller.workspace_id, currency=currency, usd_per_unit=usd_per_unit, as_of=as_of
    )


async def remove(session: AsyncSession, *, currency: str, as_of: dt.date | None) -> None:
    """Forget the workspace's rate of one day, or all of the currency. Raises Problem (missing) when it has none."""
    if not await repository.hold(session, currency, as_of):
        raise repository.MISSING
    await repository.remove(session, currency, as_of)
