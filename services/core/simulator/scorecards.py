"""What each vendor is measured by, as counts and times: every ratio a scorecard shows can be formed from them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from services.core.simulator.figures import hourly
from services.core.simulator.records import Call, Campaign, Enrollment, Offer
from services.core.simulator.world import World

Json = dict[str, Any]
DONE = ("completed", "stopped")


def scorecards(world: World, campaigns: Sequence[Campaign]) -> list[Json]:
    """The cards of these campaigns' vendors. Whom another vendor had proposed is looked for in the whole world."""
    names = sorted({enrollment.vendor.name for campaign in campaigns for enrollment in campaign.enrollments})
    return [_card(world, campaigns, name) for name in names]


def _card(world: World, campaigns: Sequence[Campaign], vendor: str) -> Json:
    offers = [offer for campaign in campaigns for offer in campaign.offers if offer.vendor.name == vendor]
    calls = [call for campaign in campaigns for call in campaign.calls if call.offer.vendor.name == vendor]
    enrolled = [(c, each) for c in campaigns for each in c.enrollments if each.vendor.name == vendor]
    shortlisted = [offer for offer in offers if any(state == "shortlisted" for state, _, _ in offer.history)]
    return {
        "vendor": vendor,
        "calls": {
            "done": _count(calls, *DONE),
            "no_show": _count(calls, "no_show"),
            "cancelled": _count(calls, "cancelled"),
            "open": _count(calls, "requested", "scheduled", "confirmed"),
        },
        "no_shows_not_the_clients": sum(call.status == "no_show" and call.fault != "client" for call in calls),
        "invitations": {
            "answered": len(enrolled),
            "joined": sum(each.answer == "active" for _, each in enrolled),
        },
        "hours_to_first_proposal": [_wait(campaign, each, world.ends_at) for campaign, each in enrolled],
        "proposals": len(offers),
        "shortlisted": len(shortlisted),
        "rejected_unlisted": sum(offer.status == "rejected" and offer not in shortlisted for offer in offers),
        "known_from_others": sum(_is_known(world, offer) for offer in offers),
        "quotes_to_list": [_to_list(world, offer) for offer in offers],
    }


def _count(calls: Sequence[Call], *states: str) -> int:
    return sum(call.status in states for call in calls)


def _wait(campaign: Campaign, enrollment: Enrollment, ends_at: datetime) -> Json:
    """Hours from the invitation to the first proposal since; where none came, `over` is false."""
    offered = [offer.proposed_at for offer in campaign.offers if offer.vendor.name == enrollment.vendor.name]
    came = [at for at in offered if at >= enrollment.invited_at]
    until = min(came) if came else enrollment.answered_at if enrollment.answer == "declined" else ends_at
    return {"hours": (until - enrollment.invited_at).total_seconds() / 3600, "over": bool(came)}


def _is_known(world: World, offer: Offer) -> bool:
    return any(
        other.person.key == offer.person.key
        and other.vendor.name != offer.vendor.name
        and other.proposed_at < offer.proposed_at
        for other in world.offers
    )


def _to_list(world: World, offer: Offer) -> float:
    """An hour's price ÷ the middle of the vendor's list prices, in dollars at the latest rates."""
    vendor = offer.vendor
    dollars = hourly(offer) / 100 * world.usd(vendor.terms.currency, world.ends_at.date())
    return float(dollars * 2 / (vendor.low + vendor.high))
