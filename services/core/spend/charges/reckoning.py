"""Gathers what the price of a call depends on: the offer, the vendor's card on the day of the call, the day's rates."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel.ext.asyncio.session import AsyncSession

from services.core.research.rates import service as rates
from services.core.spend import ledger, terms
from services.core.spend.charges import repository
from services.core.spend.ledger import Exchange, Figures
from services.core.spend.rate_cards import service as rate_cards
from services.core.spend.terms import Agreed
from shared.models.interviews import Interview


@dataclass(frozen=True, slots=True)
class Case:
    """A call with what was agreed for it."""

    interview: Interview
    vendor_id: UUID
    agreed: Agreed
    campaign_currency: str


async def case_of(session: AsyncSession, interview: Interview) -> Case:
    """The terms of the call's own day, where it takes place."""
    offer = await repository.offered(session, campaign_id=interview.campaign_id, expert_id=interview.expert_id)
    starts_at = interview.starts_at or interview.status_at
    day = starts_at.astimezone(ZoneInfo(interview.timezone)).date() if starts_at else rates.latest_day()
    card = await rate_cards.in_force(session, vendor_id=offer.vendor_id, on=day)
    agreed = terms.agreed(offer.quote, card=card, reference_usd=offer.reference_usd)
    return Case(interview, offer.vendor_id, agreed, offer.campaign_currency)


async def exchange(session: AsyncSession, *, currency: str, at: dt.datetime) -> Exchange:
    """The rates of the day (UTC) of an instant, into a campaign's currency."""
    day = at.astimezone(dt.UTC).date()
    known = await rates.in_force(session, on=day)
    return Exchange(currency, day, {name: rate.usd_per_unit for name, rate in known.items()})


async def price(
    session: AsyncSession, case: Case, *, at: dt.datetime, minutes: int, poor: bool = False, percent: int = 100
) -> Figures:
    """What the call, or this share of it, costs at an instant's exchange rates."""
    into = await exchange(session, currency=case.campaign_currency, at=at)
    return ledger.figures(case.agreed, into, minutes=minutes, poor=poor, percent=percent)
