"""One list of people from what every vendor sent: each once, offers side by side, cheapest compliant one first.

Pure: turns rows into the report; `repository` fetches them and `sheets` writes them out.
"""

import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal, NamedTuple

import orjson

from services.core.reporting import standing
from services.core.reporting.standing import Known, Standing
from services.core.spend import prices
from services.core.spend import terms as agreements
from services.core.spend.prices import Cost, Quote
from services.core.spend.terms import Agreed, Card

RANK = {"quoted": 0, "card": 0, "reference": 1, "unknown": 2}
PRICED = ("quoted", "card")
"""What a call costs by the offer itself, or by the vendor's card: agreed both."""

TOLD = ("expert_id", "vendor_platform_id", "vendor", "status", "conflict_status")
"""What of a row is said of the offer as it stands."""
ASKED = operator.itemgetter(
    "vendor_platform_id", "reference_low", "reference_high", *(f"price_{name}" for name in agreements.PRICE)
)
"""What the cost of an offer follows from."""

Row = Mapping[str, Any]
CallState = Literal["open", "booked", "called", "barred"]


@dataclass(frozen=True, slots=True)
class Terms:
    """What everything is compared in: a currency (ISO 4217), a call's length in minutes, dollars per currency unit.

    `cards` is the price of a call by each vendor's card, by the vendor's id; `known` what stands against offers today;
    `reckoned` what offers on the same terms cost, as far as they were met.
    """

    currency: str
    minutes: int
    usd: Mapping[str, Decimal]
    cards: Mapping[str, Quote] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    reckoned: dict[tuple[Any, ...], tuple[int, int, dict[str, Any]]] = field(default_factory=dict)


class Offer(NamedTuple):
    """One vendor's offer. Offers are in the order of its fields up to the id: who can be called first, then cheapest.

    `gravity` is of what is known against it, `rank` of what its cost rests on; `cost` is 0 where nobody knows it.
    """

    is_barred: bool
    gravity: int
    rank: int
    cost: int
    vendor: str
    id: str
    row: Row
    costs: Mapping[str, Any]
    compliance: Standing

    @property
    def is_priced(self) -> bool:
        """Whether what it costs was agreed."""
        return self.rank == RANK["quoted"]

    def as_json(self) -> dict[str, Any]:
        """The offer as the API gives it, as far as its row goes."""
        row = self.row
        more = orjson.loads(row["shown"]) if row["shown"] else {}
        return {**{name: row[name] for name in TOLD}, **self.costs, "compliance": self.compliance, **more}


@dataclass(frozen=True, slots=True)
class Entry:
    """One person with all their offers, best first."""

    offers: Sequence[Offer]

    @property
    def person(self) -> dict[str, Any]:
        """The person as the API gives them, as far as the row goes."""
        row = self.offers[0].row
        more = orjson.loads(row["card"]) if row["card"] else {}
        return {"id": row["person_id"], "name": row["person_name"], "region": row["region"], **more}

    @property
    def person_id(self) -> str:
        """Who it is."""
        person_id: str = self.offers[0].row["person_id"]
        return person_id

    @property
    def best(self) -> Offer | None:
        """The cheapest offer that nothing known today bars, a quote before a reference price, and one that compliance
        has to approve after every one that is clear.
        """
        first = self.offers[0]
        return None if first.is_barred else first

    @property
    def saving(self) -> int:
        """How many minor units the best quote lies below the dearest one."""
        best = self.best
        return self._dearest() - best.cost if len(self.offers) > 1 and best and best.is_priced else 0

    @property
    def call_state(self) -> CallState:
        """Whether the person is booked, was called, can be called, or is barred with every offer."""
        states = [offer.row["status"] for offer in self.offers]
        if "scheduled" in states:
            return "booked"
        if "completed" in states:
            return "called"
        return "open" if self.best else "barred"

    def order(self) -> tuple[Any, ...]:
        """Cheapest first; people without a usable price last; then by name."""
        first = self.offers[0]
        rank, cost = (RANK["unknown"], 0) if first.is_barred else (first.rank, first.cost)
        return rank, cost, first.row["person_name"].casefold(), first.row["person_id"]

    def as_json(self) -> dict[str, Any]:
        """The entry as the API gives it."""
        best, dearest = self.best, self._dearest()
        return {
            "person": self.person,
            "call_state": self.call_state,
            "best_offer_id": best.id if best else None,
            "vendor_count": len({offer.row["vendor_platform_id"] for offer in self.offers}),
            "saving_minor": self.saving,
            "saving_percent": round(100 * self.saving / dearest, 1) if dearest else 0.0,
            "offers": [offer.as_json() for offer in self.offers],
        }

    def _dearest(self) -> int:
        return max((offer.cost for offer in self.offers if offer.is_priced), default=0)


