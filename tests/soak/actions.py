"""What two people at one desk may do: each action is drawn as a few small numbers and becomes one request."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, get_args

from services.core.research.enrollments import states as enrollments
from services.core.research.experts import states as experts

VENDORS = ("e9f1c2a3-4b5d-4e6f-7a8b-9c0d1e2f3a4b", "a7b8c9d0-e1f2-4456-a890-123456abcdef")
PEOPLE = ("Sarah Chen", "Bert Okafor", "Lena Vogt", "Ivo Marek", "Ana Ruiz", "Tom Abara")
REASON = "As drawn."
HALF_HOUR = dt.timedelta(minutes=30)
FIRST = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
"""Of a grid of half hours on one past morning and one far ahead, so that calls of an hour get in each other's way."""
LATER = dt.datetime(2036, 3, 3, 9, tzinfo=dt.UTC)

Sent = tuple[str, str, dict[str, Any] | None]


@dataclass(slots=True)
class Desk:
    """What is known at the desk: ids of what was made, and whom calls may need."""

    campaign: str
    members: list[str]
    offers: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)


Action = Callable[[Desk, random.Random], Sent]


def start(chance: random.Random) -> str:
    """An hour's beginning, mostly in the past."""
    return ((FIRST if chance.random() < 0.75 else LATER) + chance.randrange(8) * HALF_HOUR).isoformat()


def invite(desk: Desk, chance: random.Random) -> Sent:
    """A vendor, perhaps again."""
    body = {"vendor_platform_id": chance.choice(VENDORS), "status": chance.choice(("pending", "active"))}
    return "POST", f"/api/campaigns/{desk.campaign}/vendors", body


def move_enrollment(desk: Desk, chance: random.Random) -> Sent:
    """To any state there is."""
    body = {"status": chance.choice(get_args(enrollments.Status)), "reason": REASON}
    return "PATCH", f"/api/campaigns/{desk.campaign}/vendors/{chance.choice(VENDORS)}", body


def withdraw(desk: Desk, chance: random.Random) -> Sent:
    """Let a vendor go."""
    return "DELETE", f"/api/campaigns/{desk.campaign}/vendors/{chance.choice(VENDORS)}", None


def offer(desk: Desk, chance: random.Random) -> Sent:
    """One of a few people, by one of the vendors."""
    who = {"vendor_platform_id": chance.choice(VENDORS), "name": chance.choice(PEOPLE), "company": "Epic Systems"}
    return "POST", "/api/experts", who | {"campaign_id": desk.campaign}


def move_offer(desk: Desk, chance: random.Random) -> Sent:
    """To any state there is."""
    body = {"status": chance.choice(get_args(experts.Status)), "reason": REASON}
    return "PATCH", f"/api/experts/{chance.choice(desk.offers)}", body


def shortlist(desk: Desk, chance: random.Random) -> Sent:
    """Without which there are no calls."""
    return "PATCH", f"/api/experts/{chance.choice(desk.offers)}", {"status": "shortlisted"}


def move_offers(desk: Desk, chance: random.Random) -> Sent:
    """Several at once."""
    some = chance.sample(desk.offers, k=min(len(desk.offers), 3))
    status = chance.choice(("shortlisted", "rejected", "proposed", "declined"))
    return "POST", "/api/experts/moves", {"expert_ids": some, "status": status, "reason": REASON}


def remove_offer(desk: Desk, chance: random.Random) -> Sent:
    """With its calls."""
    return "DELETE", f"/api/experts/{chance.choice(desk.offers)}", None


def ask(desk: Desk, chance: random.Random) -> Sent:
    """A call, sometimes booked at once."""
    body: dict[str, Any] = {"expert_id": chance.choice(desk.offers), "attendees": chance.sample(desk.members, k=1)}
    return "POST", "/api/interviews", body | ({"starts_at": start(chance)} if chance.random() < 0.5 else {})


def remove_call(desk: Desk, chance: random.Random) -> Sent:
    """Only one that was merely asked for goes."""
    return "DELETE", f"/api/interviews/{chance.choice(desk.calls)}", None


def _told(verb: str, said: Callable[[random.Random], dict[str, Any]]) -> Action:
    def told(desk: Desk, chance: random.Random) -> Sent:
        return "POST", f"/api/interviews/{chance.choice(desk.calls)}/{verb}", said(chance)

    return told


FAULTS = ("expert", "client", "vendor")
ANYTIME = (invite, move_enrollment, withdraw, offer, offer)
WITH_OFFERS = (move_offer, move_offer, shortlist, shortlist, shortlist, move_offers, remove_offer, ask, ask, ask)
WITH_CALLS = (
    remove_call,
    _told("schedule", lambda chance: {"starts_at": start(chance)}),
    _told("schedule", lambda chance: {"starts_at": start(chance)}),
    _told("reschedule", lambda chance: {"starts_at": start(chance), "reason": REASON}),
    _told("confirm", lambda chance: {}),
    _told("request-again", lambda chance: {"reason": REASON}),
    _told("complete", lambda chance: {"actual_minutes": chance.choice((0, 22, 60, 95))}),
    _told("stop", lambda chance: {"rule": "restricted_company", "reason": REASON, "actual_minutes": 10}),
    _told("no-show", lambda chance: {"fault": chance.choice(FAULTS)}),
    _told("cancel", lambda chance: {"reason": REASON, "fault": chance.choice(FAULTS)}),
)


def drawn(desk: Desk, chance: random.Random) -> Sent:
    """The next thing somebody does, of what there is to do."""
    possible: list[Action] = [*ANYTIME, *(WITH_OFFERS if desk.offers else ()), *(WITH_CALLS if desk.calls else ())]
    return chance.choice(possible)(desk, chance)
