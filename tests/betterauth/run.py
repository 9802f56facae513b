"""Measures Canvass against a real BetterAuth with the real client: infra/test-betterauth [--help]."""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.betterauth import packages, servers
from tests.betterauth.servers import Server
from tests.support import databases

LIMITS = "limits"
"""The scenario that needs servers which refuse too many requests."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A PostgreSQL server for the databases, whether only the reference plays, and where logs are to be kept."""

    cluster: str
    alone: bool
    logs: Path | None

    def measure(self, scenarios: Sequence[str]) -> int:
        """The same calls to the reference and to Canvass, each on a database of its own; Node's exit status."""
        limited = LIMITS in scenarios
        setting = servers.USUAL | ({"RATE_LIMIT_ENABLED": "true"} if limited else {})
        with self._ground(LIMITS if limited else "measure") as ground, ExitStack() as stack:
            theirs, ours = (stack.enter_context(databases.empty(self.cluster)) for _ in range(2))
            present = [stack.enter_context(servers.node(ground, theirs, migrate=True, setting=setting))]
            if not self.alone:
                present.append(stack.enter_context(servers.canvass(ground, ours, setting=setting)))
            return play("measure.mjs", present, scenarios)

    def interop(self, first: str) -> int:
        """Both servers on one database, which `first` made and the other found; Node's exit status."""
        with (
            self._ground(f"interop-{first}") as ground,
            databases.empty(self.cluster) as database,
            ExitStack() as stack,
        ):
            if first == "BetterAuth":
                with servers.node(ground, database, migrate=True) as early:
                    play("early.mjs", [early], [])
            canvass = stack.enter_context(servers.canvass(ground, database))
            node = stack.enter_context(servers.node(ground, database, migrate=False))
            return play("interop.mjs", [node, canvass], [first])

    def cached(self, strategy: str) -> int:
        """Both servers on one database with the cookie cache on; Node's exit status."""
        setting = servers.USUAL | {"SESSION_COOKIE_CACHE": strategy}
        with (
            self._ground(f"cached-{strategy}") as ground,
            databases.empty(self.cluster) as database,
            servers.canvass(ground, database, setting=setting) as canvass,
            servers.node(ground, database, migrate=False, setting=setting) as node,
        ):
            return play("cached.mjs", [node, canvass], [strategy])

    @contextmanager
    def _ground(self, name: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="canvass-betterauth-") as made:
            try:
                yield Path(made)
            finally:
                if self.logs:
                    kept = self.logs / name
                    shutil.copytree(made, kept, dirs_exist_ok=True, ignore=shutil.ignore_patterns("data"))


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
        stage = Stage(cluster, asked.against_node, asked.logs)
        if asked.scenarios:
            return stage.measure(asked.scenarios)
        runs = [] if asked.interop else [stage.measure([]), stage.measure([LIMITS])]
        if not asked.against_node:
            runs += [stage.interop(first) for first in ("Canvass", "BetterAuth")]
            runs += [stage.cached(strategy) for strategy in ("compact", "jwt", "jwe")]
    return int(any(runs))


def play(script: str, present: Sequence[Server], words: Sequence[str]) -> int:
    """Run one of the Node programs on these servers; its exit status."""
    environment = servers.own() | {"SERVERS": json.dumps([asdict(server) for server in present])}
    return subprocess.run([packages.NODE, packages.HERE / script, *words], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
