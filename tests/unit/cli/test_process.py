"""A child never outlives its parent, and is stopped in order when it can be."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from services.cli.stack import process
from tests.support import survivors

PARENT = """
import subprocess, sys, time
from services.cli.stack import process
child = process.start([sys.executable, "-c", sys.argv[1]], env={}, output=subprocess.DEVNULL, ending=int(sys.argv[2]))
print(child.pid, flush=True)
input()
"""
DEAF = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
def test_a_child_ends_when_its_parent_is_killed(ending: signal.Signals) -> None:
    command = [sys.executable, "-c", PARENT, "import signal; signal.pause()", str(int(ending))]
    parent = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=os.getcwd())
    with parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert not survivors.wait_for_end(child, 0)
        parent.kill()
    assert survivors.wait_for_end(child, 5)


def test_a_child_that_heeds_no_request_is_killed_after_its_grace() -> None:
    child = process.start([sys.executable, "-c", DEAF], env={}, output=subprocess.PIPE)
    assert child.stdout
    with child.stdout:
        assert child.stdout.readline() == b"deaf\n"
    process.stop(child, grace=0.1)
    assert process.ending_of(child) == "was killed by SIGKILL"


def test_what_a_child_started_goes_with_it() -> None:
    child = process.start(["/bin/sh", "-c", "sleep 60 & echo $!; exit 3"], env={}, output=subprocess.PIPE)
    assert child.stdout
    with child.stdout:
        grandchild = int(child.stdout.readline())
    child.wait()
    process.stop(child)
    assert process.ending_of(child) == "ended with status 3"
    assert survivors.wait_for_end(grandchild, 5)


def test_a_short_command_gives_its_status_and_all_it_printed() -> None:
    assert process.run(["/bin/sh", "-c", "echo out; echo err >&2; exit 4"], env={}) == (4, "out\nerr")


def test_a_command_that_is_not_there_says_so(tmp_path: Path) -> None:
    status, printed = process.run([str(tmp_path / "absent")], env={})
    assert status == 1
    assert printed.endswith("absent: No such file or directory")
