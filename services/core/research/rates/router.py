"""Exchange rates over HTTP."""

from fastapi import APIRouter, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.rates import repository, service
from services.core.research.rates.schemas import RateIn, RateOut
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers
from shared.types import Currency

queries = APIRouter(prefix="/api/exchange-rates", tags=["exchange rates"])
commands = APIRouter(prefix="/api/exchange-rates", tags=["exchange rates"], route_class=CommandRoute)


@queries.get("", response_model=Page[RateOut], operation_id="list_exchange_rates")
async def list_rates(request: Request, caller: CallerDep, reader: ReaderDep) -> Response:
    items = ",".join([row[0] for row in await reader.rows(caller, repository.ALL)])
    return answers.page(request, f'{{"items":[{items}],"next":null}}'.encode())


@commands.put("/{currency}", response_model=RateOut, operation_id="put_exchange_rate")
@policies.needs(policies.CHANGE_SETTINGS)
async def put_rate(
    request: Request, currency: Currency, body: RateIn, session: SessionDep, caller: CallerDep
) -> Response:
    await repository.hold(session, currency)
    answers.require_unchanged(request, await text_of(session, repository.ONE, currency=currency))
    await service.put(session, caller=caller, currency=currency, **body.model_dump())
    return answers.written(await text_of(session, repository.ONE, currency=currency), missing=repository.MISSING)


@commands.delete("/{currency}", status_code=204, operation_id="remove_exchange_rate")
@policies.needs(policies.CHANGE_SETTINGS)
async def remove_rate(request: Request, currency: Currency, session: SessionDep) -> None:
    await repository.hold(session, currency)
    answers.require_unchanged(request, await text_of(session, repository.ONE, currency=currency))
    await service.remove(session, currency=currency)
