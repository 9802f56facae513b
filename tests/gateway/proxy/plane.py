"""The gateway's data plane alone: the real edge, switch, route table and proxy, and somebody signed in or nobody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx2
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.types import Scope

from services.gateway.auth.identity import Identified
from services.gateway.dispatch import Dispatch
from services.gateway.proxy.router import Proxy
from services.gateway.proxy.routes import ROUTES, Route, Table
from shared.contracts.principal import Principal, workspace_of
from shared.errors import Problem
from shared.http import app as skeleton
from tests.support import settings

ADA = Principal("ada", workspace_of(user_id="ada"), "admin", "monthly")
HASTY = Route("/api/hasty", ("GET", "POST"), budget=0.05)
"""A route of which little patience is asked, so that no test waits."""
SMALL = Route("/api/small", ("POST",), body_limit=1000)


@dataclass(slots=True)
class Door:
    """Who stands at the door, as the auth would tell."""

    caller: Principal | None = ADA
    forged: bool = False
    asked: list[str] = field(default_factory=list)

    async def identified(self, scope: Scope) -> Identified | None:
        self.asked.append(scope["path"])
        return Identified(self.caller) if self.caller else None

    async def stands(self, scope: Scope, identified: Identified) -> bool:
        return self.caller == identified.principal

    async def belongs(self, user_id: str, workspace_id: UUID) -> bool:
        return self.caller is not None and (self.caller.user_id, self.caller.workspace_id) == (user_id, workspace_id)

    def refuse_forged(self, scope: Scope) -> None:
        if self.forged:
            raise Problem("forbidden", "origin_refused", "This page may not act for you.")


@dataclass(frozen=True, slots=True)
class Gateway:
    """The app, who stands at its door, and what passes things on."""

    app: FastAPI
    door: Door
    proxy: Proxy

    def client(self, **options: Any) -> httpx2.AsyncClient:
        """A client of it."""
        transport = httpx2.ASGITransport(app=self.app, raise_app_exceptions=False)
        return httpx2.AsyncClient(transport=transport, base_url=settings.GATEWAY, **options)


@asynccontextmanager
async def nothing_to_open(_: FastAPI) -> AsyncIterator[None]:
    yield


def build(
    transport: httpx2.AsyncBaseTransport,
    core_url: str = settings.CORE,
    *,
    streams: httpx2.AsyncBaseTransport | None = None,
) -> Gateway:
    """The data plane in front of whoever is at `core_url`."""
    routes = (*ROUTES, HASTY, SMALL)
    door, table = Door(), Table(routes)
    proxy = Proxy(
        core_url=core_url,
        transport=transport,
        streams=streams or transport,
        secret=settings.INTERNAL_SECRET,
        identify=door,
    )
    limits = {route.path: route.body_limit for route in routes}
    app = skeleton.build(
        title="The data plane",
        version="1",
        lifespan=nothing_to_open,
        checks={},
        body_limit=lambda path: limits.get(path, 1_000_000),
        inner=[Middleware(Dispatch, auth=PlainTextResponse("auth"), proxy=proxy, table=table)],
    )
    return Gateway(app, door, proxy)


class Recorder(httpx2.AsyncBaseTransport):
    """Stands in for the way to core: answers as told and remembers what was asked."""

    def __init__(self, *headers: tuple[str, str], status: int = 200, content: bytes = b"{}") -> None:
        self.asked: list[httpx2.Request] = []
        self._status, self._headers, self._content = status, list(headers), content

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        return httpx2.Response(self._status, headers=self._headers, content=self._content)
