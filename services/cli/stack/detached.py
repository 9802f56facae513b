"""Starts a supervisor that outlives the terminal, showing what it prints until it is ready; and stops one."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from services.cli.stack import directory, flow, postmaster, services
from services.cli.stack.errors import StackError
from services.cli.stack.terminal import Terminal

LOG = "canvass.log"
READY = b"ready: "
STEP = 0.05
PATIENCE = 60.0


def run(plan: flow.Plan, environ: Mapping[str, str], terminal: Terminal) -> None:
    """Start the stack in the background and return once it is ready, the demo played if the plan has one.

    Raises SystemExit when the stack did not start, whose own words have been shown by then.
    """
    data = directory.prepare(plan.data)
    with directory.hold(data):
        (data / LOG).write_bytes(b"")
    supervisor = _started(plan, data, environ)
    try:
        _show_until_ready(data / LOG, supervisor, terminal)
    except KeyboardInterrupt:
        supervisor.terminate()
        supervisor.wait()
        raise
    if plan.demo:
        command = services.python("services.cli", "demo", "--url", plan.url)
        raise SystemExit(subprocess.run(command, env=environ, cwd=plan.root, check=False).returncode)  # noqa: S603


def stop(data: Path) -> int | None:
    """Stop the stack that holds the directory and wait for its end; its pid, None if there is none.

    Raises StackError when it may not be stopped from here, or does not end.
    """
    found = directory.holder(data)
    if found is None:
        return None
    try:
        os.kill(found.pid, signal.SIGTERM)
    except (PermissionError, ProcessLookupError) as error:
        raise StackError(f"the stack on {data}, pid {found.pid}, cannot be stopped from here: {error}") from error
    if not postmaster.wait(lambda: directory.holder(data) is None, PATIENCE):
        raise StackError(f"the stack on {data}, pid {found.pid}, does not stop")
    return found.pid


def _started(plan: flow.Plan, data: Path, environ: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = services.python("services.cli", "up", "--data", str(data), "--port", str(plan.port))
    with (data / LOG).open("ab") as log:
        return subprocess.Popen(  # noqa: S603
            command,
            env=dict(environ),
            cwd=plan.root,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _show_until_ready(log: Path, supervisor: subprocess.Popen[bytes], terminal: Terminal) -> None:
    with log.open("rb") as shown:
        line = b""
        while not line.startswith(READY):
            ended = supervisor.poll()
            line += shown.readline()
            if line.endswith(b"\n"):
                terminal.say(line.decode(errors="replace").rstrip("\n"))
                line = line if line.startswith(READY) else b""
            elif ended is not None:
                raise SystemExit(ended or 1)
            else:
                time.sleep(STEP)
