"""The internal service: all of the research. Believes only the gateway's signed word about who is asking."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.middleware import Middleware
from starlette.responses import JSONResponse, Response

from services.core import wiring
from services.core.events.hub import Hub
from services.core.platform.deadlines import Deadline
from services.core.platform.fast_reads import FastReads
from services.core.resources import Resources
from services.core.settings import CoreSettings
from shared.http import app as skeleton

MIB = 1024 * 1024
BODY, UPLOAD = MIB, 52 * MIB


def create_app(settings: CoreSettings) -> FastAPI:
    """Core with all its rooms."""
    resources = Resources(settings)
    hub = Hub(lambda: resources.reader)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with resources.open():
            yield
            hub.drain()

    app = skeleton.build(
        title="Canvass core",
        version="0.1.0",
        lifespan=lifespan,
        checks={"database": resources.database_ready},
        inner=[
            Middleware(Deadline),
            Middleware(FastReads, resources=resources, ones=wiring.ONES, pages=wiring.PAGES),
        ],
        body_limit=lambda path: UPLOAD if path.endswith(("/intake", "/invoices", "/tracker")) else BODY,
    )
    app.state.resources, app.state.hub = resources, hub
    for room in wiring.ROUTERS:
        app.include_router(room)

    @app.get("/internal/openapi.json", include_in_schema=False)
    async def document() -> Response:
        return JSONResponse(get_openapi(title=app.title, version=app.version, routes=app.routes))

    return app
