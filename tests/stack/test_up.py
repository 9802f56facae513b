"""`canvass up` for real: it says when it is ready, and however it ends nothing is left running."""

import os
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from services.cli.stack import health, ports
from tests.support import running, survivors
from tests.support.running import Stack


@pytest.fixture
def stack(ground: Path) -> Iterator[Stack]:
    """A stack that is ready."""
    made = Stack.start(ground, ports.any_free())
    yield made
    if made.process.poll() is None:
        made.end(signal.SIGKILL)
    survivors.after(30, str(ground))


def pid_of(stack: Stack, module: str) -> int:
    return next(pid for pid, command in survivors.mentioning(str(stack.data)).items() if module in command)


@pytest.mark.stack
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_in_order(stack: Stack, number: signal.Signals) -> None:
    assert stack.printed[-1] == f"ready: http://127.0.0.1:{stack.port}"
    assert f"data: {stack.data / 'postgres'}" in stack.printed
    status, printed = stack.end(number)
    assert (status, printed.splitlines()[-1]) == (0, "stopped")
    assert "database system is shut down" in printed
    assert not survivors.mentioning(str(stack.data))


def test_a_killed_supervisor_leaves_no_process_and_the_next_start_finds_the_same_data(stack: Stack) -> None:
    url = running.canvass(stack.data, "db", "url").stdout
    stack.end(signal.SIGKILL)
    assert not survivors.after(30, str(stack.data))
    again = Stack.start(stack.data, stack.port)
    assert running.canvass(stack.data, "db", "url").stdout == url
    assert not any("bringing the database" in line for line in again.printed)
    again.end(signal.SIGTERM)


@pytest.mark.stack
def test_a_service_that_ends_takes_the_rest_with_it(stack: Stack) -> None:
    os.kill(pid_of(stack, "services.core.worker"), signal.SIGKILL)
    status, printed = stack.ended()
    assert (status, printed.splitlines()[-1]) == (
        1,
        "canvass: worker was killed by SIGKILL; everything else is stopped",
    )
    assert not survivors.mentioning(str(stack.data))


@pytest.mark.stack
async def test_the_running_stack_answers_and_a_second_one_on_its_data_or_port_is_refused(
    stack: Stack, tmp_path: Path
) -> None:
    assert health.is_ready(f"http://127.0.0.1:{stack.port}/readyz")
    connection = await asyncpg.connect(running.canvass(stack.data, "db", "url").stdout.strip())
    assert await connection.fetchval("SELECT current_user") == "canvass"
    await connection.close()
    same_data = running.canvass(stack.data, "up", "--port", str(ports.any_free()))
    assert same_data.returncode == 1
    assert same_data.stdout.startswith(f"canvass: a stack already runs on {stack.data} (pid {stack.process.pid} at")
    same_port = running.canvass(tmp_path, "up", "--port", str(stack.port))
    assert same_port.stdout == f"canvass: port {stack.port} is in use: free it, or choose another one with --port\n"
    assert not (tmp_path / "postgres").exists()


@pytest.mark.stack
def test_detached_it_returns_when_ready_and_down_stops_it(ground: Path) -> None:
    port = ports.any_free()
    up = running.canvass(ground, "up", "--detach", "--port", str(port))
    assert (up.returncode, up.stdout.splitlines()[-1]) == (0, f"ready: http://127.0.0.1:{port}")
    down = running.canvass(ground, "down")
    assert down.stdout.startswith("stopped (pid ")
    assert not survivors.after(10, str(ground))
    assert running.canvass(ground, "down").stdout == f"nothing runs on {ground}\n"


@pytest.mark.stack
def test_a_killed_detached_supervisor_leaves_no_process(ground: Path) -> None:
    up = running.canvass(ground, "up", "--detach", "--port", str(ports.any_free()))
    assert up.returncode == 0
    supervisor = next(pid for pid, command in survivors.mentioning(str(ground)).items() if "services.cli up" in command)
    os.kill(supervisor, signal.SIGKILL)
    assert not survivors.after(30, str(ground))


def test_detached_it_tells_why_it_did_not_start(ground: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        up = running.canvass(ground, "up", "--detach", "--port", str(port))
    assert up.returncode == 1
    assert up.stdout == f"canvass: port {port} is in use: free it, or choose another one with --port\n"
