"""Reads what a running PostgreSQL says of itself in `postmaster.pid`, and tells a living one from a stale file."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FILE = "postmaster.pid"
READY = "ready"
LINES = 8
STEP = 0.02


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A server process on a data directory; `address` is empty when it does not listen on TCP."""

    pid: int
    port: int
    address: str
    status: str


def find(pgdata: Path) -> Postmaster | None:
    """The living server on this data directory, or None; a file left by a dead one counts for nothing."""
    lines = _lines(pgdata)
    if len(lines) < LINES or not _serves(lines[0], pgdata):
        return None
    return Postmaster(pid=int(lines[0]), port=int(lines[3]), address=lines[5].strip(), status=lines[7].strip())


def remove_stale(pgdata: Path) -> None:
    """Remove the file of a server that is gone: PostgreSQL itself is misled when its pid is another's by now."""
    lines = _lines(pgdata)
    if lines and not _serves(lines[0], pgdata):
        (pgdata / FILE).unlink(missing_ok=True)


def wait(condition: Callable[[], bool], seconds: float) -> bool:
    """Look every few milliseconds until `condition` holds; whether it did in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(STEP)
    return True


def _lines(pgdata: Path) -> list[str]:
    try:
        return (pgdata / FILE).read_text().splitlines()
    except FileNotFoundError:
        return []


def _serves(pid: str, pgdata: Path) -> bool:
    """Whether that process is a server working in `pgdata`, its working directory."""
    process = Path("/proc", pid)
    try:
        return (process / "cwd").resolve(strict=True) == pgdata.resolve()
    except FileNotFoundError:
        return False
    except PermissionError:  # root in a container may not look at another user's process
        return (process / "comm").read_text().strip() == "postgres" and process.owner() == pgdata.owner()
