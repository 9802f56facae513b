"""Runs the processes of one stack and stops them all when one ends or the caller leaves; knows not what they do."""

import io
import os
import queue
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from services.cli.stack import embedded, health, process
from services.cli.stack.cluster import Cluster
from services.cli.stack.errors import StackError
from services.cli.stack.terminal import Terminal

PATIENCE = 90.0
STEP = 0.03
LAST_WORDS = 2.0


@dataclass(frozen=True, slots=True)
class Service:
    """One process of the stack. `health` is the URL that answers 200 once it is ready; empty: running is enough."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    health: str = ""


class Supervisor:
    """Children in the order they were started; leaving the context stops them in the opposite order."""

    def __init__(self, terminal: Terminal, root: Path) -> None:
        self._terminal = terminal
        self._root = root
        self._cluster: Cluster | None = None
        self._children: dict[str, subprocess.Popen[bytes]] = {}
        self._relays: list[threading.Thread] = []
        self._ended: queue.SimpleQueue[str] = queue.SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for child in reversed(self._children.values()):
            process.stop(child)
        if self._cluster:
            self._cluster.stop()
        for relay in self._relays:
            relay.join(LAST_WORDS)

    def start_database(self, data: Path, environment: Mapping[str, str]) -> str:
        """Start the embedded cluster of the directory `data`; the owner's URL. Raises StackError."""
        reading, writing = os.pipe()
        self._cluster = embedded.of(data, environment, output=writing)
        try:
            return self._cluster.start()
        finally:
            os.close(writing)
            source = io.BufferedReader(io.FileIO(reading))
            if self._cluster.is_adopted:
                source.close()
            else:
                self._follow(embedded.NAME, source, matters=True)

    def start(self, service: Service) -> None:
        """Start a process that is to run as long as the stack."""
        self._launch(service, subprocess.PIPE, matters=True)

    def finish(self, service: Service, *, labelled: bool = True) -> int:
        """Run a process to its end; its exit status. Unlabelled, it prints to the terminal by itself."""
        child = self._launch(service, subprocess.PIPE if labelled else None, matters=False)
        status = child.wait()
        del self._children[service.name]
        return status

    def wait_until_ready(self, services: Sequence[Service]) -> None:
        """Return when every service answers its health URL. Raises StackError if one ends, or after 90 seconds."""
        waiting = [service for service in services if service.health]
        end = time.monotonic() + PATIENCE
        while waiting:
            self._raise_when_one_ends(STEP)
            waiting = [service for service in waiting if not health.is_ready(service.health)]
            if waiting and time.monotonic() > end:
                raise StackError(f"not ready after {PATIENCE:.0f} s: {', '.join(each.name for each in waiting)}")
        if any(self._children[service.name].poll() is not None for service in services):
            self.watch()

    def watch(self) -> None:
        """Wait for ever. Raises StackError as soon as a process has ended."""
        while True:
            self._raise_when_one_ends(None)

    def _launch(self, service: Service, output: int | None, *, matters: bool) -> subprocess.Popen[bytes]:
        child = process.start(service.command, env=service.environment, output=output, cwd=self._root)
        self._children[service.name] = child
        if child.stdout:
            self._follow(service.name, child.stdout, matters=matters)
        return child

    def _follow(self, name: str, source: IO[bytes], *, matters: bool) -> None:
        def relay() -> None:
            with source:
                self._terminal.relay(name, source)
            if matters:
                self._ended.put(name)

        thread = threading.Thread(target=relay, name=f"relay-{name}", daemon=True)
        thread.start()
        self._relays.append(thread)

    def _raise_when_one_ends(self, timeout: float | None) -> None:
        try:
            name = self._ended.get(timeout=timeout)
        except queue.Empty:
            return
        how = process.ending_of(self._children[name]) if name in self._children else "ended"
        raise StackError(f"{name} {how}; everything else is stopped")
