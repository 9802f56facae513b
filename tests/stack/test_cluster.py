"""The embedded PostgreSQL, for real: made, started again, adopted, refused."""

import os
import shutil
import socket
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncpg
import pytest

from services.cli.stack import embedded, postmaster
from services.cli.stack.cluster import Cluster
from services.cli.stack.errors import StackError
from tests.support import survivors

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def cluster(ground: Path) -> Iterator[Cluster]:
    """A cluster not started yet, stopped in the end."""
    made = embedded.of(ground, os.environ, durable=False)
    yield made
    made.stop()


async def ask(url: str, question: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


async def test_nobody_enters_without_the_password(cluster: Cluster) -> None:
    url = cluster.start()
    wrong = url.replace(urlsplit(url).password or "", "guess")
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(wrong)


async def test_letters_beyond_ascii_are_letters(cluster: Cluster) -> None:
    url = cluster.start()
    assert await ask(url, "SELECT lower('MÜLLER ÉÇ')") == "müller éç"
    assert await ask(url, "SELECT max(name) FROM (VALUES ('a'), ('B')) AS t(name)") == "a"
    await ask(url, "CREATE EXTENSION pg_trgm")
    assert await ask(url, "SELECT similarity('Müller', 'Muller')") < 1


async def test_what_was_written_and_the_port_outlast_a_restart(cluster: Cluster) -> None:
    url = cluster.start()
    await ask(url, "CREATE TABLE kept AS SELECT 42 AS answer")
    cluster.stop()
    assert cluster.start() == url
    assert await ask(url, "SELECT answer FROM kept") == 42


async def test_a_port_taken_meanwhile_is_replaced(cluster: Cluster) -> None:
    port = urlsplit(cluster.start()).port
    cluster.stop()
    with socket.create_server(("127.0.0.1", port or 0)):
        url = cluster.start()
        assert urlsplit(url).port != port
        assert await ask(url, "SELECT 1") == 1


async def test_a_server_that_runs_already_is_adopted_and_stopped_with_the_rest(cluster: Cluster, ground: Path) -> None:
    url = cluster.start()
    second = embedded.of(ground, os.environ, durable=False)
    assert second.start() == url
    assert second.is_adopted
    assert await ask(url, "SELECT 1") == 1
    second.stop()
    assert postmaster.find(ground / "postgres" / "pgdata") is None


def test_no_process_is_left_after_the_stop(cluster: Cluster, ground: Path) -> None:
    cluster.start()
    assert survivors.mentioning(str(ground))
    cluster.stop()
    assert not survivors.mentioning(str(ground))


def test_a_stale_file_is_no_obstacle(cluster: Cluster, ground: Path) -> None:
    cluster.start()
    cluster.stop()
    stale = ground / "postgres" / "pgdata" / "postmaster.pid"
    stale.write_text(f"{os.getpid()}\n{stale.parent}\n1700000000\n5433\n\n127.0.0.1\n  1234 5\nready   \n")
    cluster.start()


def test_what_an_interrupted_first_start_left_is_cleared(cluster: Cluster, ground: Path) -> None:
    (ground / "postgres" / "pgdata.new" / "half").mkdir(parents=True)
    cluster.start()
    assert not (ground / "postgres" / "pgdata.new").exists()


def test_another_major_version_is_one_line_naming_both(cluster: Cluster, ground: Path) -> None:
    cluster.start()
    cluster.stop()
    (ground / "postgres" / "pgdata" / "PG_VERSION").write_text("13\n")
    with pytest.raises(StackError, match=rf"PostgreSQL 13, and .* PostgreSQL {cluster.binaries.major}: set"):
        cluster.start()


def test_a_disk_without_room_is_one_line(cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9 - 10**6, 10**6))
    with pytest.raises(StackError, match=r"no room on the disk .* 1 MB are free, 200 MB are needed"):
        cluster.start()


def test_a_cluster_never_started_has_no_address(ground: Path) -> None:
    with pytest.raises(StackError, match="there is no database in"):
        embedded.url(ground)


def test_programs_asked_for_that_are_not_there_are_one_line(ground: Path) -> None:
    with pytest.raises(StackError, match="CANVASS_POSTGRES_BIN=/nowhere holds no PostgreSQL"):
        embedded.of(ground, {"CANVASS_POSTGRES_BIN": "/nowhere"})
