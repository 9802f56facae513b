"""One list of people from what every vendor sent: each once, offers side by side, cheapest compliant one first.

Pure: turns rows into the report; `repository` fetches them and `sheets` writes them out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from services.core.spend import prices
from services.core.spend import terms as agreements
from services.core.spend.prices import Cost, Quote
from services.core.spend.terms import Agreed, Card

OUT = ("rejected", "declined", "lapsed", "blocked")
RANK = {"quoted": 0, "card": 0, "reference": 1, "unknown": 2}
PRICED = ("quoted", "card")
"""What a call costs by the offer itself, or by the vendor's card: agreed both."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Terms:
    """What everything is compared in: a currency (ISO 4217), a call's length in minutes, dollars per currency unit.

    `cards` is the price of a call by each vendor's card, by the vendor's id.
    """

    currency: str
    minutes: int
    usd: Mapping[str, Decimal]
    cards: Mapping[str, Quote] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """One person with all their offers, best first."""

    person: Row
    offers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def best(self) -> dict[str, Any] | None:
        """The cheapest offer that is not flagged in the conflict check, a quote before a reference price."""
        return next((offer for offer in self.offers if offer["conflict_status"] != "flagged"), None)

    @property
    def saving(self) -> int:
        """Minor units the best quote lies below the dearest one."""
        priced = [offer["cost_minor"] for offer in self.offers if offer["basis"] in PRICED]
        best = self.best
        return max(priced) - best["cost_minor"] if best and best["basis"] in PRICED and priced else 0

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
    people: dict[str, Entry] = {}
    for row in rows:
        entry = people.setdefault(row["person"]["id"], Entry(row["person"]))
        entry.offers.append(offer_of(row, terms))
    for entry in people.values():
        entry.offers.sort(key=_offer_order)
    return sorted(people.values(), key=Entry.order)


def offer_of(row: Row, terms: Terms) -> dict[str, Any]:
    """A row with its comparable cost."""
    price = row["price"]
    quote = Quote(**{name: price[name] for name in Quote.__slots__}) if price else None
    reference = (row["reference_low"], row["reference_high"])
    listed = terms.cards.get(row["vendor_platform_id"])
    card = Card(listed) if listed else None
    known = agreements.agreed(quote, card=card, reference_usd=agreements.reference_of(*reference))
    cost = _cost(known, reference, terms, terms.minutes)
    hourly = cost if terms.minutes == prices.HOUR else _cost(known, reference, terms, prices.HOUR)
    offer = {name: value for name, value in row.items() if name not in ("person", "reference_low", "reference_high")}
    return offer | {
        "basis": cost.basis,
        "cost_minor": cost.amount_minor,
        "per_hour_minor": hourly.amount_minor,
        "reference_low_minor": cost.low_minor,
        "reference_high_minor": cost.high_minor,
        "currency": terms.currency,
    }


def _cost(known: Agreed, reference: tuple[int | None, int | None], terms: Terms, minutes: int) -> Cost:
    return prices.cost_of(
        known.quote if known.basis in PRICED else None,
        reference_usd=agreements.reference_of(*reference),
        minutes=minutes,
        currency=terms.currency,
        usd=terms.usd,
        basis=known.basis,
    )


def _offer_order(offer: Mapping[str, Any]) -> tuple[Any, ...]:
    flagged = offer["conflict_status"] == "flagged"
    return flagged, RANK[offer["basis"]], offer["cost_minor"] or 0, offer["vendor"], offer["expert_id"]


def coverage(campaign: Row, found: Sequence[Entry]) -> dict[str, Any]:
    """How the list stands against the campaign's targets: calls it could fill, and people per wanted region."""
    callable_ = [entry for entry in found if entry.best is not None]
    by_region: dict[str, int] = {}
    for entry in callable_:
        region = entry.person["region"] or "unknown"
        by_region[region] = by_region.get(region, 0) + 1
    low, high = campaign["min_calls"], campaign["max_calls"]
    wanted = campaign["target_regions"]
    return {
        "people": len(found),
        "people_without_conflict": len(callable_),
        "min_calls": low,
        "max_calls": high,
        "missing_to_min": max(0, (low or 0) - len(callable_)),
        "reaches_max": high is not None and len(callable_) >= high,
        "regions": [{"region": region, "wanted": True, "people": by_region.get(region, 0)} for region in wanted]
        + [
            {"region": region, "wanted": False, "people": people}
            for region, people in sorted(by_region.items())
            if region not in wanted
        ],
        "regions_missing": [region for region in wanted if not by_region.get(region)],
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
