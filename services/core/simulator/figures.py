"""The figures reports give, counted here from what happened: coverage, funnel, spend, the cheapest offers."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from services.core.research.experts import states
from services.core.simulator import briefs, prices
from services.core.simulator.briefs import Cell
from services.core.simulator.records import Campaign, Offer
from services.core.simulator.world import World

Json = dict[str, Any]
COVERS = ("shortlisted", "scheduling", "scheduled", "completed")
STAGES = ("proposed", "reviewed", "shortlisted", "scheduling", "scheduled", "completed")
HOUR = 60


def coverage(campaign: Campaign) -> list[Json]:
    """People (not offers) by region and expert type: with a standing offer, approved of them, done of them.

    Each counts as the furthest of their offers, one that is barred after every other; whoever was called is done.
    """
    called = {call.offer.person.key for call in campaign.calls if call.status in ("completed", "stopped")}
    furthest: dict[str, Offer] = {}
    for offer in _standing(campaign):
        known = furthest.get(offer.person.key)
        if known is None or _reach(campaign, offer) > _reach(campaign, known):
            furthest[offer.person.key] = offer
    cells: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for offer in furthest.values():
        cell = cells[offer.person.place.region, offer.relation]
        cell["people"] += 1
        cell["approved"] += offer.status in COVERS and not _is_barred(campaign, offer)
        cell["booked"] += offer.status == "scheduled"
        cell["done"] += offer.person.key in called
    return [
        {"region": region, "expert_type": relation, **counts} for (region, relation), counts in sorted(cells.items())
    ]


def _reach(campaign: Campaign, offer: Offer) -> tuple[bool, int]:
    return not _is_barred(campaign, offer), STAGES.index(offer.status)


def _is_barred(campaign: Campaign, offer: Offer) -> bool:
    return offer.status in ("shortlisted", "scheduling") and not _may_be_taken(campaign, offer)


def _standing(campaign: Campaign) -> list[Offer]:
    return [offer for offer in campaign.offers if offer.status not in states.OUT]


def funnel(campaign: Campaign) -> Json:
    """How many offers came at least as far as each stage, in all and by vendor, and how many are out, by why."""
    vendors = {offer.vendor.name for offer in campaign.offers}
    return _funnel(campaign.offers) | {
        "vendors": {
            name: _funnel([offer for offer in campaign.offers if offer.vendor.name == name]) for name in sorted(vendors)
        }
    }


def _funnel(offers: Sequence[Offer]) -> Json:
    furthest = [max(STAGES.index(state) for state, _, _ in offer.history if state in STAGES) for offer in offers]
    dropped = Counter(offer.status for offer in offers)
    return {
        "reached": {stage: sum(place >= rank for place in furthest) for rank, stage in enumerate(STAGES)},
        "dropped": {state: dropped[state] for state in states.OUT},
    }


def spend(campaign: Campaign) -> Json:
    """Money committed and owed in the campaign's currency: in all, by vendor, by fee, by ISO week of the call."""
    entries = [
        {
            "stage": charge.stage,
            "amount": charge.campaign_minor,
            "vendor": call.offer.vendor.name,
            "fee_type": charge.fee_type,
            "week": _week(call.starts_at, campaign.timezone),
        }
        for call in campaign.calls
        for charge in call.charges
    ]
    return _sums(entries) | {f"by_{name}": _sums_by(name, entries) for name in ("vendor", "fee_type", "week")}


def _sums_by(name: str, entries: Sequence[Json]) -> Json:
    words = sorted({str(entry[name]) for entry in entries})
    return {word: _sums(entry for entry in entries if entry[name] == word) for word in words}


def _sums(entries: Iterable[Json]) -> Json:
    sums = {"committed_minor": 0, "actual_minor": 0}
    for entry in entries:
        sums[f"{entry['stage']}_minor"] += entry["amount"]
    return sums


def _week(at: datetime, zone: str) -> str:
    year, week, _ = at.astimezone(ZoneInfo(zone)).isocalendar()
    return f"{year}-W{week:02d}"


def forecast(campaign: Campaign) -> Json:
    """Calls still to be booked, as somebody would book them one by one, and what a call has cost on the mean."""
    own = [
        charge.campaign_minor
        for call in campaign.calls
        for charge in call.charges
        if charge.stage == "actual" and charge.fee_type == "per_call"
    ]
    return {
        "calls_needed": {
            "low": _booked_until(campaign, lambda cell: cell.min_calls),
            "expected": _booked_until(campaign, lambda cell: -(-(cell.min_calls + cell.max_calls) // 2)),
            "high": _booked_until(campaign, lambda cell: cell.max_calls),
        },
        "price_minor": prices.rounded(Decimal(sum(own)) / len(own)) if own else None,
        "price_n": len(own),
    }


def _booked_until(campaign: Campaign, wanted: Callable[[Cell], int]) -> int:
    """Calls booked one after the other: for a cell as long as one wants some, then for anybody until the campaign has
    its minimum; the campaign's maximum ends it."""
    held = [call for call in campaign.calls if call.status in ("completed", "stopped", "scheduled", "confirmed")]
    kinds = Counter((call.offer.person.place.region, call.offer.relation) for call in held)
    cells, booked = briefs.targets(campaign.theme), 0
    while len(held) + booked < campaign.maximum:
        hungry = next((cell for cell in cells if kinds[cell.region, cell.expert_type] < wanted(cell)), None)
        if hungry is None and len(held) + booked >= campaign.minimum:
            break
        if hungry is not None:
            kinds[hungry.region, hungry.expert_type] += 1
        booked += 1
    return booked


def best_offers(world: World, campaign: Campaign) -> list[Json]:
    """Of each person with a standing offer the cheapest for an hour that may be taken, by the latest rates.

    Not one that is flagged, nor one of somebody still working for the target. `call_state` is what came of the person.
    """
    people: dict[str, list[Offer]] = defaultdict(list)
    for offer in _standing(campaign):
        people[offer.person.key].append(offer)
    return [
        {
            "person": key,
            "offers": sorted(offer.key for offer in offers),
            "best": best[1] if best else None,
            "cost_minor": best[0] if best else None,
            "call_state": _call_state(campaign, key, fit=best is not None),
        }
        for key, offers in sorted(people.items())
        for best in [min(_priced(world, campaign, offers), default=None)]
    ]


def _priced(world: World, campaign: Campaign, offers: Sequence[Offer]) -> list[tuple[int, str]]:
    """Cost and key of each; those of one cost in the order of their vendors' names."""
    fit = sorted((offer for offer in offers if _may_be_taken(campaign, offer)), key=lambda offer: offer.vendor.name)
    costs = [
        (
            world.converted(hourly(offer), offer.vendor.terms.currency, campaign.currency, world.ends_at),
            offer.key,
        )
        for offer in fit
    ]
    return [(cost, next(key for other, key in costs if other == cost)) for cost, _ in costs]


def _may_be_taken(campaign: Campaign, offer: Offer) -> bool:
    still_there = offer.person.employer == campaign.theme.target and not offer.person.former
    return offer.conflict != "flagged" and not still_there


def _call_state(campaign: Campaign, person: str, *, fit: bool) -> str:
    states = {call.status for call in campaign.calls if call.offer.person.key == person}
    if states & {"scheduled", "confirmed"}:
        return "booked"
    return "called" if states & {"completed", "stopped"} else "open" if fit else "barred"


def hourly(offer: Offer) -> Decimal:
    """What an hour of the person costs by the quote as it stands, in minor units of the vendor's currency."""
    return prices.price(offer.vendor.terms, offer.amount_minor, HOUR)
