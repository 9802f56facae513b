"""Measures Canvass against a real BetterAuth with the real client: infra/test-betterauth [--help]."""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from tests.betterauth import packages, servers
from tests.betterauth.servers import Server
from tests.support import databases


def main() -> int:
    """Run what the command line asks for; 1 when anything did not hold."""
    parser = argparse.ArgumentParser(prog="infra/test-betterauth", description=__doc__)
    parser.add_argument("scenarios", nargs="*", help="only these, by the names of the functions in cases/")
    parser.add_argument("--against-node", action="store_true", help="only the reference: proves the cases themselves")
    parser.add_argument("--interop", action="store_true", help="only both servers on one database")
    parser.add_argument("--logs", type=Path, help="keep what the servers print and mail in this directory")
    asked = parser.parse_args()
    packages.install()
    with databases.server() as cluster:
        runs = [] if asked.interop else [measure(cluster, asked.scenarios, alone=asked.against_node, logs=asked.logs)]
        if not (asked.against_node or asked.scenarios):
            runs += [interop(cluster, node_first=first, logs=asked.logs) for first in (False, True)]
    return int(any(runs))


def measure(cluster: str, scenarios: Sequence[str], *, alone: bool, logs: Path | None) -> int:
    """The same calls to the reference and to Canvass, each on a database of its own; node's exit status."""
    with ExitStack() as stack:
        ground = stack.enter_context(_ground(logs, "measure"))
        theirs, ours = (stack.enter_context(databases.empty(cluster)) for _ in range(2))
        present = [stack.enter_context(servers.node(ground, theirs, migrate=True))]
        if not alone:
            present.append(stack.enter_context(servers.canvass(ground, ours)))
        return play("measure.mjs", present, scenarios)


def interop(cluster: str, *, node_first: bool, logs: Path | None) -> int:
    """Both servers on one database, which one of them made and the other found; node's exit status."""
    with ExitStack() as stack:
        ground, database = (
            stack.enter_context(_ground(logs, f"interop-{node_first}")),
            stack.enter_context(databases.empty(cluster)),
        )
        if node_first:
            with servers.node(ground, database, migrate=True) as first:
                play("early.mjs", [first], [])
        canvass = stack.enter_context(servers.canvass(ground, database))
        node = stack.enter_context(servers.node(ground, database, migrate=False))
        return play("interop.mjs", [node, canvass], ["BetterAuth" if node_first else "Canvass"])


def play(script: str, present: Sequence[Server], words: Sequence[str]) -> int:
    """Run one of the Node programs on these servers; its exit status."""
    environment = servers.own() | {"SERVERS": json.dumps([asdict(server) for server in present])}
    return subprocess.run([packages.NODE, packages.HERE / script, *words], env=environment, check=False).returncode


@contextmanager
def _ground(logs: Path | None, name: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="canvass-betterauth-") as made:
        try:
            yield Path(made)
        finally:
            if logs:
                shutil.copytree(made, logs / name, dirs_exist_ok=True, ignore=shutil.ignore_patterns("data"))


if __name__ == "__main__":
    sys.exit(main())
