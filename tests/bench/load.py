"""Load on one address, by wrk: one thread, 32 connections, so that figures compare with those of the documents."""

import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field

CONNECTIONS = 32
RATE = re.compile(r"Requests/sec:\s+([\d.]+)")
FAULTS = re.compile(r"(Non-2xx or 3xx responses: \d+|Socket errors: .*)")


class LoadError(Exception):
    """The load could not be put on, or not everything was answered; in words for the one who measures."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked for, and as whom."""

    name: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)


def find_wrk() -> str:
    """Where wrk is. Raises LoadError where it is not."""
    found = shutil.which("wrk")
    if found is None:
        raise LoadError("wrk is missing: install it (Debian and Ubuntu: apt-get install wrk; macOS: brew install wrk)")
    return found


def rate(target: Target, *, seconds: int) -> float:
    """Requests answered in a second. Raises LoadError if one was not answered, or not with 2xx."""
    headers = [word for name, value in target.headers.items() for word in ("-H", f"{name}: {value}")]
    command = [find_wrk(), "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", *headers, target.url]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if fault := FAULTS.search(printed):
        raise LoadError(f"{target.name}: {fault[1]}")
    measured = RATE.search(printed)
    if measured is None:
        raise LoadError(f"{target.name}: wrk printed no rate:\n{printed}")
    return float(measured[1])
