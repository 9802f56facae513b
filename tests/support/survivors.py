"""Finds processes by what their command line or environment mentions, and waits for their end without polling."""

import os
import select
from pathlib import Path


def mentioning(text: str) -> dict[int, str]:
    """Living processes, this one aside, whose command line or environment holds `text`: pid and command line."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes()
            known = command + (process / "environ").read_bytes()
        except OSError:
            continue
        if command and text.encode() in known and int(process.name) != os.getpid():
            found[int(process.name)] = command.replace(b"\0", b" ").decode(errors="replace")
    return found


def after(seconds: float, text: str) -> dict[int, str]:
    """Those still alive once every one of them had `seconds` to end."""
    for pid in mentioning(text):
        wait_for_end(pid, seconds)
    return mentioning(text)


def wait_for_end(pid: int, seconds: float) -> bool:
    """Whether the process ends within `seconds`; at once if there is none."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([descriptor], [], [], seconds)[0])
    finally:
        os.close(descriptor)
