"""The data directory of a stack: made once, held by one supervisor at a time, telling others who holds it."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from services.cli.stack.errors import StackError

LOCK = "lock"


@dataclass(frozen=True, slots=True)
class Holder:
    """The supervisor that holds a data directory; `url` is empty until its stack is ready."""

    pid: int
    url: str = ""


def prepare(path: Path) -> Path:
    """The directory, made if need be so that PostgreSQL's own user may pass. Raises StackError if it cannot be."""
    try:
        if not path.is_dir():
            path.mkdir(parents=True)
            path.chmod(0o755)
    except OSError as error:
        raise StackError(f"the data directory {path} cannot be made: {error.strerror}") from error
    return path.resolve()


class Hold:
    """The lock on a data directory, kept until this process ends, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def tell(self, holder: Holder) -> None:
        """Leave word of who holds the directory."""
        text = json.dumps(asdict(holder)).encode()
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text, 0)


@contextmanager
def hold(data: Path) -> Iterator[Hold]:
    """Hold the directory. Raises StackError naming the stack that already does."""
    descriptor = os.open(data / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if not _locked(descriptor):
            raise StackError(_busy(data, _read(descriptor)))
        lock = Hold(descriptor)
        lock.tell(Holder(os.getpid()))
        yield lock
    finally:
        os.close(descriptor)


def holder(data: Path) -> Holder | None:
    """Who holds the directory now, None if nobody does."""
    try:
        descriptor = os.open(data / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return None
    try:
        return None if _locked(descriptor) else _read(descriptor)
    finally:
        os.close(descriptor)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _read(descriptor: int) -> Holder:
    try:
        return Holder(**json.loads(os.pread(descriptor, 4096, 0)))
    except (ValueError, TypeError):  # it has just taken the lock and not written yet
        return Holder(pid=0)


def _busy(data: Path, holder: Holder) -> str:
    where = f" at {holder.url}" if holder.url else ""
    return (
        f"a stack already runs on {data} (pid {holder.pid}{where}): stop it with infra/down, or choose another --data"
    )
