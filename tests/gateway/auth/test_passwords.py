"""Hashing: Node's own answers, and a pool that turns people away rather than stop the rest."""

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest

from services.gateway.auth import passwords
from services.gateway.auth.passwords import Hasher, MalformedHash, length_of
from shared.errors import Problem

pytestmark = pytest.mark.full_cost

NODE_MADE = {
    "correct horse battery": (
        "00112233445566778899aabbccddeeff:267a33c2ae63f1c2d542f84d50b7d87c68900c8b9475f6a47ade71cf44b234822e0a34af1d"
        "226572b5caf52809319d4c486f3d209cc2fd022fb53bb4eaeb35b1"
    ),
    "ﬁancée①23": (
        "0f1e2d3c4b5a69788796a5b4c3d2e1f0:3608635a6ad5e99958a72e4e3536ce51da1fcad269c5d5a67be91499078ae3c08d887de7bf"
        "07232308ae0425d3b461de4539e2c0d16fa3cc5009a29af9ce4700"
    ),
}


class Gate:
    """Hashing that waits until it is let through."""

    def __init__(self) -> None:
        self.opened = threading.Event()
        self.running = 0

    def derive(self, password: str, salt: str) -> str:
        """In place of scrypt."""
        self.running += 1
        self.opened.wait(10)
        return "0" * 128


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> Iterator[Gate]:
    """All hashing waits at this gate; it is open at the end, come what may."""
    made = Gate()
    monkeypatch.setattr(passwords, "derive", made.derive)
    yield made
    made.opened.set()


@pytest.mark.parametrize("password", NODE_MADE)
async def test_nodes_hashes_are_understood(password: str) -> None:
    hasher = Hasher(threads=1)
    assert await hasher.matches(NODE_MADE[password], password)
    assert not await hasher.matches(NODE_MADE[password], password + "x")


async def test_a_hash_is_salted_anew_each_time() -> None:
    hasher = Hasher(threads=2)
    one, other = await asyncio.gather(hasher.hash("x" * 8), hasher.hash("x" * 8))
    assert one != other
    assert await hasher.matches(one, "x" * 8)


async def test_beyond_the_queue_people_are_turned_away_at_once(gate: Gate) -> None:
    hasher = Hasher(threads=2, queue=3)
    waiting = [asyncio.ensure_future(hasher.hash("x")) for _ in range(5)]
    await asyncio.sleep(0)
    with pytest.raises(Problem) as turned_away:
        await hasher.hash("x")
    assert (turned_away.value.kind, turned_away.value.code) == ("unavailable", "hashing_busy")
    gate.opened.set()
    assert len(await asyncio.gather(*waiting)) == 5
    assert await hasher.hash("x")


async def test_whoever_gives_up_waiting_frees_the_place(gate: Gate) -> None:
    hasher = Hasher(threads=1, queue=1)
    running, queued = (asyncio.ensure_future(hasher.hash("x")) for _ in range(2))
    await asyncio.sleep(0)
    queued.cancel()
    with pytest.raises(asyncio.CancelledError):
        await queued
    third = asyncio.ensure_future(hasher.hash("x"))
    await asyncio.sleep(0)
    gate.opened.set()
    assert await running
    assert await third


@pytest.mark.parametrize("stored", ["", "x", "x:", ":x", "::"])
async def test_what_is_no_hash_is_called_so_without_repeating_it(stored: str) -> None:
    with pytest.raises(MalformedHash) as fault:
        await Hasher(threads=1).matches(stored, "x")
    assert str(fault.value) == ""


HOSTILE = {
    "megabytes of salt": "a" * 5_000_000 + ":" + "0" * 128,
    "megabytes of key": "a" * 32 + ":" + "0" * 5_000_000,
    "megabytes of parts": "a" * 32 + ":b" * 2_500_000,
    "other costs": f"1048576:32:1:{'a' * 32}:{'0' * 128}",
    "costs of another format": f"scrypt:20:8:1${'a' * 32}:{'0' * 128}",
    "bcrypt": f"$2b$31${'a' * 22}:{'0' * 31}",
    "no hexadecimal salt": "g" * 32 + ":" + "0" * 128,
    "no hexadecimal key": "a" * 32 + ":" + "g" * 128,
    "upper case": "A" * 32 + ":" + "F" * 128,
    "a NUL": "a" * 31 + "\0:" + "0" * 128,
    "letters of other alphabets": "é" * 32 + ":" + "0" * 128,
    "digits of other alphabets": "a" * 32 + ":" + "٠" * 128,
    "half a character": "\ud800" * 32 + ":" + "0" * 128,
    "a line's end": "a" * 32 + ":" + "0" * 128 + "\n",
    "a third part": "a" * 32 + ":" + "0" * 128 + ":x",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_what_no_hash_can_equal_is_refused_at_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(passwords, "derive")
    began = time.perf_counter()
    assert not await Hasher(threads=1).matches(HOSTILE[name], "x" * 8)
    assert time.perf_counter() - began < 0.1


def test_no_machine_has_so_many_cores_that_hashing_takes_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "cores", lambda: 128)
    assert Hasher()._pool._max_workers * 32 <= 256


def test_length_is_counted_as_javascript_does() -> None:
    assert [length_of(text) for text in ("", "ab", "é", "😀")] == [0, 2, 1, 2]
