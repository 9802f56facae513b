"""The figures reports give, counted here from what happened: coverage, funnel, spend, scorecards."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from services.core.simulator import prices
from services.core.simulator.quotes import ROUGHLY_USD
from services.core.simulator.records import Call, Campaign, Offer
from services.core.simulator.vendors import Vendor

Json = dict[str, Any]
COVERS = ("shortlisted", "scheduling", "scheduled", "completed")
STAGES = ("proposed", "reviewed", "shortlisted", "scheduling", "scheduled", "completed")
DROPPED = ("rejected", "declined", "lapsed", "blocked")
DONE = ("completed", "stopped")


def coverage(campaign: Campaign) -> list[Json]:
    """People (not offers) shortlisted or further, by region and expert type."""
    cells: dict[tuple[str, str], set[str]] = defaultdict(set)
    for offer in campaign.offers:
        if offer.status in COVERS:
            cells[offer.person.place.region, offer.relation].add(offer.person.key)
    return [
        {"region": region, "expert_type": relation, "people": len(people)}
        for (region, relation), people in sorted(cells.items())
    ]


def funnel(campaign: Campaign) -> Json:
    """How many offers ever reached each stage, and how many dropped out each way and stayed out."""
    reached: Counter[str] = Counter()
    for offer in campaign.offers:
        states = {state for state, _, _ in offer.history}
        reached.update(stage for stage in STAGES if stage in states)
    dropped = Counter(offer.status for offer in campaign.offers if offer.status in DROPPED)
    return {
        "reached": {stage: reached[stage] for stage in STAGES},
        "dropped": {state: dropped[state] for state in DROPPED},
    }


def spend(campaign: Campaign) -> Json:
    """Money committed and owed in the campaign's currency, in all, by vendor, by fee and by ISO week."""
    charges = [(call, charge) for call in campaign.calls for charge in call.charges]

    def total(stage: str, **only: str) -> int:
        wanted = only.items()
        return sum(
            charge.campaign_minor
            for call, charge in charges
            if charge.stage == stage
            and wanted
            <= {"vendor": call.offer.vendor.name, "fee_type": charge.fee_type, "week": _week(charge.at)}.items()
        )

    def by(name: str, words: Iterable[str]) -> Json:
        return {
            word: {stage: total(stage, **{name: word}) for stage in ("committed", "actual")}
            for word in sorted(set(words))
        }

    return {
        "committed_minor": total("committed"),
        "actual_minor": total("actual"),
        "by_vendor": by("vendor", (call.offer.vendor.name for call, _ in charges)),
        "by_fee_type": by("fee_type", (charge.fee_type for _, charge in charges)),
        "by_week": by("week", (_week(charge.at) for _, charge in charges)),
    }


def _week(at: datetime) -> str:
    return f"{at.isocalendar().year}-W{at.isocalendar().week:02d}"


def scorecards(campaigns: Sequence[Campaign], ends_at: datetime) -> list[Json]:
    """What each vendor is measured by: counts first, so that any ratio can be checked."""
    vendors = {each.vendor.name: each.vendor for campaign in campaigns for each in campaign.enrollments}
    known: dict[str, datetime] = {}
    for offer in sorted((o for c in campaigns for o in c.offers), key=lambda offer: (offer.proposed_at, offer.key)):
        known.setdefault(offer.person.key, offer.proposed_at)
    return [_scorecard(vendors[name], campaigns, ends_at, known) for name in sorted(vendors)]


def _scorecard(vendor: Vendor, campaigns: Sequence[Campaign], ends_at: datetime, known: dict[str, datetime]) -> Json:
    offers = [o for c in campaigns for o in c.offers if o.vendor.name == vendor.name]
    calls = [c for campaign in campaigns for c in campaign.calls if c.offer.vendor.name == vendor.name]
    enrolled = [e for c in campaigns for e in c.enrollments if e.vendor.name == vendor.name]
    return {
        "vendor": vendor.name,
        "calls_asked": len(calls),
        "calls_done": sum(call.status in DONE for call in calls),
        "no_shows_by_expert": _missed(calls, "expert"),
        "no_shows_by_vendor": _missed(calls, "vendor"),
        "no_shows_by_client": _missed(calls, "client"),
        "enrollments": len(enrolled),
        "accepted": sum(each.answer == "active" for each in enrolled),
        "offers": len(offers),
        "offers_of_people_known": sum(known[offer.person.key] < offer.proposed_at for offer in offers),
        "hours_to_first_proposal": _waits(vendor, campaigns, ends_at),
        "quotes_usd_an_hour": [_hourly(offer) for offer in offers],
        "list_midpoint_usd": (vendor.low + vendor.high) / 2,
    }


def _missed(calls: Sequence[Call], fault: str) -> int:
    return sum(call.status == "no_show" and call.fault == fault for call in calls)


def _waits(vendor: Vendor, campaigns: Sequence[Campaign], ends_at: datetime) -> list[Json]:
    """Hours from invitation to the first proposal; where none came, to the world's end, said to be censored."""
    waits = []
    for campaign in campaigns:
        for enrollment in campaign.enrollments:
            if enrollment.vendor.name == vendor.name and enrollment.answer == "active":
                first = min((o.proposed_at for o in campaign.offers if o.vendor.name == vendor.name), default=None)
                hours = ((first or ends_at) - enrollment.invited_at).total_seconds() / 3600
                waits.append({"campaign": campaign.key, "hours": round(hours, 4), "censored": first is None})
    return waits


def _hourly(offer: Offer) -> float:
    """The first quote for an hour, in the dollars vendors reckon with."""
    terms = offer.vendor.terms
    amount = prices.price(terms, offer.quotes[0][1], 60) * ROUGHLY_USD[terms.currency]
    return float(round(amount / 100, 2))
