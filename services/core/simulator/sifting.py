"""How an analyst sifts what vendors propose: twice a working day, many people at once. Open loop: asks no server."""

from datetime import datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from services.core.research.experts import states
from services.core.simulator import draws, prices
from services.core.simulator.desk import Desk
from services.core.simulator.records import Campaign, Offer
from services.core.simulator.world import World

READS = (time(8, 30), time(14, 0))
DECIDES_AFTER = timedelta(hours=1)
NEVER_READ = 0.04
SPARE = 3
"""How many more people than calls are shortlisted."""
UNDECIDED = ("proposed", "reviewed")
REASONS = {
    "rejected": "not close enough to the decision",
    "declined": "has no time in these weeks",
    "lapsed": "no word for 72 hours",
}
Move = tuple[str, str | None]
"""A state and the reason for it."""


class Sifter:
    """Who reads and decides in one campaign; those shortlisted go to the desk that books."""

    def __init__(self, world: World, campaign: Campaign, desk: Desk) -> None:
        self.world, self.campaign, self.desk = world, campaign, desk
        self.chance: Random = draws.stream(world.seed, campaign.key, "sifting")
        self._inbox: list[Offer] = []
        self._moved: dict[Move, list[Offer]] = {}

    def received(self, at: datetime, offers: list[Offer]) -> None:
        """A message has come; it lies there until the next sitting."""
        if not self._inbox:
            self.world.clock.at(_next_sitting(at, self.campaign.timezone), self._read)
        self._inbox += offers

    def _read(self, at: datetime) -> None:
        read = [offer for offer in self._inbox if not draws.happens(self.chance, NEVER_READ)]
        self._inbox = []
        for offer in read:
            self._enter(offer, "reviewed")
        self._say()
        self.world.clock.at(at + DECIDES_AFTER, lambda _: self._decide_all(read))

    def _decide_all(self, offers: list[Offer]) -> None:
        for offer in offers:
            if offer.status == "reviewed":
                self._decide(offer)
        self._say()

    def _enter(self, offer: Offer, status: str, reason: str | None = None) -> None:
        """Move somebody together with all who move alike; nobody twice in one breath."""
        if any(offer in others for others in self._moved.values()):
            self._say()
        offer.enter(status, self.world.clock.now, reason)
        self._moved.setdefault((status, reason), []).append(offer)

    def _say(self) -> None:
        for (status, reason), offers in self._moved.items():
            keys = [offer.key for offer in offers]
            self.world.did(self.campaign, "move", keys[0], offers=keys, status=status, reason=reason)
        self._moved = {}

    def _decide(self, offer: Offer) -> None:
        if offer.conflict == "flagged":
            self._enter(offer, "rejected", "conflict flagged by the vendor")
            return
        standing = [each for each in self._same_person(offer) if each.status not in (*UNDECIDED, *states.OUT)]
        if standing and not self._beats(offer, standing[0]):
            self._enter(offer, "rejected", f"the same person is offered by {standing[0].vendor.name}")
        elif self._is_wanted(offer):
            for each in standing:
                self._enter(each, "rejected", f"{offer.vendor.name} offers the same person for less")
            self._enter(offer, "shortlisted")
            self.desk.shortlisted(offer)
        elif verdict := draws.weighted(self.chance, ("rejected", "declined", "lapsed", None), (60, 12, 8, 20)):
            self._enter(offer, verdict, REASONS[verdict])

    def _is_wanted(self, offer: Offer) -> bool:
        chosen = sum(each.status not in (*UNDECIDED, *states.OUT) for each in self.campaign.offers)
        chance = 0.45 + (offer.relevance - 60) / 100
        return chosen < self.campaign.maximum + SPARE and draws.happens(self.chance, chance)

    def _same_person(self, offer: Offer) -> list[Offer]:
        return [each for each in self.campaign.offers if each is not offer and each.person.key == offer.person.key]

    def _beats(self, offer: Offer, other: Offer) -> bool:
        """Whether it is the cheaper of the two, and nobody has asked for the other yet."""
        asked = any(call.offer is other for call in self.campaign.calls)
        return other.status == "shortlisted" and not asked and self._cost(offer) < self._cost(other)

    def _cost(self, offer: Offer) -> int:
        terms = offer.vendor.terms
        amount = prices.price(terms, offer.amount_minor, 60)
        return self.world.converted(amount, terms.currency, self.campaign.currency, self.world.clock.now)


def _next_sitting(after: datetime, zone: str) -> datetime:
    """The next time of day at which mail is read, on a working day."""
    local = after.astimezone(ZoneInfo(zone))
    days = (local.date() + timedelta(days=number) for number in range(5))
    sittings = (datetime.combine(day, at, local.tzinfo) for day in days if day.isoweekday() <= 5 for at in READS)
    return next(sitting for sitting in sittings if sitting > after)
