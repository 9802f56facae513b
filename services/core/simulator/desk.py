"""The analyst's calls: whom is asked for when, what becomes of it, what it was worth. Open loop: asks no server."""

from datetime import datetime, timedelta
from random import Random

from services.core.simulator import calls, draws, slots
from services.core.simulator.clock import Happening
from services.core.simulator.records import Call, Campaign, Offer
from services.core.simulator.world import World

HOUR = timedelta(hours=1)
LAPSES, MOVED, CALLED_OFF, NO_SHOW, AGAIN = 0.06, 0.12, 0.12, 0.07, 0.06
UNANSWERED_FOR = timedelta(hours=72)
NO_TIME = "no time that suits everybody"


class Desk:
    """Who books the calls of one campaign."""

    def __init__(self, world: World, campaign: Campaign) -> None:
        self.world, self.campaign = world, campaign
        self.chance: Random = draws.stream(world.seed, campaign.key, "desk")

    def shortlisted(self, offer: Offer) -> None:
        """Somebody is to be called: in the days after, if calls are still wanted then."""
        self._later(self.world.clock.now, (3, 300), lambda now: self._ask(offer))

    def _later(self, at: datetime, hours: tuple[int, int], happening: Happening) -> None:
        low, high = (timedelta(hours=number) for number in hours)
        self.world.clock.at(at + draws.between(self.chance, low, high), happening)

    def _still_wanted(self) -> bool:
        alive = [call for call in self.campaign.calls if call.status not in ("cancelled", "no_show")]
        return len(alive) < self.campaign.maximum

    def _ask(self, offer: Offer) -> None:
        if offer.status not in ("shortlisted", "completed") or not self._still_wanted():
            return
        now = self.world.clock.now
        call = Call(
            key=f"{self.campaign.key}-call-{len(self.campaign.calls) + 1:02d}",
            offer=offer,
            members=self.campaign.members,
            slots=slots.offered(self.chance, offer.person, now, 3),
            duration=draws.weighted(self.chance, (30, 45, 60), (1, 3, 6)),
            history=[("requested", now, None)],
        )
        self.campaign.calls.append(call)
        calls.follow(self.world, call)
        self._note("ask", call)
        if draws.happens(self.chance, LAPSES):
            self.world.clock.at(now + UNANSWERED_FOR, lambda _: self._cancel_request(call, "no answer in 72 hours"))
        else:
            self._later(now, (3, 30), lambda _: self._schedule(call))

    def _note(self, verb: str, call: Call, **given: object) -> None:
        self.world.did(self.campaign, verb, call.key, **given)

    def _cancel_request(self, call: Call, reason: str) -> None:
        calls.move(self.world, call, "cancelled", reason)
        self._note("cancel", call, reason=reason)

    def _schedule(self, call: Call) -> None:
        start = self._free_start(call, [slot[0] for slot in call.slots])
        if start is None:
            self._cancel_request(call, NO_TIME)
        elif call.offer.relation == "other":
            self._note("schedule", call, starts_at=start, refused="gate_refused")
            self._cancel_request(call, "refused by compliance: still works for the target")
        else:
            calls.book(self.world, call, start)
            calls.move(self.world, call, "scheduled")
            self._note("schedule", call, starts_at=start)
            self._booked(call)

    def _free_start(self, call: Call, starts: list[datetime]) -> datetime | None:
        people = calls.people_of(call)
        soonest = self.world.clock.now + 4 * HOUR
        return next(
            (s for s in starts if s > soonest and self.world.is_free(people, s, call.duration, but=call.key)), None
        )

    def _booked(self, call: Call) -> None:
        """From here what was booked takes its course; a course is dropped when the time has moved since."""
        now, start = self.world.clock.now, call.starts_at
        share = (start - now) * self.chance.uniform(0.05, 0.3)
        self.world.clock.at(_minute(now + share), lambda _: self._confirm(call, start))
        draw, moved = self.chance.random(), any(state == "scheduled" for state, _, _ in call.history[:-1])
        between = _minute(now + (start - now) * self.chance.uniform(0.4, 0.95))
        if draw < MOVED and not moved:
            self.world.clock.at(between, lambda _: self._reschedule(call, start))
        elif draw < MOVED + CALLED_OFF:
            self.world.clock.at(between, lambda _: self._call_off(call, start))
        else:
            self.world.clock.at(start, lambda _: self._hold(call, start))

    def _confirm(self, call: Call, start: datetime) -> None:
        if call.status == "scheduled" and call.starts_at == start:
            calls.move(self.world, call, "confirmed")
            self._note("confirm", call)

    def _reschedule(self, call: Call, start: datetime) -> None:
        days = [timedelta(days=number) for number in (1, 2, 3, 4, 5)]
        later = self._free_start(call, [start + day for day in days if (start + day).isoweekday() <= 5])
        if later is None:
            self._call_off(call, start)
            return
        calls.book(self.world, call, later)
        calls.move(self.world, call, "scheduled", "another time was asked for")
        self._note("reschedule", call, starts_at=later, reason="another time was asked for")
        self._booked(call)

    def _call_off(self, call: Call, start: datetime) -> None:
        fault = draws.weighted(self.chance, ("client", "expert", "vendor"), (55, 30, 15))
        reason = f"called off by the {fault}"
        calls.forgo(self.world, call, fault, shown=True)
        calls.move(self.world, call, "cancelled", reason)
        self._note("cancel", call, reason=reason, fault=fault)
        if fault == "expert" and draws.happens(self.chance, 0.5):
            self._later(self.world.clock.now, (2, 20), lambda _: self._ask(call.offer))

    def _hold(self, call: Call, start: datetime) -> None:
        if draws.happens(self.chance, NO_SHOW):
            self.world.clock.at(start + timedelta(minutes=20), lambda _: self._missed(call))
            return
        minutes, poor = calls.length(self.chance, call.duration)
        self.world.clock.at(start + timedelta(minutes=minutes), lambda _: self._complete(call, minutes, poor=poor))

    def _missed(self, call: Call) -> None:
        fault = draws.weighted(self.chance, ("expert", "client", "vendor"), (70, 20, 10))
        calls.forgo(self.world, call, fault, shown=False)
        calls.move(self.world, call, "no_show", f"the {fault} did not come")
        self._note("no_show", call, reason=f"the {fault} did not come", fault=fault)

    def _complete(self, call: Call, minutes: int, *, poor: bool) -> None:
        calls.settle(self.world, call, minutes, poor=poor)
        calls.move(self.world, call, "completed")
        self._note("complete", call, actual_minutes=minutes, was_poor=poor)
        self._later(self.world.clock.now, (1, 20), lambda _: self._rate(call))
        if not poor and draws.happens(self.chance, AGAIN):
            self._later(self.world.clock.now, (24, 96), lambda _: self._ask(call.offer))

    def _rate(self, call: Call) -> None:
        call.ratings = calls.ratings(self.chance, 40 if call.poor else call.offer.relevance)
        self._note("rate", call, **call.ratings)


def _minute(instant: datetime) -> datetime:
    return instant.replace(second=0, microsecond=0)
