"""Exchange rates over HTTP."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.rates import repository, service
from services.core.research.rates.schemas import DayQuery, ExchangeRateOut, RateIn, RemovalQuery
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers
from shared.types import Currency, CurrencyCode, now

queries = APIRouter(prefix="/api/exchange-rates", tags=["exchange rates"])
commands = APIRouter(prefix="/api/exchange-rates", tags=["exchange rates"], route_class=CommandRoute)


@queries.get("", response_model=Page[ExchangeRateOut], operation_id="list_exchange_rates")
async def list_exchange_rates(
    request: Request, query: Annotated[DayQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The rate in force on a day for every currency: the workspace's own where it set one, else the shipped reference
    figure. The list is never cut.
    """
    rows = await reader.rows(caller, repository.ALL, on=query.on or service.latest_day())
    return answers.page(request, _whole(rows))


@queries.get("/{currency}", response_model=Page[ExchangeRateOut], operation_id="list_exchange_rate_history")
async def list_exchange_rate_history(
    request: Request, currency: CurrencyCode, caller: CallerDep, reader: ReaderDep
) -> Response:
    """Every rate of one currency: the one in force first, the shipped reference last. The list is never cut."""
    rows = await reader.rows(caller, repository.HISTORY, currency=currency, on=service.latest_day())
    return answers.page(request, _whole(rows))


@commands.put("/{currency}", response_model=ExchangeRateOut, operation_id="put_exchange_rate")
@policies.needs(policies.CHANGE_SETTINGS)
async def put_exchange_rate(
    request: Request, currency: Currency, body: RateIn, session: SessionDep, caller: CallerDep
) -> Response:
    """Sets the workspace's own rate of a currency from a day on, in place of the one it had for that day; charges
    already reckoned keep theirs. `rate_of_base` for USD, which is always 1, `rate_from_future` for a day still to come.
    """
    as_of = body.as_of or now().date()
    await repository.hold(session, currency)
    answers.require_unchanged(request, await text_of(session, repository.ONE, currency=currency, on=as_of))
    await service.put(session, caller=caller, currency=currency, usd_per_unit=body.usd_per_unit, as_of=as_of)
    document = await text_of(session, repository.ONE, currency=currency, on=as_of)
    return answers.written(document, missing=repository.MISSING)


@commands.delete("/{currency}", status_code=204, operation_id="remove_exchange_rate")
@policies.needs(policies.CHANGE_SETTINGS)
async def remove_exchange_rate(
    request: Request, currency: CurrencyCode, query: Annotated[RemovalQuery, Query()], session: SessionDep
) -> None:
    """Forgets the workspace's own rate of one day, or all its rates of the currency; the one before, or the shipped
    reference, holds again.
    """
    day = query.as_of or service.latest_day()
    await repository.hold(session, currency)
    answers.require_unchanged(request, await text_of(session, repository.ONE, currency=currency, on=day))
    await service.remove(session, currency=currency, as_of=query.as_of)


def _whole(rows: Sequence[Sequence[str]]) -> bytes:
    items = ",".join([row[0] for row in rows])
    return f'{{"items":[{items}],"next":null}}'.encode()
