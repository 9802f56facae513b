"""Runs a service's app under uvicorn, with the timeouts both services promise."""

import gc

import uvicorn
from starlette.types import ASGIApp

KEEP_ALIVE = 75
GRACE = 8
GARBAGE = (10_000, 20, 50)
"""How many objects are made between collections: a request makes hundreds, and few of them in rings."""


def run(app: ASGIApp, *, host: str, port: int) -> None:
    """Serve until SIGTERM or SIGINT; open requests get `GRACE` seconds. Access logs are off: metrics count instead."""
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
    uvicorn.Server(config).run()


def spare_collections() -> None:
    """Collect garbage seldom, and never look again at what was there before the first request."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
