"""A server's own file tells whether it lives; a file left behind by a dead one must fool nobody."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from services.cli.stack import postmaster

LINES = "{pid}\n{pgdata}\n1700000000\n5433\n/tmp\n127.0.0.1\n  1234 5\nready   \n"


@pytest.fixture
def working_there(tmp_path: Path) -> Iterator[int]:
    """The pid of a process whose working directory is the data directory, as a server's is."""
    child = subprocess.Popen([sys.executable, "-c", "input()"], cwd=tmp_path, stdin=subprocess.PIPE)
    yield child.pid
    child.communicate(b"\n")


def leave_file(pgdata: Path, pid: int) -> None:
    (pgdata / "postmaster.pid").write_text(LINES.format(pid=pid, pgdata=pgdata))


def test_a_living_server_tells_its_port_and_state(tmp_path: Path, working_there: int) -> None:
    leave_file(tmp_path, working_there)
    assert postmaster.find(tmp_path) == postmaster.Postmaster(working_there, 5433, "127.0.0.1", "ready")


def test_a_pid_that_is_another_programs_by_now_is_no_server(tmp_path: Path) -> None:
    leave_file(tmp_path, os.getpid())
    assert postmaster.find(tmp_path) is None
    postmaster.remove_stale(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()


def test_the_file_of_a_living_server_is_left_alone(tmp_path: Path, working_there: int) -> None:
    leave_file(tmp_path, working_there)
    postmaster.remove_stale(tmp_path)
    assert (tmp_path / "postmaster.pid").exists()


@pytest.mark.parametrize("content", ["", "17\n", "not a pid\n" * 8])
def test_a_file_that_is_half_written_or_nonsense_is_no_server(tmp_path: Path, content: str) -> None:
    (tmp_path / "postmaster.pid").write_text(content)
    assert postmaster.find(tmp_path) is None


def test_no_file_is_no_server(tmp_path: Path) -> None:
    assert postmaster.find(tmp_path) is None
    postmaster.remove_stale(tmp_path)
