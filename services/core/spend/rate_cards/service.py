"""What happens to rate cards: one holds at a time, and what charges rest on is never changed, only followed."""

import datetime as dt
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.audit import repository as audit
from services.core.research.vendors import repository as vendors_repository
from services.core.research.vendors import service as vendors
from services.core.spend import terms
from services.core.spend.prices import Quote
from services.core.spend.rate_cards import repository
from services.core.spend.terms import Card, Notice
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.errors import Problem, invalid
from shared.models.spend import RateCard

DAY = dt.timedelta(days=1)
ALWAYS_FREE = {"valid_to", "notes"}
"""What may change even when charges rest on the card."""


async def in_force(session: AsyncSession, *, vendor_id: UUID, on: dt.date) -> Card | None:
    """The vendor's terms on a day, if there is a card."""
    found = await repository.in_force(session, vendor_id=vendor_id, on=on)
    return None if found is None else _terms(found)


async def prices_on(reader: Reader, caller: Principal, *, on: dt.date) -> dict[str, Quote]:
    """What a call costs by the card each vendor (by id) has on a day."""
    found = await reader.rows(caller, repository.IN_FORCE, on=on)
    quotes = {str(row["vendor_platform_id"]): terms.quote_of(row) for row in found}
    return {vendor_id: quote for vendor_id, quote in quotes.items() if quote is not None}


async def add(session: AsyncSession, *, caller: Principal, vendor_id: UUID, **fields: Any) -> RateCard:
    """Add a card; an earlier one without an end ends the day before. Raises Problem (missing) for the vendor,
    (invalid) for terms that do not belong together, (conflict) when another card holds in its days.
    """
    await vendors.adopt(session, caller=caller, vendor_id=vendor_id)
    await vendors_repository.get(session, vendor_id, lock=True)
    known = await repository.of_vendor(session, vendor_id)
    version = max((card.version for card in known), default=0) + 1
    made = RateCard(workspace_id=caller.workspace_id, vendor_platform_id=vendor_id, version=version, **fields)
    _check(made)
    for card in known:
        if card.valid_to is None and card.valid_from < made.valid_from:
            card.valid_to = made.valid_from - DAY
            session.add(card)
            await session.flush()
            await _note(session, caller, "rate_card.ended", card)
    _refuse_overlap(made, known)
    session.add(made)
    await session.flush()
    await _note(session, caller, "rate_card.added", made)
    return made


async def update(session: AsyncSession, *, caller: Principal, vendor_id: UUID, card_id: UUID, **fields: Any) -> None:
    """Change the given fields; None clears. Raises as `add`, and Problem (conflict) for a card that was reckoned by."""
    await vendors_repository.find(session, vendor_id, lock=True)
    card = await repository.get(session, vendor_id=vendor_id, card_id=card_id)
    if fields.keys() - ALWAYS_FREE and await repository.is_used(session, card_id):
        raise _used("Only its end and notes may change; add a new card for other terms.")
    card.sqlmodel_update(fields)
    _check(card)
    with session.no_autoflush:
        _refuse_overlap(card, await repository.of_vendor(session, vendor_id))
    session.add(card)
    await session.flush()
    await _note(session, caller, "rate_card.changed", card)


async def remove(session: AsyncSession, *, caller: Principal, vendor_id: UUID, card_id: UUID) -> None:
    """Delete a card no charge rests on. Raises Problem (missing, conflict)."""
    card = await repository.get(session, vendor_id=vendor_id, card_id=card_id)
    if await repository.is_used(session, card_id):
        raise _used("It stays; end it instead.")
    await _note(session, caller, "rate_card.removed", card)
    await session.delete(card)


def _terms(card: RateCard) -> Card:
    return Card(
        id=card.id,
        version=card.version,
        quote=Quote(**card.model_dump(include=set(terms.PRICE))),
        cancellation=[Notice(**term) for term in card.cancellation],
        no_show={"expert": card.no_show_expert_percent, "client": card.no_show_client_percent},
    )


def _check(card: RateCard) -> None:
    if card.valid_to is not None and card.valid_to < card.valid_from:
        raise invalid("dates_reversed", f"{card.valid_to} is before {card.valid_from}.", pointer="#/valid_to")
    if (card.unit == "credit") != (card.credit_value_minor is not None):
        message = "A card in credits says what one credit costs, and no other card does."
        raise invalid("credit_value_misplaced", message, pointer="#/credit_value_minor")
    if (card.subscription_minor is None) != (card.subscription_period is None):
        message = "A subscription has an amount and a period."
        raise invalid("subscription_incomplete", message, pointer="#/subscription_period")
    hours = [term["notice_hours"] for term in card.cancellation]
    if len(set(hours)) < len(hours):
        message = "Two cancellation terms have the same notice."
        raise invalid("notice_twice", message, pointer="#/cancellation")


def _refuse_overlap(card: RateCard, known: list[RateCard]) -> None:
    for other in known:
        begins_before_end = card.valid_to is None or other.valid_from <= card.valid_to
        ends_after_begin = other.valid_to is None or other.valid_to >= card.valid_from
        if other.id != card.id and begins_before_end and ends_after_begin:
            message = f"Version {other.version} of this vendor's card holds from {other.valid_from} to "
            message += f"{other.valid_to or 'further notice'}."
            raise Problem("conflict", "rate_cards_overlap", message, details={"rate_card_id": str(other.id)})


def _used(advice: str) -> Problem:
    return Problem("conflict", "rate_card_in_use", f"Charges rest on this card. {advice}")


async def _note(session: AsyncSession, caller: Principal, action: str, card: RateCard) -> None:
    details = {
        "vendor_platform_id": str(card.vendor_platform_id),
        "version": card.version,
        "valid_from": card.valid_from.isoformat(),
        "valid_to": card.valid_to and card.valid_to.isoformat(),
        "currency": card.currency,
        "unit": card.unit,
        "amount_minor": card.amount_minor,
    }
    await audit.note(
        session, caller=caller, action=action, subject_kind="rate_card", subject_id=card.id, details=details
    )
