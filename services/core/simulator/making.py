"""Makes a world: campaigns, vendors and analysts on one virtual clock, then what vendors sent put into words."""

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from services.core.simulator import briefs, draws
from services.core.simulator.clock import Clock
from services.core.simulator.desk import Desk
from services.core.simulator.letters import mails
from services.core.simulator.letters.batches import Batch
from services.core.simulator.people import Crowd
from services.core.simulator.personas import Asked, Generator, Key, Writer
from services.core.simulator.polling import Polling
from services.core.simulator.records import Campaign, Offer
from services.core.simulator.sifting import Sifter
from services.core.simulator.vendor_play import VendorPlay
from services.core.simulator.vendors import Vendor
from services.core.simulator.world import DEFAULT_START, World

LONGEST_VISIT = 600
"""Hours of a vendor's after which it has said all it had to say to one campaign."""


def make(seed: int, *, campaigns: int, weeks: int, start: date = DEFAULT_START, writer: Writer | None = None) -> World:
    """The world of a seed: the same one each time. Answers are put into words by the writer, offline without one.

    Raises LookupError for more campaigns than there are names for their people.
    """
    begins = datetime(start.year, start.month, start.day, tzinfo=UTC)
    clock = Clock(begins)
    world = World(seed, start, begins, begins + timedelta(weeks=weeks), clock, Crowd(seed), briefs.rates(start))
    polling = Polling(clock, draws.stream(seed, "polling"))
    plays: list[VendorPlay] = []
    for number in range(campaigns):
        campaign = briefs.campaign(seed, number, start, weeks)
        world.campaigns.append(campaign)
        sifter = Sifter(world, campaign, Desk(world, campaign))
        for position, vendor in enumerate(briefs.invited(seed, number)):
            play = VendorPlay(world, campaign, vendor, sifter)
            plays.append(play)
            clock.at(campaign.starts_at + timedelta(seconds=3 * position), functools.partial(play.invite, polling))
    clock.run(world.ends_at)
    _put_into_words(world, [batch for play in plays for batch in play.batches], writer or Generator(seed))
    return world


def visit(
    seed: int, campaign: Campaign, vendors: Sequence[Vendor], *, pace: timedelta, writer: Writer | None = None
) -> World:
    """What these vendors do in one campaign when an hour of theirs takes `pace`; nobody decides about their people."""
    begins = campaign.starts_at
    clock = Clock(begins)
    ends = begins + LONGEST_VISIT * pace
    world = World(seed, begins.date(), begins, ends, clock, Crowd(seed), briefs.rates(begins.date()), [campaign])
    polling = Polling(clock, draws.stream(seed, "polling"))
    plays = [VendorPlay(world, campaign, vendor, None, pace=pace) for vendor in vendors]
    for play in plays:
        clock.at(begins, functools.partial(play.invite, polling))
    clock.run(ends)
    _put_into_words(world, [batch for play in plays for batch in play.batches], writer or Generator(seed))
    return world


def _put_into_words(world: World, batches: list[Batch], writer: Writer) -> None:
    asked = {each.key: each for batch in batches for each in _asked(batch)}
    words = writer.write(asked.values())
    earlier: dict[tuple[str, str], tuple[datetime, str]] = {}
    for batch in batches:
        thread = (batch.campaign.key, batch.vendor.name)
        told = [_worded(offer, words) for offer in batch.new], [_worded(offer, words) for offer in batch.changed]
        worded = replace(batch, new=told[0], changed=told[1], earlier=earlier.get(thread))
        document, text = mails.write(worded)
        batch.campaign.documents.append(document)
        world.batches[document.name] = worded
        if text:
            earlier[thread] = batch.sent_at, text


def _asked(batch: Batch) -> Iterable[Asked]:
    by_key = {question.key: question for question in batch.campaign.questions}
    for offer in batch.offers:
        for key, manner in offer.answers.items():
            yield Asked(offer.person, by_key[key], batch.campaign.key, batch.campaign.theme, manner == "vague")


def _worded(offer: Offer, words: Mapping[Key, str]) -> Offer:
    offer.answers = {key: words[offer.campaign, offer.person.key, key] for key in offer.answers}
    return offer
