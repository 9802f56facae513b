"""What one vendor does in one campaign: takes the enrolment, finds people, writes in batches, follows up."""

import copy
import functools
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from services.core.simulator import characters, draws, quotes, slots, variants
from services.core.simulator.letters.batches import Batch
from services.core.simulator.polling import Polling
from services.core.simulator.records import Campaign, Enrollment, Offer, Person
from services.core.simulator.themes import relation
from services.core.simulator.variants import Spelling
from services.core.simulator.vendors import Vendor
from services.core.simulator.world import World

DOUBLE, KNOWN_ELSEWHERE, LOOK_ALIKE, NAMESAKE = 0.16, 0.03, 0.05, 0.02
DECLINES, FAILS = 0.06, 0.05
UNANSWERED, AWAITED, VAGUE = 0.1, 0.2, 0.1
DRIFTS = 0.2
FOLLOW_UPS = (48, 192)
"""Hours after the last proposal."""
HOUR = timedelta(hours=1)
CERTIFICATES = ("Completed our compliance course this year", "Holds a current compliance certificate")
CONFLICTS = ("cleared", "pending", "not_checked", "flagged")


def _own(person: Person) -> Spelling:
    return person.name, person.employer, None


class Reader(Protocol):
    """Whoever reads what vendors send."""

    def received(self, at: datetime, offers: list[Offer]) -> None:
        """A message has come."""
        ...


