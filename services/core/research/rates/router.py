"""Exchange rates over HTTP."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.rates import repository, service
from services.core.research.rates.schemas import DayQuery, RateIn, RateOut, RemovalQuery
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers
from shared.types import Currency, now

queries = APIRouter(prefix="/api/exchange-rates", tags=["exchange rates"])
commands = APIRouter(prefix="/api/exchange-rates", tags=["exchange rates"], route_class=CommandRoute)


@queries.get("", response_model=Page[RateOut], operation_id="list_exchange_rates")
async def list_rates(
    request: Request, query: Annotated[DayQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    rows = await reader.rows(caller, repository.ALL, on=query.on or service.latest_day())
    return answers.page(request, _whole(rows))


@queries.get("/{currency}", response_model=Page[RateOut], operation_id="list_exchange_rate_history")
async def list_history(request: Request, currency: Currency, caller: CallerDep, reader: ReaderDep) -> Response:
    """Every rate of one currency: the one in force first, the shipped reference last."""
    rows = await reader.rows(caller, repository.HISTORY, currency=currency, on=service.latest_day())
    return answers.page(request, _whole(rows))


@commands.put("/{currency}", response_model=RateOut, operation_id="put_exchange_rate")
@policies.needs(policies.CHANGE_SETTINGS)
async def put_rate(
    request: Request, currency: Currency, body: RateIn, session: SessionDep, caller: CallerDep
) -> Response:
    as_of = body.as_of or now().date()
    await repository.hold(session, currency)
    answers.require_unchanged(request, await text_of(session, repository.ONE, currency=currency, on=as_of))
    await service.put(session, caller=caller, currency=currency, usd_per_unit=body.usd_per_unit, as_of=as_of)
    document = await text_of(session, repository.ONE, currency=currency, on=as_of)
    return answers.written(document, missing=repository.MISSING)


@commands.delete("/{currency}", status_code=204, operation_id="remove_exchange_rate")
@policies.needs(policies.CHANGE_SETTINGS)
async def remove_rate(
    request: Request, currency: Currency, query: Annotated[RemovalQuery, Query()], session: SessionDep
) -> None:
    day = query.as_of or service.latest_day()
    await repository.hold(session, currency)
    answers.require_unchanged(request, await text_of(session, repository.ONE, currency=currency, on=day))
    await service.remove(session, currency=currency, as_of=query.as_of)


def _whole(rows: Sequence[Sequence[str]]) -> bytes:
    items = ",".join([row[0] for row in rows])
    return f'{{"items":[{items}],"next":null}}'.encode()
