"""How long after a revocation at one gateway each gateway still lets in, and a stream stays open."""

import asyncio
import time
from contextlib import AsyncExitStack

import httpx2

from tests.bench.identity import accesses
from tests.bench.identity.accesses import Access
from tests.bench.identity.figures import Figure, exactly
from tests.bench.identity.people import Town

POLLED_EVERY = 0.02
PATIENCE = 20.0
"""Seconds after which it is not worth waiting any longer."""
FELT, CUT = 1.0, 10.0
REFUSED = (401, 403, 404)
INFINITY = float("inf")


class Stream:
    """An answer without end, read until somebody ends it."""

    def __init__(self, response: httpx2.Response) -> None:
        self._begun = asyncio.Event()
        self._reading = asyncio.create_task(self._read(response))

    @classmethod
    async def open(cls, town: Town, access: Access, stack: AsyncExitStack) -> "Stream":
        """Ask for one; its first event has come."""
        url = f"{town.ground.streaming}{access.path}"
        response = await stack.enter_async_context(town.http.stream("GET", url, headers=access.headers))
        response.raise_for_status()
        opened = cls(response)
        stack.callback(opened._reading.cancel)
        await asyncio.wait_for(opened._begun.wait(), PATIENCE)
        return opened

    @property
    def is_open(self) -> bool:
        """Whether events still come."""
        return not self._reading.done()

    async def ended(self) -> float:
        """When it ended, by the monotonic clock; infinity if it does not."""
        done, _ = await asyncio.wait([self._reading], timeout=PATIENCE)
        return self._reading.result() if done else INFINITY

    async def _read(self, response: httpx2.Response) -> float:
        async for _ in response.aiter_raw():
            self._begun.set()
        return time.monotonic()


async def measure(town: Town) -> list[Figure]:
    """Every kind at both gateways, one after the other, while the streams run; and one stream that is not to end."""
    found: list[Figure] = []
    ends: list[tuple[str, float, Stream]] = []
    async with AsyncExitStack() as stack:
        person = await town.person()
        kept = await Stream.open(town, Access("nothing", person.headers, town.person), stack)
        for access in await accesses.all_of(town):
            stream = await Stream.open(town, access, stack)
            await _warm(town, access)
            if not stream.is_open:
                raise RuntimeError(f"{access.name}: the stream ended before anything was revoked")
            await access.revoke()
            at = time.monotonic()
            waits = await asyncio.gather(*(_last_let_in(town, access, each, at) for each in town.ground.gateways))
            last, refused = (max(each) for each in zip(*waits, strict=True))
            remark = f"refused at {refused:.2f} s"
            found.append(Figure(f"{access.name}: last let in", last, "s", most=FELT, remark=remark))
            ends.append((access.name, at, stream))
        for name, at, stream in ends:
            found.append(Figure(f"{name}: stream cut", await stream.ended() - at, "s", most=CUT))
        still = exactly("streams of others still open", kept.is_open, 1)
    return [*found, still]


async def _warm(town: Town, access: Access) -> None:
    """Both gateways have just let it in, so that they remember."""
    for at in town.ground.gateways:
        answer = await town.ask("GET", access.path, access.headers, at=at)
        answer.raise_for_status()


async def _last_let_in(town: Town, access: Access, gateway: str, since: float) -> tuple[float, float]:
    """Seconds from then until the last request that was let in was sent, and until the first refusal was there."""
    last = 0.0
    while (sent := time.monotonic() - since) < PATIENCE:
        answer = await town.ask("GET", access.path, access.headers, at=gateway)
        if answer.status_code in REFUSED:
            return last, time.monotonic() - since
        answer.raise_for_status()
        last = sent
        await asyncio.sleep(POLLED_EVERY)
    return INFINITY, INFINITY
