"""A PostgreSQL that already ran when this process came: used as it is, stopped with the rest, guarded meanwhile."""

import contextlib
import os
import signal
import subprocess
from pathlib import Path

from services.cli.stack import postmaster
from services.cli.stack.errors import StackError

GUARD = 'trap "" INT TERM HUP; cat >/dev/null; kill -INT "$1" 2>/dev/null'


class Adopted:
    """The server of that pid on `pgdata`. A shell waits on a pipe from here and stops the server when it breaks."""

    def __init__(self, pid: int, pgdata: Path) -> None:
        self.pid = pid
        self.pgdata = pgdata
        self._guard = subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", GUARD, "canvass-guard", str(pid)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def stop(self, patience: float) -> None:
        """Stop the server in order and wait for its end. Raises StackError if it outlives `patience` seconds."""
        self._guard.kill()
        self._guard.communicate()
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)
        if not postmaster.wait(lambda: postmaster.find(self.pgdata) is None, patience):
            raise StackError(f"PostgreSQL, pid {self.pid}, does not stop")
