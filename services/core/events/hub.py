"""Live updates: each workspace's log is asked for once a second for all who listen, whatever their number.

No database connection is held between two looks. Numbers of the log are gapless and in the order of commits, so that
whoever resumes after a number misses nothing and hears nothing twice.
"""

import asyncio
import contextvars
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

import asyncpg
import structlog

from services.core.events import repository
from shared.contracts.principal import Principal
from shared.db.read import Reader
from shared.errors import Problem

log = structlog.get_logger()

PERIOD = 1.0
"""Seconds between two looks at a log."""
HEARTBEAT = 10.0
"""Seconds of silence after which a sign of life is due."""
PER_USER = 5
PER_WORKSPACE = 100
LOOKING_FAILED = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
BACKLOG = 1_000
"""Events kept for a listener who does not keep up; beyond them the stream ends, to be resumed."""


@dataclass(frozen=True, slots=True)
class Event:
    """An entry of the log as those who listen to its campaign are told it; `data` is its JSON."""

    number: int
    name: str
    data: str


@dataclass(eq=False, slots=True)
class Listener:
    """Somebody who listens to a campaign; `since` is the last number that lay in the log when they came."""

    campaign_id: UUID
    since: int
    is_over: bool = False
    _heard: asyncio.Queue[Event | None] = field(default_factory=asyncio.Queue)

    def tell(self, event: Event) -> None:
        """Pass an event on; end the stream of whoever does not keep up, so that they resume it."""
        if self._heard.qsize() >= BACKLOG:
            self.end()
        elif not self.is_over:
            self._heard.put_nowait(event)

    def end(self) -> None:
        """Nothing follows what was told so far."""
        if not self.is_over:
            self.is_over = True
            self._heard.put_nowait(None)

    async def next(self) -> Event | None:
        """What is told next; None at the end. Raises TimeoutError after a heartbeat's silence."""
        async with asyncio.timeout(HEARTBEAT):
            return await self._heard.get()


class Tail:
    """One workspace's log as it grows from a position on, and who listens to it."""

    def __init__(self, reader: Reader, workspace_id: UUID, position: int) -> None:
        self._reader, self._caller = reader, Principal("", workspace_id, "viewer")
        self.position = position
        self.listeners: set[Listener] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Look from now on, whoever's request has brought this about: its deadline is not ours."""
        self._task = asyncio.create_task(self._follow(), context=contextvars.Context())

    def stop(self) -> None:
        """Look no more."""
        if self._task is not None:
            self._task.cancel()

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(PERIOD)
            try:
                while await self._look() == repository.PAGE:
                    pass
            except LOOKING_FAILED as fault:
                log.warning("events.log.unreachable", error=type(fault).__name__)

    async def _look(self) -> int:
        """Pass on what is new; how many entries that was."""
        entries = await self._reader.rows(self._caller, repository.GROWN, after=self.position)
        for number, campaign_id, action, data in entries:
            for listener in self.listeners:
                if listener.campaign_id == campaign_id:
                    listener.tell(Event(number, action, data))
            self.position = number
        return len(entries)


class Hub:
    """All who listen to this process, by workspace."""

    def __init__(self, reader_of: Callable[[], Reader]) -> None:
        self._reader_of = reader_of
        self._tails: dict[UUID, Tail] = {}
        self._open: Counter[tuple[UUID, str]] = Counter()
        self._is_draining = False

    @asynccontextmanager
    async def listener(self, caller: Principal, campaign_id: UUID) -> AsyncIterator[Listener]:
        """Listen to a campaign while the block runs.

        Raises Problem (limited) for one stream too many, and (unavailable) while this process goes down.
        """
        self._admit(caller)
        who = caller.workspace_id, caller.user_id
        self._open[who] += 1
        try:
            tail = await self._tail(caller)
            listener = Listener(campaign_id, tail.position)
            tail.listeners.add(listener)
            try:
                yield listener
            finally:
                self._leave(caller.workspace_id, listener)
        finally:
            self._open[who] -= 1
            self._open += Counter()

    async def is_beyond(self, caller: Principal, number: int) -> bool:
        """Whether the caller's log never came to this number: whoever heard it has heard another log."""
        return number > await self._length(caller)

    async def missed(self, caller: Principal, listener: Listener, *, after: int) -> AsyncIterator[Event]:
        """What the campaign's log has after a number and before the listener came."""
        while after < listener.since:
            rows = await self._reader_of().rows(
                caller, repository.MISSED, campaign_id=listener.campaign_id, after=after, until=listener.since
            )
            for number, _, action, data in rows:
                yield Event(number, action, data)
            after = rows[-1]["number"] if len(rows) == repository.PAGE else listener.since

    def drain(self) -> None:
        """End every stream: this process goes down, and another takes over where each has stopped."""
        self._is_draining = True
        for tail in self._tails.values():
            for listener in tail.listeners:
                listener.end()

    def _admit(self, caller: Principal) -> None:
        if self._is_draining:
            raise Problem("unavailable", "going_down", "This server is going down. Try again.")
        of_workspace = sum(
            count for (workspace_id, _), count in self._open.items() if workspace_id == caller.workspace_id
        )
        if self._open[caller.workspace_id, caller.user_id] >= PER_USER or of_workspace >= PER_WORKSPACE:
            message = f"At most {PER_USER} streams a person and {PER_WORKSPACE} a workspace are open at once."
            raise Problem("limited", "too_many_streams", message, retry_after=5)

    async def _tail(self, caller: Principal) -> Tail:
        if caller.workspace_id not in self._tails:
            position = await self._length(caller)
            if caller.workspace_id not in self._tails:
                made = self._tails[caller.workspace_id] = Tail(self._reader_of(), caller.workspace_id, position)
                made.start()
        return self._tails[caller.workspace_id]

    async def _length(self, caller: Principal) -> int:
        length: int = await self._reader_of().value(caller, repository.LENGTH)
        return length

    def _leave(self, workspace_id: UUID, listener: Listener) -> None:
        tail = self._tails[workspace_id]
        tail.listeners.discard(listener)
        if not tail.listeners:
            tail.stop()
            del self._tails[workspace_id]
