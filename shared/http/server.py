"""Runs a service's app under uvicorn, with the timeouts both services promise."""

import gc
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

KEEP_ALIVE = 75
GRACE = 8
GARBAGE = (10_000, 20, 50)
"""How many objects are made between collections: a request makes hundreds, and few of them in rings."""


class _Server(uvicorn.Server):
    """Says that it stops before it waits for what is open."""

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._on_stop()
        await super().shutdown(sockets)


def run(app: ASGIApp, *, host: str, port: int, on_stop: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; open requests get `GRACE` seconds, and `on_stop` ends streams, which never end.

    Access logs are off: metrics count instead.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_config=None,
        server_header=False,
        date_header=True,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
        proxy_headers=False,
        backlog=2048,
    )
    spare_collections()
    _Server(config, on_stop).run()


def spare_collections() -> None:
    """Collect garbage seldom, and never look again at what was there before the first request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
