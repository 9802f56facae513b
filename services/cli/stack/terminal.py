"""What the supervisor prints: its own lines and, behind coloured labels, those of the processes it runs."""

import os
import sys
import threading
from typing import IO

COLOURS = {"postgres": 34, "migrate": 33, "core": 36, "worker": 35, "gateway": 32}
WIDTH = 8


class Terminal:
    """A place for lines that several threads write to. A reader that goes away is no reason to stop."""

    def __init__(self, stream: IO[str] | None = None) -> None:
        self._stream = stream or sys.stdout
        self._coloured = self._stream.isatty() and not os.environ.get("NO_COLOR")
        self._lock = threading.Lock()

    def say(self, line: str) -> None:
        """One line of the supervisor's own."""
        with self._lock:
            try:
                self._stream.write(f"{line}\n")
                self._stream.flush()
            except BrokenPipeError:
                os.dup2(os.open(os.devnull, os.O_WRONLY), self._stream.fileno())

    def relay(self, label: str, source: IO[bytes]) -> None:
        """Every line of `source`, labelled, until it ends."""
        name = f"{label:<{WIDTH}}"
        prefix = f"\x1b[{COLOURS.get(label, 37)}m{name} |\x1b[0m " if self._coloured else f"{name} | "
        for line in source:
            self.say(prefix + line.decode(errors="replace").rstrip("\r\n"))
