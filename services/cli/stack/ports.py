"""TCP ports of the loopback interface: whether one is free, and which one is."""

import errno
import socket

from services.cli.stack.errors import StackError

LOOPBACK = "127.0.0.1"


def is_free(port: int) -> bool:
    """Whether a server could listen on `port` of the loopback interface now. Raises StackError if not allowed to."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise StackError(f"port {port} cannot be opened: {error.strerror}; choose another one") from error
    return True


def any_free() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def preferred(port: int) -> int:
    """`port` if it is free, else any other that is."""
    return port if is_free(port) else any_free()
