"""The embedded cluster of a data directory, put together; and one for a test run that leaves nothing behind."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from services.cli.stack import account, binaries, cluster, reach
from services.cli.stack.cluster import Cluster
from services.cli.stack.process import Output

NAME = "postgres"


def of(
    data: Path, environment: Mapping[str, str], *, durable: bool = True, output: Output = subprocess.DEVNULL
) -> Cluster:
    """The cluster kept in (or linked from) the directory `data`, not yet started. Raises StackError."""
    wanted = data / NAME
    user = account.for_cluster(wanted / "pgdata")
    programs = reach.programs(binaries.find(environment), user)
    return Cluster(reach.cluster_directory(wanted, user), programs, user, durable, output)


def url(data: Path) -> str:
    """The owner's connection URL of the cluster of `data`. Raises StackError if there is none."""
    return cluster.url(data / NAME)


def place(data: Path) -> Path:
    """Where the files of the cluster of `data` really lie."""
    return (data / NAME).resolve()


@contextmanager
def throwaway() -> Iterator[str]:
    """A running cluster for tests, not durable, gone afterwards; the owner's connection URL."""
    data = Path(tempfile.mkdtemp(prefix="canvass-test-"))
    data.chmod(0o711)  # PostgreSQL's own user passes through; the cluster itself is closed
    server = of(data, os.environ, durable=False)
    try:
        yield server.start()
    finally:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)
        if not server.directory.is_relative_to(data):
            shutil.rmtree(server.directory, ignore_errors=True)
