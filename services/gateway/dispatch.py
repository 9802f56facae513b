"""Sends each request to who answers it: BetterAuth's paths, core's listed routes, or the gateway's own."""

from starlette.types import ASGIApp, Receive, Scope, Send

from services.gateway.proxy.router import Proxy
from services.gateway.proxy.routes import Table

AUTH = "/api/auth"


class Dispatch:
    """The gateway's switch; one dictionary look-up on the way to core."""

    def __init__(self, app: ASGIApp, *, auth: ASGIApp, proxy: Proxy, table: Table) -> None:
        self._app, self._auth, self._proxy, self._table = app, auth, proxy, table

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        if path == AUTH or path.startswith(f"{AUTH}/"):
            await self._auth(scope, receive, send)
            return
        route = self._table.find(path)
        if route is None:
            await self._app(scope, receive, send)
        else:
            await self._proxy.handle(route, scope, receive, send)
