"""Runs a service's app under uvicorn, with the timeouts both services promise."""

import uvicorn
from starlette.types import ASGIApp

KEEP_ALIVE = 75
GRACE = 8


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
    uvicorn.Server(config).run()
