"""A vendor's rate cards over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.core.deps import CallerDep, ReaderDep, SessionDep
from services.core.platform import policies
from services.core.platform.commands import CommandRoute
from services.core.research.vendors import repository as vendors
from services.core.spend.rate_cards import repository, service
from services.core.spend.rate_cards.schemas import RateCardIn, RateCardOut, RateCardPatch, RateCardQuery
from shared.contracts.page import Page
from shared.db.read import text_of
from shared.http import answers

queries = APIRouter(prefix="/api/vendors/{vendor_id}/rate-cards", tags=["spend"])
commands = APIRouter(prefix="/api/vendors/{vendor_id}/rate-cards", tags=["spend"], route_class=CommandRoute)


@queries.get("", response_model=Page[RateCardOut], operation_id="list_rate_cards")
async def list_rate_cards(
    request: Request,
    vendor_id: UUID,
    query: Annotated[RateCardQuery, Query()],
    caller: CallerDep,
    reader: ReaderDep,
) -> Response:
    """All cards of a vendor, the latest first: what it charges from which day to which."""
    if await reader.value(caller, vendors.ONE, id=vendor_id) is None:
        raise vendors.MISSING
    filters = query.filters() | {"vendor_id": vendor_id}
    return answers.page(
        request, await repository.LISTING.page(reader, caller, query=query, sort=query.sort, filters=filters)
    )


@queries.get("/{rate_card_id}", response_model=RateCardOut, operation_id="get_rate_card")
async def get_rate_card(
    request: Request, vendor_id: UUID, rate_card_id: UUID, caller: CallerDep, reader: ReaderDep
) -> Response:
    """One card of a vendor, with whether a charge rests on it."""
    document = await reader.value(caller, repository.ONE, vendor_id=vendor_id, id=rate_card_id)
    return answers.one(request, document, missing=repository.MISSING)


@commands.post("", status_code=201, response_model=RateCardOut, operation_id="add_rate_card")
@policies.needs(policies.WORK)
async def add_rate_card(vendor_id: UUID, body: RateCardIn, session: SessionDep, caller: CallerDep) -> Response:
    """Adds what a vendor charges from a day on; a card without an end that holds then ends on the day before.

    `rate_cards_overlap` where another card holds in its days; terms that do not belong together are `dates_reversed`,
    `credit_value_misplaced`, `subscription_incomplete` or `notice_twice`.
    """
    card = await service.add(session, caller=caller, vendor_id=vendor_id, **body.model_dump())
    document = await text_of(session, repository.ONE, vendor_id=vendor_id, id=card.id)
    address = f"/api/vendors/{vendor_id}/rate-cards/{card.id}"
    return answers.written(document, missing=repository.MISSING, created_at=address)


@commands.patch("/{rate_card_id}", response_model=RateCardOut, operation_id="update_rate_card")
@policies.needs(policies.WORK)
async def update_rate_card(
    request: Request,
    vendor_id: UUID,
    rate_card_id: UUID,
    body: RateCardPatch,
    session: SessionDep,
    caller: CallerDep,
) -> Response:
    """Changes the fields that are sent.

    Once a charge rests on the card only its end and notes may change (`rate_card_in_use`): add a new card for other
    terms. Otherwise refused as when adding.
    """
    await repository.get(session, vendor_id=vendor_id, card_id=rate_card_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, vendor_id=vendor_id, id=rate_card_id))
    await service.update(session, caller=caller, vendor_id=vendor_id, card_id=rate_card_id, **body.given())
    document = await text_of(session, repository.ONE, vendor_id=vendor_id, id=rate_card_id)
    return answers.written(document, missing=repository.MISSING)


@commands.delete("/{rate_card_id}", status_code=204, operation_id="remove_rate_card")
@policies.needs(policies.WORK)
async def remove_rate_card(
    request: Request, vendor_id: UUID, rate_card_id: UUID, session: SessionDep, caller: CallerDep
) -> None:
    """Deletes a card that nothing was reckoned by.

    `rate_card_in_use` where a charge rests on it: it stays, and can be ended instead.
    """
    await repository.get(session, vendor_id=vendor_id, card_id=rate_card_id)
    answers.require_unchanged(request, await text_of(session, repository.ONE, vendor_id=vendor_id, id=rate_card_id))
    await service.remove(session, caller=caller, vendor_id=vendor_id, card_id=rate_card_id)
