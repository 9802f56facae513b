"""Puts reports together: rows, rates and the campaign's targets."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson

from services.core.reporting import repository, shortlist, standing
from services.core.reporting.shortlist import Entry, Terms
from services.core.research.campaigns import repository as campaigns
from services.core.research.rates import service as rates
from services.core.spend.rate_cards import service as rate_cards
from shared.contracts.principal import Principal
from shared.db.read import Reader, Statement
from shared.errors import invalid
from shared.types import now


@dataclass(frozen=True, slots=True)
class Shortlist:
    """The whole list with what it is compared in."""

    campaign: dict[str, Any]
    terms: Terms
    rates: list[dict[str, Any]]
    entries: list[Entry]


async def lines_of(
    reader: Reader, caller: Principal, *, campaign_id: UUID, currency: str | None, minutes: int
) -> Shortlist:
    """The campaign's shortlist with what a sheet says of each offer.

    Raises Problem (missing), and (invalid) for a currency without a rate.
    """
    return await _list(reader, caller, repository.LINES, campaign_id, currency, minutes)


async def outline_of(
    reader: Reader, caller: Principal, *, campaign_id: UUID, currency: str | None, minutes: int
) -> Shortlist:
    """The same people in the same order, but of each offer only what it is ordered and summed by. Raises likewise."""
    return await _list(reader, caller, repository.OUTLINE, campaign_id, currency, minutes)


async def details_of(reader: Reader, caller: Principal, found: Shortlist, shown: Sequence[Entry]) -> list[Entry]:
    """Some entries of an outline, whole."""
    wanted = {"campaign_id": UUID(found.campaign["id"]), "people": [UUID(entry.person_id) for entry in shown]}
    rows = await reader.rows(caller, repository.OFFERS_OF, **wanted)
    return shortlist.entries(rows, found.terms)


async def _list(
    reader: Reader, caller: Principal, offers: Statement, campaign_id: UUID, currency: str | None, minutes: int
) -> Shortlist:
    wanted = (offers, repository.KNOWN, campaigns.ONE)
    (found, ((facts,),), one), known, cards = await asyncio.gather(
        reader.rows_of(caller, wanted, id=campaign_id, campaign_id=campaign_id),
        rates.effective(reader, caller),
        rate_cards.prices_on(reader, caller, on=now().date()),
    )
    if not one:
        raise campaigns.MISSING
    campaign = orjson.loads(one[0][0])
    target = currency or campaign["currency"]
    if target not in known:
        raise invalid("currency_without_rate", f"There is no exchange rate for {target}.", pointer="#/query/currency")
    usd = {name: rate.usd_per_unit for name, rate in known.items()}
    against = standing.known_of(**orjson.loads(facts))
    terms = Terms(currency=target, minutes=minutes, usd=usd, cards=cards, known=against)
    used = {target, *(row["price_currency"] or "USD" for row in found)}
    used |= {
        cards[vendor_id].currency or target for vendor_id in {row["vendor_platform_id"] for row in found} & cards.keys()
    }
    told = [
        {
            "currency": name,
            "usd_per_unit": str(known[name].usd_per_unit),
            "as_of": known[name].as_of.isoformat(),
            "source": known[name].source,
        }
        for name in sorted(used & known.keys())
    ]
    return Shortlist(campaign, terms, told, shortlist.entries(found, terms))


async def page_of(
    reader: Reader, caller: Principal, found: Shortlist, *, limit: int, after: str | None
) -> dict[str, Any]:
    """A page of an outline, its entries whole; the figures above it are those of the whole list.

    Raises Problem (invalid) when `after` names nobody on it.
    """
    ids = [entry.person_id for entry in found.entries]
    if after is not None and after not in ids:
        message = "This `after` names nobody on the list as it stands."
        raise invalid("cursor_malformed", message, pointer="#/query/after")
    begin = ids.index(after) + 1 if after is not None else 0
    shown = found.entries[begin : begin + limit]
    return {
        "campaign": {name: found.campaign[name] for name in ("id", "campaign_name", "project_name", "status")},
        "currency": found.terms.currency,
        "minutes": found.terms.minutes,
        "rates": found.rates,
        "coverage": shortlist.coverage(found.campaign, found.entries),
        "summary": shortlist.summary(found.entries),
        "items": [entry.as_json() for entry in await details_of(reader, caller, found, shown)],
        "next": shown[-1].person_id if begin + limit < len(ids) else None,
    }
