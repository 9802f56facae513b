"""One list of people from what every vendor sent: each once, offers side by side, cheapest compliant one first.

Pure: turns rows into the report; `repository` fetches them and `sheets` writes them out.
"""

import operator
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

import orjson

from services.core.reporting import standing
from services.core.reporting.standing import Known
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
    reckoned: dict[tuple[Any, ...], dict[str, Any]] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """One person with all their offers, best first.

    `best` is the cheapest offer that nothing known today bars, a quote before a reference price, and one that
    compliance has to approve after every one that is clear. `saving` is how many minor units the best quote lies below
    the dearest one.
    """

    person: Row
    offers: list[dict[str, Any]]
    best: dict[str, Any] | None = field(init=False)
    saving: int = field(init=False)

    def __post_init__(self) -> None:
        """Reckon what every figure above the list asks for."""
        self.best = best = next((offer for offer in self.offers if not is_barred(offer)), None)
        several = len(self.offers) > 1
        self.saving = self._dearest() - best["cost_minor"] if several and best and best["basis"] in PRICED else 0

    @property
    def call_state(self) -> CallState:
        """Whether the person is booked, was called, can be called, or is barred with every offer."""
        states = [offer["status"] for offer in self.offers]
        if "scheduled" in states:
            return "booked"
        if "completed" in states:
            return "called"
        return "open" if self.best else "barred"

    def order(self) -> tuple[Any, ...]:
        """Cheapest first; people without a usable price last; then by name."""
        best = self.best or {}
        cost = best.get("cost_minor")
        return (
            RANK[best.get("basis", "unknown")],
            cost is None,
            cost or 0,
            self.person["name"].casefold(),
            self.person["id"],
        )

    def as_json(self) -> dict[str, Any]:
        """The entry as the API gives it."""
        best, dearest = self.best, self._dearest()
        return {
            "person": dict(self.person),
            "call_state": self.call_state,
            "best_offer_id": best["expert_id"] if best else None,
            "vendor_count": len({offer["vendor_platform_id"] for offer in self.offers}),
            "saving_minor": self.saving,
            "saving_percent": round(100 * self.saving / dearest, 1) if dearest else 0.0,
            "offers": self.offers,
        }

    def _dearest(self) -> int:
        return max((offer["cost_minor"] for offer in self.offers if offer["basis"] in PRICED), default=0)


def entries(rows: Iterable[Row], terms: Terms) -> list[Entry]:
    """The people of a campaign's standing offers, cheapest first."""
    people: dict[str, tuple[Row, list[dict[str, Any]]]] = {}
    for row in rows:
        known = people.get(row["person_id"])
        if known is None:
            known = people[row["person_id"]] = (_person(row), [])
        known[1].append(offer_of(row, terms))
    for _, offers in people.values():
        if len(offers) > 1:
            offers.sort(key=_offer_order)
    return sorted((Entry(person, offers) for person, offers in people.values()), key=Entry.order)


def _person(row: Row) -> dict[str, Any]:
    person = {"id": row["person_id"], "name": row["person_name"], "region": row["region"]}
    return person | orjson.loads(row["card"]) if row["card"] else person


def offer_of(row: Row, terms: Terms) -> dict[str, Any]:
    """A row with its comparable cost."""
    asked = ASKED(row)
    cost = terms.reckoned.get(asked)
    if cost is None:
        cost = terms.reckoned[asked] = _costs(row, terms)
    offer = {name: row[name] for name in TOLD}
    offer["compliance"] = terms.known.of(row)
    offer.update(cost)
    if row["shown"]:
        offer.update(orjson.loads(row["shown"]))
    return offer


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


def _offer_order(offer: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        is_barred(offer),
        standing.gravity(offer["compliance"]),
        RANK[offer["basis"]],
        offer["cost_minor"] or 0,
        offer["vendor"],
        offer["expert_id"],
    )


def is_barred(offer: Mapping[str, Any]) -> bool:
    """Whether the vendor's conflict check flags the offer, or the gate would refuse it by what is known today."""
    return offer["conflict_status"] == "flagged" or standing.gravity(offer["compliance"]) == standing.REFUSED


def coverage(campaign: Row, found: Sequence[Entry]) -> dict[str, Any]:
    """How the list stands against the campaign's targets: calls it fills or can fill, and people per wanted region."""
    each = [(entry.call_state, entry.person["region"] or "unknown") for entry in found]
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
        "vendors": len({offer["vendor_platform_id"] for entry in found for offer in entry.offers}),
        "without_quote": sum(offer["basis"] not in PRICED for entry in found for offer in entry.offers),
        "saving_minor": sum(entry.saving for entry in found),
    }
