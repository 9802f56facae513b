"""Makes `.venv` and installs what `infra/requirements*.txt` pin, if anything changed; then becomes the command given.

Standard library alone: bootstrap.py [--dev] [command …], run by the scripts beside it with whatever Python they found.
"""

import errno
import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import tomllib
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TETHER = ROOT / "services" / "cli" / "stack" / "tether.py"
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
LOG = VENV / "install.log"
PLACE = VENV / ".place"
RUN, DEV = "requirements.txt", "requirements-dev.txt"
ROOM = 600_000_000
MISLEADING = ("PYTHONPATH", "PYTHONHOME", "PIP_TARGET", "PIP_PREFIX", "PIP_USER", "PIP_REQUIRE_VIRTUALENV")


class SetupError(Exception):
    """The environment cannot be made; the message is one clear line."""


def prepare(pins: str) -> None:
    """Bring `.venv` up to date with one file of pins. Raises SetupError.

    Two at once wait for each other; who has waited goes on in the environment that the other made.
    """
    if is_current(pins):
        return
    with one_at_a_time() as has_waited:
        if has_waited and sys.prefix != str(VENV) and PYTHON.exists():
            os.execv(PYTHON, [str(PYTHON), "-I", *sys.argv])  # noqa: S606
        if not is_current(pins):
            install(pins)


def is_current(pins: str) -> bool:
    """Whether this Python is the environment's, in its place, with all of `pins` installed."""
    stamp = VENV / f".stamp-{pins}"
    return in_place() and stamp.exists() and stamp.read_text() == stamp_of(pins)


def in_place() -> bool:
    """Whether this Python is the environment's, and that has not been moved since."""
    return sys.prefix == str(VENV) and (not PLACE.exists() or PLACE.read_text() == str(ROOT))


def stamp_of(pins: str) -> str:
    """What an installation depends on: the pins, what the project says of itself, and Python's version."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    about = json.dumps([project, sys.version_info[:2]], sort_keys=True)
    return hashlib.sha256((ROOT / "infra" / pins).read_bytes() + about.encode()).hexdigest()


def install(pins: str) -> None:
    """Make the environment unless it is there, install the pins and the project itself, leave the stamps.

    Raises SetupError, also where `.venv` is a link, for what it points to may be another checkout's.
    """
    if VENV.is_symlink():
        raise SetupError(
            f"{VENV} is a link to {os.readlink(VENV)}, which is left alone: remove the link and start again"
        )
    if not in_place():
        make()
    for stale in VENV.glob(".stamp-*"):
        stale.unlink()
    count = sum(1 for line in (ROOT / "infra" / pins).read_text().splitlines() if line[:1].isalnum())
    say(f"setup: installing {count} packages, on the first run this takes a minute or two")
    pip("install", "--require-hashes", "-r", str(ROOT / "infra" / pins), count=count)
    pip("install", "--no-deps", "--no-build-isolation", "-e", str(ROOT))
    PLACE.write_text(str(ROOT))
    for done in {pins, RUN}:  # what checks need includes what runs
        (VENV / f".stamp-{done}").write_text(stamp_of(done))
    say("setup: done")


def make() -> None:
    """A fresh environment of this Python's version. Raises SetupError when there is no room for it."""
    free = shutil.disk_usage(ROOT).free
    if free < ROOM:
        raise SetupError(f"no room on the disk of {ROOT}: {free // 10**6} MB are free, {ROOM // 10**6} MB are needed")
    say(f"setup: making {VENV} with Python {sys.version.split()[0]}")
    venv.create(VENV, clear=True, symlinks=True, with_pip=importlib.util.find_spec("ensurepip") is not None)


def pip(*words: str, count: int = 0) -> None:
    """Run pip on the environment, counting the packages it fetches. Raises SetupError with its own last words."""
    with LOG.open("a") as log:
        child = subprocess.Popen(  # noqa: S603
            [*tethered(), *pip_command(), *words],
            env=environment(),
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        reached = 0
        for line in child.stdout or ():
            log.write(line)
            if count and line.startswith("Collecting "):
                reached += 1
                show(f"setup: {reached} of {count}: {line.split()[1].partition('=')[0]}")
            elif count and line.startswith("Installing collected"):
                show("setup: unpacking")
        show("")
    if child.wait():
        raise SetupError(reason())


def pip_command() -> list[str]:
    """The environment's own pip, else that of the Python it was made with."""
    if any(VENV.glob("lib/python*/site-packages/pip")):
        return [str(PYTHON), "-m", "pip"]
    return [sys._base_executable, "-m", "pip", "--python", str(PYTHON)]


def tethered() -> list[str]:
    """The beginning of a command that must not outlive this process."""
    return [sys.executable, "-I", "-S", str(TETHER), str(os.getpid()), str(int(signal.SIGKILL)), "-1", "-1"]


def environment() -> dict[str, str]:
    """The caller's environment without what would lead pip astray, and without a cache where it could not write."""
    kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    if not os.access(os.path.expanduser("~"), os.W_OK):
        kept["PIP_NO_CACHE_DIR"] = "1"
    return kept | {"PYTHONNOUSERSITE": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}


def reason() -> str:
    """Why pip failed, in one line."""
    lines = LOG.read_text(errors="replace").splitlines()
    if any(os.strerror(errno.ENOSPC) in line for line in lines[-50:]):
        return f"no room left on the disk of {ROOT}"
    if any("No module named pip" in line for line in lines[-5:]):
        return "this Python has neither ensurepip nor pip: install python3-venv or python3-pip"
    errors = [line for line in lines[-50:] if line.startswith("ERROR:")] or lines[-1:] or ["pip failed"]
    return f"{errors[-1].removeprefix('ERROR: ')} (the whole story is in {LOG})"


@contextmanager
def one_at_a_time() -> Iterator[bool]:
    """Wait until no other start of this checkout is setting it up; whether there was one."""
    descriptor = os.open(ROOT / "infra", os.O_RDONLY)
    has_waited = False
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            has_waited = True
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield has_waited
    finally:
        os.close(descriptor)


def show(line: str) -> None:
    """Progress that overwrites itself; nothing where there is no terminal to overwrite on."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K{line}")
        sys.stderr.flush()


def say(line: str) -> None:
    """A line of progress, kept out of standard output."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def main(words: list[str]) -> None:
    """Set up, then become the command, if there is one."""
    signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    dev = words[:1] == ["--dev"]
    try:
        prepare(DEV if dev else RUN)
    except SetupError as error:
        sys.exit(f"setup: {error}")
    except OSError as error:
        sys.exit(f"setup: {error.filename or ROOT}: {error.strerror}")
    except KeyboardInterrupt:
        sys.exit(130)
    if command := words[dev:]:
        os.execv(command[0], command)  # noqa: S606


if __name__ == "__main__":
    main(sys.argv[1:])
