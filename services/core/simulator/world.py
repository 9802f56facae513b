"""A whole simulated world: who is in it, what happened when, what was sent. Nothing here knows a server."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from services.core.simulator import prices
from services.core.simulator.clock import Clock
from services.core.simulator.letters.batches import Batch
from services.core.simulator.people import Crowd
from services.core.simulator.records import Call, Campaign, Document, Offer, Step

DEFAULT_START = date(2026, 1, 5)
"""A Monday that has passed: a world's calls are held by the time it is told."""


@dataclass(slots=True)
class World:
    """Everything there is, with the clock by which it happened."""

    seed: int
    start: date
    begins_at: datetime
    ends_at: datetime
    clock: Clock
    crowd: Crowd
    rates: dict[str, list[tuple[date, Decimal]]]
    campaigns: list[Campaign] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    batches: dict[str, Batch] = field(default_factory=dict)
    """What each document, by its name, was written from."""
    look_alikes: list[dict[str, str]] = field(default_factory=list)
    busy: dict[str, list[tuple[datetime, datetime, str]]] = field(default_factory=dict)

    @property
    def offers(self) -> list[Offer]:
        """Everybody offered by anybody."""
        return [offer for campaign in self.campaigns for offer in campaign.offers]

    @property
    def calls(self) -> list[Call]:
        """Every call asked for."""
        return [call for campaign in self.campaigns for call in campaign.calls]

    @property
    def documents(self) -> list[Document]:
        """Everything sent, in the order it came."""
        sent = [document for campaign in self.campaigns for document in campaign.documents]
        return sorted(sent, key=lambda document: (document.sent_at, document.name))

    def did(self, campaign: Campaign, verb: str, about: str, **given: Any) -> None:
        """Note what was done now."""
        self.steps.append(Step(self.clock.now, campaign.key, verb, about, given))

    def steps_of(self, verb: str) -> list[Step]:
        """What was done of one kind."""
        return [step for step in self.steps if step.verb == verb]

    def usd(self, currency: str, day: date) -> Decimal:
        """Dollars for one unit of a currency on a day: the latest rate on or before it."""
        if currency == "USD":
            return Decimal(1)
        return [rate for since, rate in self.rates[currency] if since <= day][-1]

    def converted(self, amount: Decimal, currency: str, target: str, at: datetime) -> int:
        """Minor units of another currency at that instant's rate, rounded once."""
        if currency == target:
            return prices.rounded(amount)
        return prices.rounded(amount * self.usd(currency, at.date()) / self.usd(target, at.date()))

    def is_free(self, keys: tuple[str, ...], start: datetime, minutes: int, *, but: str = "") -> bool:
        """Whether none of these people has another call then, but the one named."""
        end = start + timedelta(minutes=minutes)
        held = (each for key in keys for each in self.busy.get(key, ()))
        return not any(since < end and start < until and call != but for since, until, call in held)

    def hold(self, keys: tuple[str, ...], call: Call) -> None:
        """Take a call's time for these people. It is never given away again, so that campaigns may be told apart."""
        for key in keys:
            self.busy.setdefault(key, []).append((call.starts_at, call.ends_at, call.key))
