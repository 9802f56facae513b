"""Fifty sign-ins at a time for some seconds: whether the gateway stays ready, and what it answers."""

import asyncio
import statistics
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import httpx2

from services.gateway.auth.passwords import Hasher, MalformedHash
from tests.bench.identity.figures import Figure
from tests.bench.identity.people import PASSWORD, Town

AT_ONCE, SECONDS = 50, 8.0
PROBED_EVERY = 0.05
HOSTILE = (
    "a" * 1_000_000,
    ":" * 1_000_000,
    "0" * 1_000_000 + ":" + "0" * 128,
    "0" * 32 + ":" + "0" * 1_000_000,
    "0" * 32 + ":" + "٣" * 128,
    "0" * 31 + "\n:" + "0" * 128,
    "",
)
"""What may stand in place of a hash on a database that others write to."""


async def measure(town: Town) -> list[Figure]:
    """Of the first gateway, under sign-ins that each come from an address of their own."""
    person = await town.person()
    before = _resident(town.ground.process)
    over = asyncio.Event()
    probing = asyncio.create_task(_probe(town, over))
    answers = await _sign_ins(town, person.email)
    over.set()
    waits, grown = await probing
    refused = [each for each in answers if each.status_code != httpx2.codes.OK]
    silent = sum("retry-after" not in each.headers for each in refused)
    counts = Counter(each.status_code for each in answers)
    said = ", ".join(f"{count} × {status}" for status, count in sorted(counts.items()))
    return [
        Figure("sign-ins answered with 200", counts[200] / SECONDS, "/s", remark=said),
        Figure("/readyz meanwhile, p99", _p99(waits) * 1000, "ms", most=300, remark=f"of {len(waits)}"),
        Figure("memory of the gateway, growth", (grown - before) / 2**20, "MiB", most=256),
        Figure("refusals other than 503", sum(each.status_code != 503 for each in refused), "", most=0),
        Figure("refusals without Retry-After", silent, "", most=0),
        Figure("slowest look at a hash that is none", await _hostile() * 1000, "ms", most=100),
    ]


async def _sign_ins(town: Town, email: str) -> list[httpx2.Response]:
    body, answers, end = {"email": email, "password": PASSWORD}, [], time.monotonic() + SECONDS
    while time.monotonic() < end:
        answers += await asyncio.gather(*(town.auth("/sign-in/email", body) for _ in range(AT_ONCE)))
    return answers


async def _probe(town: Town, over: asyncio.Event) -> tuple[list[float], int]:
    """Seconds each /readyz took, and the most memory seen, in bytes."""
    waits, most = [], 0
    while not over.is_set():
        began = time.perf_counter()
        (await town.ask("GET", "/readyz")).raise_for_status()
        waits.append(time.perf_counter() - began)
        most = max(most, _resident(town.ground.process))
        await asyncio.sleep(PROBED_EVERY)
    return waits, most


async def _hostile() -> float:
    """Seconds of the slowest."""
    hasher, seconds = Hasher(), []
    for stored in HOSTILE:
        began = time.perf_counter()
        try:
            if await hasher.matches(stored, PASSWORD):
                raise RuntimeError("a password matches what is no hash")
        except MalformedHash:
            pass
        seconds.append(time.perf_counter() - began)
    return max(seconds)


def _resident(process: int) -> int:
    """Bytes of memory a process holds."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


def _p99(values: Sequence[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[98]
