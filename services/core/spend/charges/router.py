"""Charges over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.spend.charges import repository, service
from services.core.spend.charges.schemas import ChargeIn, ChargeOut, ChargeQuery, Filters, TotalsOut, VoidIn
from shared.contracts import moments
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/charges", tags=["spend"])
commands = APIRouter(prefix="/api/charges", tags=["spend"], route_class=CommandRoute)


@queries.get("", response_model=Page[ChargeOut], operation_id="list_charges")
async def list_charges(
    request: Request, query: Annotated[ChargeQuery, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """The ledger: what booked calls will cost, what was charged, and what was released again, the latest first."""
    body = await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=query.filters())
    return answers.page(request, body)


@queries.get("/totals", response_model=TotalsOut, operation_id="get_charge_totals")
async def get_charge_totals(
    request: Request, query: Annotated[Filters, Query()], caller: CallerDep, reader: ReaderDep
) -> Response:
    """Sums of the charges that fit, by stage and currency, never of two currencies together.

    The same filters as the list.
    """
    given = query.model_dump(exclude_none=True)
    rows = await reader.rows(caller, repository.totals(frozenset(given)), **given)
    return answers.page(request, f'{{"items":[{",".join([row[0] for row in rows])}]}}'.encode())


@queries.get("/{charge_id}", response_model=ChargeOut, operation_id="get_charge")
async def get_charge(request: Request, charge_id: UUID, caller: CallerDep, reader: ReaderDep) -> Response:
    """One entry of the ledger, with what its amount rests on."""
    return answers.one(request, await reader.value(caller, repository.ONE, id=charge_id), missing=repository.MISSING)


@commands.post("", status_code=201, response_model=ChargeOut, operation_id="add_charge")
@policies.needs(policies.WORK)
async def add_charge(body: ChargeIn, session: SessionDep, caller: CallerDep) -> Response:
    """Enters a fee by hand; what calls cost is entered by itself as they are booked and held.

    Without an amount it is the one on the vendor's card of that day, `no_fee_agreed` where no card says such a fee;
    `amount_too_large` for more than the ledger can say. May fire thresholds of the campaign's budget.
    """
    fields = body.model_dump() | {"occurred_at": moments.happened(body.occurred_at)}
    charge = await service.add(session, caller=caller, **fields)
    document = await text_of(session, repository.ONE, id=charge.id)
    return answers.written(document, missing=repository.MISSING, created_at=f"/api/charges/{charge.id}")


@commands.post("/{charge_id}/void", response_model=ChargeOut, operation_id="void_charge")
@policies.needs(policies.WORK)
async def void_charge(
    request: Request, charge_id: UUID, body: VoidIn, session: SessionDep, caller: CallerDep
) -> Response:
    """Takes a charge back, for good and with a reason: it is released, and no sum counts it any more.

    `charge_not_actual` for a commitment (cancel its call instead) or one released before.
    """
    await repository.get(session, charge_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, id=charge_id))
    await service.void(session, caller=caller, charge_id=charge_id, reason=body.reason)
    return answers.written(await text_of(session, repository.ONE, id=charge_id), missing=repository.MISSING)
