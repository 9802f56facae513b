"""The virtual clock: what is to happen, in the order of its instants; nothing here waits or knows the real time."""

import heapq
import itertools
from collections.abc import Callable
from datetime import UTC, datetime

Happening = Callable[[datetime], None]


class Clock:
    """Runs happenings in the order of their instants, those of one instant in the order they were set."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self._order = itertools.count()
        self._waiting: list[tuple[datetime, int, Happening]] = []

    def at(self, instant: datetime, happening: Happening) -> None:
        """Set something for an instant; one that has passed happens next."""
        heapq.heappush(self._waiting, (max(instant.astimezone(UTC), self.now), next(self._order), happening))

    def run(self, until: datetime) -> None:
        """Let happen what is set before `until`, and what that sets in turn; the rest never happens."""
        while self._waiting and self._waiting[0][0] < until:
            self.now, _, happening = heapq.heappop(self._waiting)
            happening(self.now)
        self.now = until
