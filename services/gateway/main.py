"""The public service: who is asking, what they may reach, and everything for a browser. Knows nothing of research."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from fastapi import FastAPI
from starlette.middleware import Middleware

from services.gateway import openapi
from services.gateway.admin import api as admin
from services.gateway.api_keys.tellings import Tellings
from services.gateway.api_keys.usage import ApiKeys
from services.gateway.audit import router as audit
from services.gateway.auth import openapi as auth_openapi
from services.gateway.auth.asgi import AuthApp
from services.gateway.auth.identity import Identifier
from services.gateway.auth.origins import TrustedOrigins
from services.gateway.auth.trail import Trail
from services.gateway.auth_routes import ROUTES
from services.gateway.cors import Cors
from services.gateway.dispatch import AUTH, Dispatch
from services.gateway.notices import router as notices
from services.gateway.profile import router as profile
from services.gateway.proxy.router import Proxy
from services.gateway.proxy.routes import BODY, Table
from services.gateway.resources import Resources
from services.gateway.settings import GatewaySettings
from services.gateway.trusted_proxies import Proxies
from services.gateway.workspaces import moves
from shared.http import app as skeleton

AUTH_BODY = 16 * 1024


def create_app(settings: GatewaySettings, *, transport: httpx2.AsyncBaseTransport | None = None) -> FastAPI:
    """The gateway; `transport` replaces the way to core in tests."""
    resources = Resources(settings, transport=transport)
    tellings = Tellings(Trail(resources), Proxies(settings.trusted_proxies))
    identifier = Identifier(settings, resources, keys=ApiKeys(resources, tellings=tellings))
    proxy = Proxy(
        core_url=settings.core_url,
        transport=resources.transport,
        streams=resources.streams,
        secret=settings.internal_token_secret.get_secret_value(),
        identify=identifier,
    )
    table = Table()
    trusted = TrustedOrigins([settings.origin, *settings.better_auth_trusted_origins])

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with resources.open():
            yield

    def body_limit(path: str) -> int:
        if path.startswith(AUTH):
            return AUTH_BODY
        route = table.find(path)
        return route.body_limit if route else BODY

    app = skeleton.build(
        title="Canvass",
        version="0.1.0",
        lifespan=lifespan,
        checks={"database": resources.database_ready, "core": resources.core_ready},
        body_limit=body_limit,
        outer=[Middleware(Cors, trusted=trusted)],
        inner=[dispatch(settings, resources, table, proxy)],
        security_headers=True,
    )
    document = openapi.Document(app, fetch_core=resources.core_document, auth_paths=auth_openapi.document(ROUTES))
    app.include_router(openapi.router(document))
    app.include_router(admin.router)
    app.include_router(moves.router)
    app.include_router(notices.router)
    app.include_router(profile.router)
    app.include_router(audit.router)
    app.state.resources = resources
    app.state.identifier, app.state.proxy = identifier, proxy
    return app


def dispatch(settings: GatewaySettings, resources: Resources, table: Table, proxy: Proxy) -> Middleware:
    """The switch between BetterAuth's paths, core's routes and the gateway's own."""
    return Middleware(Dispatch, auth=AuthApp(settings, resources, routes=ROUTES), proxy=proxy, table=table)
