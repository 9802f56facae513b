"""Password hashes in BetterAuth's format, made in a bounded thread pool: a flood of sign-ins must not stop the rest.

scrypt N=16384 r=16 p=1 dkLen=64 over the salt's hex text, `<salt>:<key>`; each hash takes about 65 ms and 32 MiB.
"""

import asyncio
import hashlib
import hmac
import os
import re
import secrets
import threading
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from shared.errors import Problem

N, R, P, LENGTH = 16_384, 16, 1, 64
MEMORY = 128 * N * R * 2
LONGEST = 128
"""UTF-16 code units of a password, set or tried."""
QUEUE = 8
MOST_THREADS = 6
"""However many cores there are: each hash takes 32 MiB."""
HASH = re.compile("([0-9a-f]{32}):([0-9a-f]{128})")


class MalformedHash(Exception):
    """What is stored is no password hash at all; the text is never repeated."""


def length_of(password: str) -> int:
    """A password's length as JavaScript counts it: in UTF-16 code units."""
    return len(password.encode("utf-16-le")) // 2


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def derive(password: str, salt: str) -> str:
    """The key of a password, as hex; takes about 65 ms of one core."""
    text = unicodedata.normalize("NFKC", password).encode()
    return hashlib.scrypt(text, salt=salt.encode(), n=N, r=R, p=P, dklen=LENGTH, maxmem=MEMORY).hex()


class Hasher:
    """As many hashes at once as there are cores, six at most, eight more waiting; beyond that Problem (unavailable)."""

    def __init__(self, *, threads: int | None = None, queue: int = QUEUE) -> None:
        count = threads or min(cores(), MOST_THREADS)
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="scrypt")
        self._places = threading.Semaphore(count + queue)

    async def hash(self, password: str) -> str:
        """What to store for a password."""
        salt = secrets.token_hex(16)
        return f"{salt}:{await self._derive(password, salt)}"

    async def matches(self, stored: str, password: str) -> bool:
        """Whether it is the password that was stored. Raises MalformedHash; what no hash can equal costs no hashing."""
        known = HASH.fullmatch(stored)
        if known:
            return hmac.compare_digest(await self._derive(password, known[1]), known[2])
        salt, _, key = stored.partition(":")
        if not salt or key[:1] in ("", ":"):
            raise MalformedHash
        return False

    async def _derive(self, password: str, salt: str) -> str:
        if not self._places.acquire(blocking=False):
            raise Problem("unavailable", "hashing_busy", "Too many passwords are being checked. Try again shortly.")
        work = self._pool.submit(derive, password, salt)
        work.add_done_callback(lambda _: self._places.release())
        return await asyncio.wrap_future(work)