def entries(rows: Iterable[Row], terms: Terms) -> list[Entry]:
    """The people of a campaign's standing offers, cheapest first."""
    people: dict[str, list[Offer]] = {}
    for row in rows:
        people.setdefault(row["person_id"], []).append(offer_of(row, terms))
    return sorted((Entry(sorted(offers)) for offers in people.values()), key=Entry.order)


def offer_of(row: Row, terms: Terms) -> Offer:
    """A row with its comparable cost and what is known against it."""
    asked = ASKED(row)
    reckoned = terms.reckoned.get(asked)
    if reckoned is None:
        costs = _costs(row, terms)
        reckoned = terms.reckoned[asked] = RANK[costs["basis"]], costs["cost_minor"] or 0, costs
    rank, cost, costs = reckoned
    known = terms.known.of(row)
    gravity = standing.gravity(known)
    barred = gravity == standing.REFUSED or row["conflict_status"] == "flagged"
    return Offer(barred, gravity, rank, cost, row["vendor"], row["expert_id"], row, costs, known)


def _costs(row: Row, terms: Terms) -> dict[str, Any]:
    """What a call of the asked length costs, and one of an hour."""
    reference = agreements.reference_of(row["reference_low"], row["reference_high"])
    listed = terms.cards.get(row["vendor_platform_id"])
    card = Card(listed) if listed else None
    known = agreements.agreed(agreements.quote_of(row, prefix="price_"), card=card, reference_usd=reference)
    cost = _cost(known, reference, terms, terms.minutes)
    hourly = cost if terms.minutes == prices.HOUR else _cost(known, reference, terms, prices.HOUR)
    return {
        "basis": cost.basis,
        "cost_minor": cost.amount_minor,
        "per_hour_minor": hourly.amount_minor,
        "reference_low_minor": cost.low_minor,
        "reference_high_minor": cost.high_minor,
        "currency": terms.currency,
    }


def _cost(known: Agreed, reference: tuple[int, int] | None, terms: Terms, minutes: int) -> Cost:
    return prices.cost_of(
        known.quote if known.basis in PRICED else None,
        reference_usd=reference,
        minutes=minutes,
        currency=terms.currency,
        usd=terms.usd,
        basis=known.basis,
    )


def coverage(campaign: Row, found: Sequence[Entry]) -> dict[str, Any]:
    """How the list stands against the campaign's targets: calls it fills or can fill, and people per wanted region."""
    each = [(entry.call_state, entry.offers[0].row["region"] or "unknown") for entry in found]
    states = Counter(state for state, _ in each)
    by_region = Counter(region for state, region in each if state != "barred")
    filling = by_region.total()
    low, high = campaign["min_calls"], campaign["max_calls"]
    wanted = campaign["target_regions"]
    return {
        "people": len(found),
        "people_without_conflict": sum(entry.best is not None for entry in found),
        "people_open": states["open"],
        "people_booked": states["booked"],
        "people_called": states["called"],
        "people_barred": states["barred"],
        "min_calls": low,
        "max_calls": high,
        "missing_to_min": max(0, (low or 0) - filling),
        "reaches_max": high is not None and filling >= high,
        "regions": [{"region": region, "wanted": True, "people": by_region[region]} for region in wanted]
        + [
            {"region": region, "wanted": False, "people": people}
            for region, people in sorted(by_region.items())
            if region not in wanted
        ],
        "regions_missing": [region for region in wanted if not by_region[region]],
    }


def summary(found: Sequence[Entry]) -> dict[str, Any]:
    """The figures of the whole list."""
    return {
        "people": len(found),
        "offers": sum(len(entry.offers) for entry in found),
        "offered_more_than_once": sum(len(entry.offers) > 1 for entry in found),
        "vendors": len({offer.row["vendor_platform_id"] for entry in found for offer in entry.offers}),
        "without_quote": sum(not offer.is_priced for entry in found for offer in entry.offers),
        "saving_minor": sum(entry.saving for entry in found),
    }
