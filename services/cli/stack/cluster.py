"""One embedded PostgreSQL cluster: made, started, adopted, stopped. Knows nothing of Canvass's services or tables."""

import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from services.cli.stack import make, ports, postmaster, process
from services.cli.stack.adopted import Adopted
from services.cli.stack.binaries import Binaries
from services.cli.stack.errors import StackError
from services.cli.stack.process import Account, Output

ROOM_TO_MAKE = 200
ROOM_TO_START = 64
LONGEST_SOCKET_DIRECTORY = 85
PATIENCE = 120.0
TRIES = 3
SETTINGS = {
    "listen_addresses": ports.LOOPBACK,
    "max_connections": "100",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "",
    "log_checkpoints": "off",
    "jit": "off",
    "random_page_cost": "1.1",
}
FOR_TESTS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "500"}


@dataclass(slots=True)
class Cluster:
    """A cluster below `directory`, which `account` (None: the present user) owns and reaches.

    `durable=False` is for tests: fast, and lost if the machine stops. `output` takes what the server prints.
    """

    directory: Path
    binaries: Binaries
    account: Account | None = None
    durable: bool = True
    output: Output = subprocess.DEVNULL
    _server: subprocess.Popen[bytes] | Adopted | None = field(default=None, init=False)

    @property
    def is_adopted(self) -> bool:
        """Whether the server ran before; then it prints to whoever started it."""
        return isinstance(self._server, Adopted)

    def start(self) -> str:
        """Make the cluster if there is none, start it or adopt the one that runs; the owner's connection URL.

        Raises StackError for another major version, a full disk, or a server that does not come up.
        """
        pgdata = self.directory / "pgdata"
        _require_room(self.directory, ROOM_TO_START if pgdata.exists() else ROOM_TO_MAKE)
        if not pgdata.exists():
            make.cluster(pgdata, self.directory / "password", self.binaries, self.account, durable=self.durable)
        _require_major(pgdata, self.binaries)
        self._server = self._running(pgdata) or self._started(pgdata)
        return url(self.directory)

    def stop(self) -> None:
        """Disconnect the clients and stop the server in order; nothing happens if it does not run."""
        server, self._server = self._server, None
        if isinstance(server, Adopted):
            server.stop(PATIENCE)
        elif server:
            process.stop(server, signal.SIGINT, PATIENCE)

    def _running(self, pgdata: Path) -> Adopted | None:
        if not postmaster.wait(lambda: _settled(pgdata), PATIENCE):
            raise StackError(f"the PostgreSQL that already runs on {pgdata} neither serves nor stops")
        found = postmaster.find(pgdata)
        if found is None:
            postmaster.remove_stale(pgdata)
            return None
        if found.address not in ("127.0.0.1", "localhost", "*", "0.0.0.0"):  # noqa: S104
            raise StackError(f"PostgreSQL already runs on {pgdata} without TCP (pid {found.pid}): stop it first")
        self._remember(found.port)
        return Adopted(found.pid, pgdata)

    def _started(self, pgdata: Path) -> subprocess.Popen[bytes]:
        for _ in range(TRIES):  # another program may take the port in between
            port = self._port()
            server = self._launch(pgdata, port)
            if _comes_up(server, pgdata):
                self._remember(port)
                return server
            process.stop(server)
            if ports.is_free(port):
                break
        raise StackError("PostgreSQL does not start: what it printed says why")

    def _launch(self, pgdata: Path, port: int) -> subprocess.Popen[bytes]:
        sockets = self.directory if len(bytes(self.directory)) <= LONGEST_SOCKET_DIRECTORY else ""
        settings = SETTINGS | {"port": str(port), "unix_socket_directories": str(sockets)}
        settings |= {} if self.durable else FOR_TESTS
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [self.binaries.program("postgres"), "-D", str(pgdata), *options]
        return process.start(command, env=process.BARE, output=self.output, account=self.account, ending=signal.SIGINT)

    def _port(self) -> int:
        path = self.directory / "port"
        return ports.preferred(int(path.read_text())) if path.exists() else ports.any_free()

    def _remember(self, port: int) -> None:
        (self.directory / "port").write_text(f"{port}\n")


def url(directory: Path) -> str:
    """The owner's URL of the cluster below `directory`. Raises StackError if it has never been started."""
    try:
        password, port = (directory / "password").read_text(), int((directory / "port").read_text())
    except FileNotFoundError as error:
        raise StackError(f"there is no database in {directory} yet") from error
    return f"postgresql://{make.OWNER}:{quote(password)}@{ports.LOOPBACK}:{port}/{make.DATABASE}"


def _require_room(directory: Path, megabytes: int) -> None:
    free = shutil.disk_usage(directory).free // 1_000_000
    if free < megabytes:
        raise StackError(f"no room on the disk of {directory}: {free} MB are free, {megabytes} MB are needed")


def _require_major(pgdata: Path, binaries: Binaries) -> None:
    kept = (pgdata / "PG_VERSION").read_text().strip()
    if kept != str(binaries.major):
        raise StackError(
            f"{pgdata} was made by PostgreSQL {kept}, and {binaries.bin} is PostgreSQL {binaries.major}: "
            f"set CANVASS_POSTGRES_BIN to a PostgreSQL {kept}, or choose another --data"
        )


def _settled(pgdata: Path) -> bool:
    found = postmaster.find(pgdata)
    return found is None or found.status == postmaster.READY


def _comes_up(server: subprocess.Popen[bytes], pgdata: Path) -> bool:
    def settled() -> bool:
        found = postmaster.find(pgdata)
        return server.poll() is not None or (
            found is not None and (found.pid, found.status) == (server.pid, postmaster.READY)
        )

    return postmaster.wait(settled, PATIENCE) and server.poll() is None
