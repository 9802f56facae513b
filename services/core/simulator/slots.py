"""Times that people offer: hours of their own working day on the days to come."""

from datetime import datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from services.core.simulator.records import Offer, Person

HOURS = (9, 10, 11, 13, 14, 15, 16)
Slot = tuple[datetime, datetime]


def offered(chance: Random, person: Person, after: datetime, count: int = 2) -> list[Slot]:
    """So many times on different working days from the day after next, an hour or two long."""
    zone = ZoneInfo(person.place.zone)
    day = after.astimezone(zone)
    found: list[Slot] = []
    while len(found) < count:
        day += timedelta(days=chance.randint(1, 3) + (1 if not found else 0))
        if day.isoweekday() > 5:
            continue
        start = day.replace(hour=chance.choice(HOURS), minute=0, second=0, microsecond=0)
        found.append((start, start + timedelta(hours=chance.choice((1, 2)))))
    return found


def in_words(offer: Offer, slot: Slot, style: str) -> str:
    """A time as vendors of a style write it, the zone said."""
    start, end = slot
    spoken = offer.person.place.spoken
    if style == "dots":
        return f"{start:%d.%m.%Y %H:%M}-{end:%H:%M} {spoken}"
    return f"{start:%a} {start.day} {start:%b} {start.year} {start:%H:%M}-{end:%H:%M} {spoken}"
