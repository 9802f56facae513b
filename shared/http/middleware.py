"""Pure ASGI layers around both services: a request id, a last resort for exceptions, limits, and figures."""

import re
import time
from collections.abc import Callable, MutableMapping
from typing import Any

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.errors import Problem
from shared.http import problems
from shared.observability import context
from shared.observability.metrics import Metrics
from shared.types import new_id

log = structlog.get_logger()

REQUEST_ID = re.compile(rb"^[A-Za-z0-9._:-]{1,128}$")
LONGEST_URL = 8 * 1024
MOST_HEADERS = 100
LARGEST_HEADERS = 16 * 1024
SECURITY_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-opener-policy", b"same-origin"),
)


def header(scope: Scope, name: bytes) -> bytes | None:
    """The first header of that lower-case name."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value)
    return None


class Edge:
    """The outermost layer: names the request, refuses oversized heads, counts, and lets no exception out."""

    def __init__(self, app: ASGIApp, *, metrics: Metrics, security_headers: bool) -> None:
        self._app, self._metrics = app, metrics
        self._added = SECURITY_HEADERS if security_headers else ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = header(scope, b"x-request-id")
        name = given if given and REQUEST_ID.match(given) else str(new_id()).encode()
        token = context.request_id.set(name.decode())
        answer = _Answer(send, name, self._added)
        began = time.perf_counter()
        try:
            await self._answer(scope, receive, answer)
        finally:
            self._metrics.seconds.observe(time.perf_counter() - began)
            self._metrics.requests.labels(_method(scope), f"{answer.status // 100}xx").inc()
            context.request_id.reset(token)

    async def _answer(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        try:
            refuse_oversized_head(scope)
            await self._app(scope, receive, answer)
        except Problem as problem:
            await answer.problem(problem)
        except Exception:
            log.exception("http.request.crashed", path=scope["path"])
            await answer.problem(Problem("broken", "internal_error", "Something went wrong on our side."))


class _Answer:
    """Sends what the app sends, with the request's id and the security headers added."""

    def __init__(self, send: Send, request_id: bytes, added: tuple[tuple[bytes, bytes], ...]) -> None:
        self._send, self._id, self._added = send, request_id, added
        self.status = 500
        self._begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._begun = True
            self.status = message["status"]
            message["headers"] = self._headers(message.get("headers", ()))
        await self._send(message)

    def _headers(self, given: Any) -> list[tuple[bytes, bytes]]:
        headers = list(given)
        present = {name for name, _ in headers}
        headers.extend(pair for pair in self._added if pair[0] not in present)
        if b"x-request-id" not in present:
            headers.append((b"x-request-id", self._id))
        return headers

    async def problem(self, problem: Problem) -> None:
        """Answer with a problem, if nothing was sent; else the cut body tells the client."""
        if self._begun:
            return
        body = problems.body_of(problem)
        headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
        headers += [(name.encode(), value.encode()) for name, value in problems.headers_of(problem).items()]
        await self({"type": "http.response.start", "status": problems.STATUS[problem.kind], "headers": headers})
        await self({"type": "http.response.body", "body": body})


def refuse_oversized_head(scope: Scope) -> None:
    """Raises Problem for a URL beyond 8 KiB, more than 100 headers, or more than 16 KiB of them."""
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_URL:
        raise Problem("uri_too_long", "url_too_long", "The address is longer than 8 KiB.")
    headers = scope["headers"]
    if len(headers) > MOST_HEADERS or sum(len(name) + len(value) for name, value in headers) > LARGEST_HEADERS:
        raise Problem("headers_too_large", "headers_too_large", "The request's headers are too many or too large.")


def _method(scope: Scope) -> str:
    method = str(scope["method"])
    return method if method in ("GET", "POST", "PATCH", "PUT", "DELETE", "HEAD", "OPTIONS") else "OTHER"


class BodyLimit:
    """Refuses bodies beyond a limit that depends on the path: by Content-Length at once, else while they arrive."""

    def __init__(self, app: ASGIApp, *, limit_of: Callable[[str], int]) -> None:
        self._app, self._limit_of = app, limit_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope["path"])
        declared = header(scope, b"content-length")
        if declared is not None and declared.isdigit() and int(declared) > limit:
            raise too_large(limit)
        await self._app(scope, _counted(receive, limit), send)


def _counted(receive: Receive, limit: int) -> Receive:
    seen = 0

    async def counted() -> MutableMapping[str, Any]:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > limit:
            raise too_large(limit)
        return message

    return counted


def too_large(limit: int) -> Problem:
    """The 413 for a body beyond `limit` bytes."""
    return Problem("too_large", "body_too_large", f"The body is larger than the {limit:,} bytes taken here.")
