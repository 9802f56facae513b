"""What becomes of one call: asked for, booked, moved, held or not, rated; and what is owed for it."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from services.core.simulator import draws, prices
from services.core.simulator.briefs import THRESHOLDS
from services.core.simulator.records import Call, Campaign, Charge
from services.core.simulator.world import World

RATED = ("rating", "relevance_rating", "expertise_rating", "communication_rating")
OPEN = ("requested", "scheduled", "confirmed")


def follow(world: World, call: Call) -> None:
    """Bring the offer to the state its calls give it."""
    states = {each.status for each in world.calls if each.offer is call.offer}
    if states & {"scheduled", "confirmed"}:
        state = "scheduled"
    elif "requested" in states:
        state = "scheduling"
    else:
        state = "completed" if states & {"completed", "stopped"} else "shortlisted"
    call.offer.enter(state, world.clock.now)


def move(world: World, call: Call, state: str, reason: str | None = None) -> None:
    """Enter a state now, the offer with it."""
    call.history.append((state, world.clock.now, reason))
    follow(world, call)


def book(world: World, call: Call, start: datetime) -> None:
    """Set the time, keep it free for everybody, and set the price aside."""
    call.booked = start
    world.hold(people_of(call), call)
    call.quote_minor = call.offer.amount_minor
    _charge(world, call, "per_call", "committed", _booked(call))


def settle(world: World, call: Call, minutes: int, *, poor: bool) -> None:
    """The call was held: what it lasted is owed instead of what was set aside."""
    call.minutes, call.poor, call.charges = minutes, poor, []
    terms = call.offer.vendor.terms
    _charge(world, call, "per_call", "actual", prices.price(terms, call.quote_minor, minutes, poor=poor))


def forgo(world: World, call: Call, fault: str, *, shown: bool) -> None:
    """The call was not held: nothing is set aside any more, and a fee is owed if it was the client's doing."""
    call.fault, call.charges = fault, []
    terms, booked = call.offer.vendor.terms, _booked(call)
    if shown:
        hours = (call.starts_at - world.clock.now) / timedelta(hours=1)
        owed = prices.owed_for_cancelling(terms, booked, notice_hours=hours, fault=fault)
    else:
        owed = prices.owed_for_no_show(terms, booked, fault=fault)
    if owed:
        _charge(world, call, "cancellation" if shown else "no_show", "actual", owed)


def people_of(call: Call) -> tuple[str, ...]:
    """Whose time a call takes."""
    return (call.offer.person.key, *call.members)


def ratings(chance: Random, relevance: int) -> dict[str, float]:
    """Four ratings of 0-5 in halves, better for better offers."""
    middle = relevance / 20
    return {name: min(5.0, max(1.0, round((middle + chance.uniform(-1.2, 0.6)) * 2) / 2)) for name in RATED}


def length(chance: Random, booked: int) -> tuple[int, bool]:
    """How long a call lasted, and whether it was broken off as a poor one."""
    if draws.happens(chance, 0.07):
        return chance.randint(7, 15), True
    return max(16, min(booked + 20, round(chance.gauss(booked - 6, 11)))), False


def _booked(call: Call) -> Decimal:
    return prices.price(call.offer.vendor.terms, call.quote_minor, call.duration)


def _charge(world: World, call: Call, fee_type: str, stage: str, amount: Decimal) -> None:
    campaign, now = _campaign(world, call), world.clock.now
    currency = call.offer.vendor.terms.currency
    call.charges = [
        Charge(
            fee_type=fee_type,
            stage=stage,
            amount_minor=prices.rounded(amount),
            currency=currency,
            campaign_minor=world.converted(amount, currency, campaign.currency, now),
            at=now,
        )
    ]
    spent = sum(charge.campaign_minor for each in campaign.calls for charge in each.charges)
    told = {share for share, _ in campaign.fired}
    campaign.fired += [
        (share, now) for share in THRESHOLDS if share not in told and spent * 100 >= share * campaign.budget_minor
    ]


def _campaign(world: World, call: Call) -> Campaign:
    return next(campaign for campaign in world.campaigns if campaign.key == call.offer.campaign)