class VendorPlay:
    """One vendor at work for one campaign; what it sends is kept in `batches` until it is put into words.

    `pace` is how long an hour of the vendor's takes: an hour in a world, a second where somebody watches.
    """

    def __init__(
        self, world: World, campaign: Campaign, vendor: Vendor, desk: Reader | None, *, pace: timedelta = HOUR
    ) -> None:
        self.world, self.campaign, self.vendor, self.desk = world, campaign, vendor, desk
        self.character, self.pace = characters.character(vendor), pace
        self.chance: Random = draws.stream(world.seed, campaign.key, vendor.name)
        self.offers: list[Offer] = []
        self.batches: list[Batch] = []

    def invite(self, polling: Polling, _: datetime) -> None:
        """Ask the vendor now. Some decline; a technical error makes some answer at the second try only."""
        invited_at = self.world.clock.now
        self._say("invite")
        fails = draws.happens(self.chance, FAILS)

        def answer(at: datetime) -> None:
            if fails:
                self._say("fail", reason="the vendor's portal did not answer")
                self.world.clock.at(at + timedelta(minutes=2), lambda now: self._retry(now, invited_at, at))
            else:
                self._answer(at, invited_at, None)

        polling.add(answer)

    def _retry(self, at: datetime, invited_at: datetime, failed_at: datetime) -> None:
        self._say("retry")
        self.world.clock.at(at + timedelta(seconds=8), lambda now: self._answer(now, invited_at, failed_at))

    def _answer(self, at: datetime, invited_at: datetime, failed_at: datetime | None) -> None:
        if draws.happens(self.chance, DECLINES):
            self.campaign.enrollments.append(Enrollment(self.vendor, invited_at, "declined", at, failed_at))
            self._say("decline", reason="no capacity this month")
            return
        self.campaign.enrollments.append(Enrollment(self.vendor, invited_at, "active", at, failed_at))
        self._say("accept")
        self._plan(at)

    def _plan(self, accepted_at: datetime) -> None:
        """Set when each proposal is ready: the first by the vendor's tags, the others by its delay; sent in batches."""
        hours, delay = self.character.first, self.character.delay
        ready = accepted_at + draws.between(self.chance, hours[0] * self.pace, hours[1] * self.pace)
        left = self.chance.randint(*self.character.count)
        first = True
        while left:
            count = 1 if first and self.chance.random() < 0.3 else min(left, self.chance.randint(2, 5))
            for _ in range(0 if first else count):
                ready += draws.between(self.chance, delay[0] * self.pace, delay[1] * self.pace)
            self.world.clock.at(self._whole(ready), functools.partial(self._propose, count=count))
            left, first = left - count, False
        for after in FOLLOW_UPS:
            self.world.clock.at(self._whole(ready + after * self.pace), self._follow_up)

    def _propose(self, at: datetime, *, count: int) -> None:
        self._send(at, [self._offer(at) for _ in range(count)], [])

    def _offer(self, at: datetime) -> Offer:
        person, (name, employer, variant) = self._person()
        amount = quotes.ask(self.chance, self.vendor, person.rank)
        asked = {question.key: self._manner(person, question.key) for question in self.campaign.questions}
        offer = Offer(
            key=f"{self.campaign.key}-{self.vendor.name.lower().replace(' ', '-')}-{len(self.offers) + 1:02d}",
            campaign=self.campaign.key,
            vendor=self.vendor,
            person=person,
            name=name,
            title=person.title,
            employer=employer,
            ref=f"{self.vendor.name[:2].upper()}-{self.chance.randint(10_000, 99_999)}",
            amount_minor=amount,
            conflict=draws.weighted(
                self.chance, CONFLICTS, (75, 17, 4, 4) if self.character.certificates else (62, 25, 8, 5)
            ),
            slots=slots.offered(self.chance, person, at),
            answers={key: manner for key, manner in asked.items() if manner in ("full", "vague")},
            awaited={key: self._voice(person, key) for key, manner in asked.items() if manner == "awaited"},
            relevance=self.chance.randint(*self.character.relevance),
            fit=self.chance.randint(*self.character.fit),
            rating=self.chance.randint(35, 50) / 10,
            relation=relation(self.campaign.theme, person.employer, former=person.former),
            certificate=self.chance.choice(CERTIFICATES) if self.character.certificates else None,
            proposed_at=at,
            variant=variant,
            quotes=[(at, amount)],
        )
        offer.enter("proposed", at)
        self.offers.append(offer)
        self.campaign.offers.append(offer)
        return offer

    def _person(self) -> tuple[Person, Spelling]:
        """Somebody new, somebody another vendor has offered, one who only looks like that, or an own one's namesake.

        Nobody twice, nor else two of one name: a vendor knows its own people.
        """
        person, how = self._chosen()
        spelling = variants.spelling(self.chance, person, self.vendor.style) if how == "double" else _own(person)
        if how != "namesake" and any(offer.person.name == person.name for offer in self.offers):
            person = self.world.crowd.find(self.chance, self.campaign.theme, self.character)
            return person, _own(person)
        return person, spelling

    def _chosen(self) -> tuple[Person, str]:
        theirs = [offer.person for offer in self.campaign.offers if offer.vendor.name != self.vendor.name]
        elsewhere = [
            offer.person for each in self.world.campaigns if each is not self.campaign for offer in each.offers
        ]
        draw = self.chance.random()
        if theirs and draw < DOUBLE:
            return self.chance.choice(theirs), "double"
        if elsewhere and draw < DOUBLE + KNOWN_ELSEWHERE:
            return self.chance.choice(elsewhere), "double"
        if theirs and draw < DOUBLE + KNOWN_ELSEWHERE + LOOK_ALIKE:
            return self._planted(self.chance.choice(theirs), variants.look_alike), "look-alike"
        if self.offers and draw > 1 - NAMESAKE:
            return self._planted(self.offers[-1].person, variants.namesake), "namesake"
        return self.world.crowd.find(self.chance, self.campaign.theme, self.character), "new"

    def _planted(self, like: Person, alike: variants.Alike) -> Person:
        key = f"p{len(self.world.crowd.people) + 1:04d}"
        person, how = alike(self.chance, like, self.campaign.theme, key)
        self.world.look_alikes.append({"person": key, "like": like.key, "how": how})
        return self.world.crowd.add(person)

    def _manner(self, person: Person, question: str) -> str:
        draw = self.chance.random()
        if draw < UNANSWERED:
            return "unanswered"
        return "awaited" if draw < UNANSWERED + AWAITED else self._voice(person, question)

    def _voice(self, person: Person, question: str) -> str:
        """How this person speaks of this question, whoever asks."""
        chance = draws.stream(self.world.seed, "voice", self.campaign.key, person.key, question)
        return "vague" if draws.happens(chance, VAGUE) else "full"

    def _follow_up(self, at: datetime) -> None:
        """Tell what changed since: late answers, conflict checks, other prices; nothing about people who are booked."""
        changed = [offer for offer in self.offers if self._changes(offer, at)]
        if changed:
            self._send(at, [], changed)

    def _changes(self, offer: Offer, at: datetime) -> bool:
        before = (offer.conflict, offer.amount_minor, len(offer.answers))
        if offer.status not in ("proposed", "reviewed", "shortlisted"):
            return False
        if offer.conflict in ("pending", "not_checked") and draws.happens(self.chance, 0.7):
            offer.conflict = draws.weighted(self.chance, ("cleared", "flagged"), (90, 10))
        if draws.happens(self.chance, DRIFTS):
            offer.amount_minor = quotes.drifted(self.chance, offer)
            offer.quotes.append((at, offer.amount_minor))
        if draws.happens(self.chance, 0.6):
            offer.answers |= offer.awaited
            offer.awaited = {}
        return before != (offer.conflict, offer.amount_minor, len(offer.answers))

    def _send(self, at: datetime, new: list[Offer], changed: list[Offer]) -> None:
        batch = Batch(
            campaign=self.campaign,
            vendor=self.vendor,
            number=len(self.batches) + 1,
            sent_at=at,
            new=[copy.deepcopy(offer) for offer in new],
            changed=[copy.deepcopy(offer) for offer in changed],
            long_bios=self.character.long_bios,
        )
        self.batches.append(batch)
        self.world.did(self.campaign, "hand_in", batch.file)
        if self.desk is not None:
            self.desk.received(at, new)

    def _say(self, verb: str, **given: str) -> None:
        self.world.did(self.campaign, verb, self.vendor.name, **given)

    def _whole(self, instant: datetime) -> datetime:
        """Mail is dated to the minute, where a minute is little."""
        return instant.replace(second=0, microsecond=0) if self.pace >= HOUR else instant
