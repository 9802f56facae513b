"""How pending enrolments are taken: looked for every ten seconds, oldest first, a batch at a time (domain.md 2.6)."""

from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from services.core.simulator import characters
from services.core.simulator.clock import Clock


class Polling:
    """The queue of pending enrolments; each is answered some seconds after the poll that took it."""

    def __init__(self, clock: Clock, chance: Random) -> None:
        self._clock, self._chance = clock, chance
        self._pending: deque[Callable[[datetime], None]] = deque()

    def add(self, answer: Callable[[datetime], None]) -> None:
        """Queue an enrolment; `answer` happens when the vendor has made up its mind."""
        if not self._pending:
            self._clock.at(_next_poll(self._clock.now), self._poll)
        self._pending.append(answer)

    def _poll(self, now: datetime) -> None:
        for _ in range(min(characters.BATCH, len(self._pending))):
            seconds = self._chance.randint(*characters.ACCEPTS)
            self._clock.at(now + timedelta(seconds=seconds), self._pending.popleft())
        if self._pending:
            self._clock.at(_next_poll(now), self._poll)


def _next_poll(now: datetime) -> datetime:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + ((now - midnight) // characters.POLL + 1) * characters.POLL
