"""What is so in a world, as plain values: people, offers, calls, money, and figures to hold every report against."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from services.core.simulator import figures, invoices, scorecards, themes
from services.core.simulator.records import Call, Campaign, Enrollment, Offer, Person
from services.core.simulator.world import World

Json = dict[str, Any]


def tell(world: World) -> Json:
    """The whole truth; instants in ISO 8601, money in minor units."""
    told: Json = plain(
        {
            "seed": world.seed,
            "start": world.start,
            "ends_at": world.ends_at,
            "rates": world.rates,
            "people": [_person(person, world) for person in world.crowd.people],
            "look_alikes": world.look_alikes,
            "campaigns": [_campaign(world, campaign) for campaign in world.campaigns],
            "documents": [_document(world, name) for name in (each.name for each in world.documents)],
            "invoices": [
                {"vendor": each.vendor, "file": each.name, "lines": map(asdict, each.lines), "missing": each.missing}
                for each in invoices.write(world)
            ],
            "scorecards": scorecards.scorecards(world, world.campaigns),
        }
    )
    return told


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, str | int | float | None):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    return [plain(part) for part in value] if isinstance(value, Iterable) else str(value)


def _person(person: Person, world: World) -> Json:
    offers = [offer for offer in world.offers if offer.person.key == person.key]
    return {
        "key": person.key,
        "name": person.name,
        "title": person.title,
        "employer": person.employer,
        "former": person.former,
        "place": person.place.written,
        "region": person.place.region,
        "offers": [offer.key for offer in offers],
        "spellings": sorted({offer.name for offer in offers}),
    }


def _campaign(world: World, campaign: Campaign) -> Json:
    """What rests on other offers, calls and rates is null where only vendors were played: nobody here knows these."""
    return {
        "key": campaign.key,
        "name": campaign.name,
        "code": campaign.code,
        "currency": campaign.currency,
        "min_calls": campaign.minimum,
        "max_calls": campaign.maximum,
        "budget_minor": campaign.budget_minor,
        "companies": themes.companies(campaign.theme),
        "enrollments": map(_enrollment, campaign.enrollments),
        "offers": map(_offer, campaign.offers),
        "calls": map(_call, campaign.calls),
        "thresholds": [{"percent": share, "at": at} for share, at in campaign.fired],
        "states": Counter(offer.status for offer in campaign.offers),
        "coverage": figures.coverage(campaign),
        "funnel": figures.funnel(campaign),
        "spend": figures.spend(campaign),
        "forecast": figures.forecast(campaign) if campaign.calls else None,
        "best_offers": figures.best_offers(world, campaign) if campaign.calls else None,
        "scorecards": scorecards.scorecards(world, [campaign]),
    }


def _enrollment(enrollment: Enrollment) -> Json:
    return asdict(enrollment) | {"vendor": enrollment.vendor.name}


def _offer(offer: Offer) -> Json:
    return {
        "key": offer.key,
        "vendor": offer.vendor.name,
        "person": offer.person.key,
        "name": offer.name,
        "title": offer.title,
        "employer": offer.employer,
        "variant": offer.variant,
        "ref": offer.ref,
        "expert_type": offer.relation,
        "region": offer.person.place.region,
        "quotes": [{"at": at, "amount_minor": amount} for at, amount in offer.quotes],
        "terms": offer.vendor.terms.card(),
        "conflict": offer.conflict,
        "answered": sorted(offer.answers),
        "vague": sorted(key for key, manner in offer.answers.items() if manner == "vague"),
        "profile": {"rating": offer.rating, "fit": offer.fit, "relevance": offer.relevance},
        "proposed_at": offer.proposed_at,
        "history": map(_move, offer.history),
    }


def _call(call: Call) -> Json:
    return {
        "key": call.key,
        "offer": call.offer.key,
        "starts_at": call.booked,
        "duration": call.duration,
        "minutes": call.minutes,
        "poor": call.poor,
        "fault": call.fault,
        "ratings": call.ratings,
        "history": map(_move, call.history),
        "charges": map(asdict, call.charges),
    }


def _move(move: tuple[str, datetime, str | None]) -> Json:
    return {"status": move[0], "at": move[1], "reason": move[2]}


def _document(world: World, name: str) -> Json:
    batch = world.batches[name]
    return {
        "file": name,
        "campaign": batch.campaign.key,
        "vendor": batch.vendor.name,
        "sent_at": batch.sent_at,
        "new": [_told(offer) for offer in batch.new],
        "changed": [_told(offer) for offer in batch.changed],
    }


def _told(offer: Offer) -> Json:
    return {
        "offer": offer.key,
        "name": offer.name,
        "amount_minor": offer.amount_minor,
        "conflict": offer.conflict,
        "slots": [start for start, _ in offer.slots],
        "answered": sorted(offer.answers),
    }
