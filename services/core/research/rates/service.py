"""What happens to exchange rates, and which one is in force for each currency."""

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


async def effective(reader: Reader, caller: Principal) -> dict[str, Rate]:
    """The rate in force by ISO 4217 currency: the workspace's own, else the shipped reference; USD is always 1."""
    found = await reader.rows(caller, repository.RATES)
    return {currency: Rate(usd_per_unit, as_of, source) for currency, usd_per_unit, as_of, source in found}


async def put(
    session: AsyncSession, *, caller: Principal, currency: str, usd_per_unit: Decimal, as_of: dt.date | None
) -> None:
    """Set the workspace's rate of a currency, in place of the one it had.

    Raises Problem (invalid) for USD, which all others are stated in, and for a day that has begun nowhere yet.
    """
    if currency == reference.BASE:
        raise invalid("rate_of_base", "Rates are stated in USD, which is always 1.", pointer="#/path/currency")
    today = now().date()
    if as_of is not None and as_of > today + dt.timedelta(days=1):
        raise invalid("rate_from_future", f"{as_of} is still to come.", pointer="#/as_of")
    await repository.put(
        session,
        workspace_id=caller.workspace_id,
        currency=currency,
        usd_per_unit=usd_per_unit,
        as_of=as_of or today,
    )


async def remove(session: AsyncSession, *, currency: str) -> None:
    """Fall back to the reference. Raises Problem (missing) when the workspace has no rate of this currency."""
    if not await repository.hold(session, currency):
        raise repository.MISSING
    await repository.remove(session, currency)
