"""`/livez` (the process) and `/readyz` (all it needs to answer): never behind auth, never naming versions."""

from collections.abc import Awaitable, Callable, Mapping

import structlog
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from shared.observability.metrics import Metrics

log = structlog.get_logger()

Check = Callable[[], Awaitable[bool]]


def router(checks: Mapping[str, Check], metrics: Metrics) -> APIRouter:
    """The health routes of a service; `checks` are what readiness depends on, by name."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/livez")
    async def livez() -> Response:
        return PlainTextResponse("ok")

    @routes.get("/readyz")
    async def readyz(request: Request) -> Response:
        draining = getattr(request.app.state, "draining", False)
        found = {name: await _passes(name, check) for name, check in checks.items()}
        ready = all(found.values()) and not draining
        states = {name: "ok" if fine else "failing" for name, fine in found.items()}
        return JSONResponse({"status": "ready" if ready else "unready", "checks": states}, 200 if ready else 503)

    @routes.get("/metrics")
    async def figures() -> Response:
        return PlainTextResponse(metrics.page(), media_type="text/plain; version=0.0.4")

    return routes


async def _passes(name: str, check: Check) -> bool:
    try:
        return await check()
    except Exception as fault:
        log.warning("health.check.failed", check=name, error=type(fault).__name__)
        return False
