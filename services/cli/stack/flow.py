"""Starts the whole stack in order, says where it is, and keeps it up until it is told to stop."""

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from urllib.parse import urlsplit

from services.cli.stack import directory, embedded, environment, ports, postmaster, schema, services
from services.cli.stack.errors import StackError
from services.cli.stack.supervisor import Supervisor
from services.cli.stack.terminal import Terminal
from services.gateway.settings import GatewaySettings

GRACE_FOR_PORT = 1.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True, slots=True)
class Plan:
    """What to run: the checkout, the data directory, the gateway's port, and whether to play the demo."""

    root: Path
    data: Path
    port: int
    demo: bool = False

    @property
    def url(self) -> str:
        """Where the gateway will answer."""
        return f"http://{ports.LOOPBACK}:{self.port}"


class Stopped(BaseException):
    """Somebody asked the stack to stop."""


def run(plan: Plan, environ: Mapping[str, str], terminal: Terminal) -> None:
    """Run the stack until a signal stops it. Raises StackError when it cannot start or one of its processes ends."""
    data = directory.prepare(plan.data)
    try:
        with _signals_stop(), directory.hold(data) as hold:
            given = environment.with_secrets(environment.read(plan.root, environ), data)
            _require_port(plan.port)
            core = services.core_port(given)
            with Supervisor(terminal, plan.root) as supervisor:
                _start(plan, data, given, core, supervisor, terminal)
                hold.tell(directory.Holder(os.getpid(), plan.url))
                if plan.demo:
                    play(plan, given, supervisor)
                supervisor.watch()
    except Stopped:
        terminal.say("stopped")


def _start(
    plan: Plan, data: Path, given: Mapping[str, str], core: int, supervisor: Supervisor, terminal: Terminal
) -> None:
    settings = services.settings_of(given, GatewaySettings)
    asked = given.get("DATABASE_URL")
    owner_url = asked or supervisor.start_database(data, given)
    if not schema.is_current(owner_url, settings):
        terminal.say("bringing the database to the newest migration")
        if supervisor.finish(services.operator(given, owner_url, "migrate")):
            raise StackError("the database could not be migrated: what migrate printed says why")
    stack = services.all_of(given, owner_url, plan.port, core)
    for service in stack:
        supervisor.start(service)
    supervisor.wait_until_ready(stack)
    terminal.say(f"data: {_place(asked) if asked else embedded.place(data)}")
    terminal.say(f"ready: {plan.url}")


def play(plan: Plan, given: Mapping[str, str], supervisor: Supervisor) -> None:
    """Play the demo against the running stack; it prints for itself and, failing, leaves the stack up."""
    supervisor.finish(services.operator(given, "", "demo", "--url", plan.url), labelled=False)


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path} (DATABASE_URL)"


def _require_port(port: int) -> None:
    if not postmaster.wait(lambda: ports.is_free(port), GRACE_FOR_PORT):
        raise StackError(f"port {port} is in use: free it, or choose another one with --port")


@contextmanager
def _signals_stop() -> Iterator[None]:
    """The first signal unwinds the stack in order; a second one leaves at once, and the kernel ends the children."""

    def stop(number: int, frame: FrameType | None) -> None:
        for each in SIGNALS:
            signal.signal(each, lambda *_: os._exit(128 + number))
        raise Stopped

    before = {each: signal.signal(each, stop) for each in SIGNALS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
