"""Starts and stops child processes that cannot outlive this one; must never be called from a short-lived thread.

The kernel signals a child when the *thread* that started it ends, so only the main thread may start one.
"""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

TETHER = Path(__file__).with_name("tether.py")
BARE = {"PATH": "/usr/sbin:/sbin:/usr/bin:/bin", "LANG": "C"}
Output = int | IO[bytes] | None


@dataclass(frozen=True, slots=True)
class Account:
    """A user of this machine that a child runs as."""

    name: str
    uid: int
    gid: int


def start(
    command: Sequence[str],
    *,
    env: Mapping[str, str],
    output: Output,
    cwd: Path | None = None,
    account: Account | None = None,
    ending: signal.Signals = signal.SIGKILL,
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own; signal `ending` reaches it should this process die first."""
    uid, gid = (account.uid, account.gid) if account else (-1, -1)
    tether = [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), str(int(ending)), str(uid), str(gid)]
    return subprocess.Popen(  # noqa: S603
        [*tether, *command],
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )


def run(command: Sequence[str], *, env: Mapping[str, str], account: Account | None = None) -> tuple[int, str]:
    """Run a short command to its end; its exit status and everything it printed."""
    child = start(command, env=env, output=subprocess.PIPE, account=account)
    printed, _ = child.communicate()
    return child.returncode, printed.decode(errors="replace").strip()


def stop(child: subprocess.Popen[bytes], first: signal.Signals = signal.SIGTERM, grace: float = 10) -> None:
    """Ask a child to end with signal `first`; after `grace` seconds kill it and whatever it started."""
    if child.poll() is None:
        child.send_signal(first)
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(grace)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


def ending_of(child: subprocess.Popen[bytes]) -> str:
    """How an ended child ended, in words."""
    code = child.wait()
    return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with status {code}"
