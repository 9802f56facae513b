"""One document for one public API: the gateway's own paths and core's, and the page that shows them."""

import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import fastapi_offline
import orjson
from fastapi import APIRouter, FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.responses import FileResponse, HTMLResponse, Response

from services.gateway.proxy.router import SAFE
from services.gateway.proxy.routes import ROUTES
from shared.errors import missing

FRESH = 30.0
"""Seconds core's part is kept before it is asked for again."""
ASSETS = Path(fastapi_offline.__file__).parent / "static"
SHOWN = frozenset({"swagger-ui.css", "swagger-ui-bundle.js", "favicon.png"})
CONVENTIONS = Path(__file__).with_suffix(".md").read_text(encoding="utf-8")
DOCS_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; script-src 'self'"
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Canvass API</title>
<link rel="stylesheet" href="/api/docs/swagger-ui.css"><link rel="icon" href="/api/docs/favicon.png"></head>
<body><div id="ui"></div>
<script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body>
</html>
"""
START = 'SwaggerUIBundle({url: "/api/openapi.json", dom_id: "#ui", deepLinking: true});'

SIGNED_IN: list[dict[str, list[str]]] = [{"bearer": []}, {"session": []}, {"key": []}]
SECURITY: Mapping[str, Any] = {
    "components": {
        "securitySchemes": {
            "bearer": {"type": "http", "scheme": "bearer", "description": "The `token` of a sign-in"},
            "session": {"type": "apiKey", "in": "cookie", "name": "better-auth.session_token"},
            "key": {"type": "apiKey", "in": "header", "name": "x-api-key", "description": "Goes before the others"},
        }
    }
}

Fetch = Callable[[], Awaitable[bytes]]


class Document:
    """The merged OpenAPI document; core's part is fetched when first asked for and now and then again."""

    def __init__(self, app: FastAPI, *, fetch_core: Fetch, auth_paths: Mapping[str, Any]) -> None:
        self._app, self._fetch, self._auth = app, fetch_core, auth_paths
        self._made = 0.0
        self._body = b""

    async def body(self) -> bytes:
        """The document as JSON."""
        if not self._body or time.monotonic() - self._made > FRESH:
            core = with_security(orjson.loads(await self._fetch()))
            self._body = orjson.dumps(merge(self._own(), core, self._auth, SECURITY))
            self._made = time.monotonic()
        return self._body

    def _own(self) -> dict[str, Any]:
        return get_openapi(title="Canvass", version=self._app.version, description=CONVENTIONS, routes=self._app.routes)


def with_security(core: dict[str, Any]) -> dict[str, Any]:
    """Core's document with what the gateway asks for on each of its routes: a session, or nothing on public ones."""
    open_to_all = {(route.path, method) for route in ROUTES if route.public for method in route.methods}
    for path, operations in core["paths"].items():
        for method, operation in operations.items():
            is_open = (path, method.upper()) in open_to_all and method.upper() in SAFE
            operation["security"] = [{}, *SIGNED_IN] if is_open else SIGNED_IN
    return core


def merge(base: dict[str, Any], *others: Mapping[str, Any]) -> dict[str, Any]:
    """One document of several; two of them naming one path or schema differently is a fault (ValueError)."""
    merged: dict[str, Any] = {**base, "paths": dict(base.get("paths", {})), "components": {}}
    for document in (base, *others):
        for section, entries in document.get("components", {}).items():
            _add(merged["components"].setdefault(section, {}), entries)
        if document is not base:
            _add(merged["paths"], document.get("paths", {}))
    return merged


def _add(known: dict[str, Any], entries: Mapping[str, Any]) -> None:
    for name, entry in entries.items():
        if known.setdefault(name, entry) != entry:
            raise ValueError(f"two different definitions of {name}")


def router(document: Document) -> APIRouter:
    """`/api/openapi.json` and `/api/docs`, with the viewer's files shipped along: nothing is loaded from elsewhere."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/api/openapi.json")
    async def openapi() -> Response:
        return Response(await document.body(), media_type="application/json")

    @routes.get("/api/docs")
    async def docs() -> Response:
        return HTMLResponse(PAGE, headers={"content-security-policy": DOCS_POLICY})

    @routes.get("/api/docs/{name}")
    async def asset(name: str) -> Response:
        if name == "start.js":
            return Response(START, media_type="text/javascript")
        if name not in SHOWN:
            raise missing("page")
        return FileResponse(ASSETS / name)

    return routes
