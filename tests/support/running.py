"""A whole stack started for a test as its user would start it, in a process of its own."""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

CANVASS = (sys.executable, "-P", "-m", "services.cli")
FROM_OUTSIDE = ("DATABASE_URL", "CORE_URL", "BETTER_AUTH_URL")


def environment(data: Path) -> dict[str, str]:
    """This process's environment without what would point the stack elsewhere, marked so that its own are known."""
    kept = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}
    return kept | {"CANVASS_TEST_MARK": str(data)}


def canvass(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run one command of the operator's on `data` to its end; its output holds what went to both streams."""
    command = [*CANVASS, *words, "--data", str(data)]
    return subprocess.run(
        command, env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )


@dataclass
class Stack:
    """A running `canvass up`. What it printed until it was ready is kept in `printed`."""

    data: Path
    port: int
    process: subprocess.Popen[str]
    printed: list[str]

    @classmethod
    def start(cls, data: Path, port: int) -> "Stack":
        """Start and wait until it says that it is ready, or ends."""
        command = [*CANVASS, "up", "--data", str(data), "--port", str(port)]
        process = subprocess.Popen(
            command, env=environment(data), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        stack = cls(data, port, process, [])
        for line in process.stdout or ():
            stack.printed.append(line.rstrip("\n"))
            if line.startswith("ready: "):
                return stack
        raise AssertionError("\n".join(stack.printed))

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send the signal and wait for the end; the exit status and what was still printed."""
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> tuple[int, str]:
        """Wait for the end; the exit status and what was still printed."""
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest
