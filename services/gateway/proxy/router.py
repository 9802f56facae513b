"""The data plane: a listed request of a known caller goes to core as it came, its answer comes back as it is made.

Never buffers a body, never holds a database connection while core works, never repeats what may have had an effect.
"""

import asyncio
import functools
import re
import time
from collections.abc import AsyncIterator
from typing import Protocol
from urllib.parse import unquote
from uuid import UUID

import httpx2
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from services.gateway.auth.identity import Identified
from services.gateway.proxy import headers
from services.gateway.proxy.relay import relay
from services.gateway.proxy.routes import Route
from shared.contracts.principal import ANONYMOUS, Principal
from shared.errors import Problem, missing
from shared.http import problems
from shared.observability import context
from shared.security import internal_token

SAFE = frozenset({"GET", "HEAD"})
PLAIN_PATH = re.compile(rb"^/[A-Za-z0-9/._~!$&'()*+,;=:%-]*$")
PLAIN_QUERY = re.compile(rb"^[\x21-\x7e]*$")
HIDDEN = re.compile(rb"%(2f|5c|2e|00|25)", re.IGNORECASE)
REMEMBERED = 2048
"""Addresses kept parsed: people read the same things again."""
TOKEN_REUSE = 30.0
"""Seconds a minted token serves its caller; half its life, so that none expires on the way."""


class Identifies(Protocol):
    """Tells who sent a request, from its cookie or bearer alone."""

    async def identified(self, scope: Scope) -> Identified | None: ...

    async def stands(self, scope: Scope, identified: Identified) -> bool: ...

    async def belongs(self, user_id: str, workspace_id: UUID) -> bool: ...

    def refuse_forged(self, scope: Scope) -> None: ...


class Proxy:
    """Carries listed requests to core."""

    def __init__(
        self,
        *,
        core_url: str,
        transport: httpx2.AsyncBaseTransport,
        streams: httpx2.AsyncBaseTransport,
        secret: str,
        identify: Identifies,
    ) -> None:
        core = httpx2.URL(core_url)
        self._url = functools.lru_cache(REMEMBERED)(lambda target: core.copy_with(raw_path=target))
        self._transport, self._streams = transport, streams
        self._key = internal_token.signing_key(secret)
        self._identify = identify
        self._tokens: dict[Principal, tuple[float, str]] = {}
        self._going_down = asyncio.Event()

    async def handle(self, route: Route, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises Problem for what the gateway itself refuses or cannot reach."""
        method = scope["method"]
        if _asked_of_core(method) not in route.methods:
            await _refuse_method(route)(scope, receive, send)
            return
        target = checked_target(scope)
        identified = await self._identified(route, scope)
        caller = identified.principal if identified else ANONYMOUS
        request = self._request(route, scope, receive, target=target, caller=caller)
        response = await self._send(request, route)
        if route.lent and response.status_code < 400 and not await self._is_lent(response):
            await response.aclose()
            raise missing(route.lent)

        async def stands() -> bool:
            return identified is None or await self._identify.stands(scope, identified)

        await relay(response, receive, send, stands=stands, going_down=self._going_down)

    def drain(self) -> None:
        """End every stream of events: this process goes down."""
        self._going_down.set()

    async def _is_lent(self, response: httpx2.Response) -> bool:
        """Whether who opened the answer to strangers still belongs to its workspace."""
        workspace_id, _, user_id = response.headers.get(internal_token.LENT_HEADER, "").partition("/")
        return workspace_id != "" and await self._identify.belongs(unquote(user_id), UUID(workspace_id))

    async def _identified(self, route: Route, scope: Scope) -> Identified | None:
        identified = await self._identify.identified(scope)
        if identified is None:
            if route.public and scope["method"] in SAFE:
                return None
            raise Problem("unauthenticated", "not_signed_in", "Sign in first.")
        if identified.scopes is not None:
            identified.require(route.area, method=scope["method"])
        if scope["method"] not in SAFE:
            self._identify.refuse_forged(scope)
        return identified

    def _request(
        self, route: Route, scope: Scope, receive: Receive, *, target: bytes, caller: Principal
    ) -> httpx2.Request:
        sent = headers.to_core(scope["headers"])
        sent.append((internal_token.HEADER.encode(), self._token(caller).encode()))
        sent.append((b"x-request-id", context.request_id.get().encode()))
        sent.append((b"x-deadline-ms", b"%d" % int((time.time() + route.budget) * 1000)))
        stream = None if scope["method"] in SAFE else Body(receive)
        method = _asked_of_core(scope["method"])
        return httpx2.Request(method, self._url(target), headers=sent, stream=stream)

    def _token(self, caller: Principal) -> str:
        now = time.monotonic()
        made, token = self._tokens.get(caller, (0.0, ""))
        if not token or now - made > TOKEN_REUSE:
            if len(self._tokens) > 10_000:
                self._tokens.clear()
            token = internal_token.mint(caller, key=self._key)
            self._tokens[caller] = (now, token)
        return token

    async def _send(self, request: httpx2.Request, route: Route) -> httpx2.Response:
        method = request.method
        try:
            async with asyncio.timeout(route.budget):
                return await self._attempts(request, self._streams if route.streams else self._transport)
        except TimeoutError as fault:
            raise Problem("timeout", "core_timeout", _late(method)) from fault
        except (httpx2.ConnectError, httpx2.PoolTimeout) as fault:
            raise Problem("unavailable", "core_unavailable", "The research service cannot be reached.") from fault
        except httpx2.TransportError as fault:
            raise Problem("bad_gateway", "core_broke_off", _broken(method)) from fault

    async def _attempts(self, request: httpx2.Request, transport: httpx2.AsyncBaseTransport) -> httpx2.Response:
        """One try, and one more when nothing was sent or the method is safe."""
        try:
            return await transport.handle_async_request(request)
        except (httpx2.ConnectError, httpx2.PoolTimeout):
            await asyncio.sleep(0.05)
        except httpx2.TransportError:
            if request.method not in SAFE:
                raise
        return await transport.handle_async_request(request)


class Body(httpx2.AsyncByteStream):
    """The caller's body, chunk by chunk as it arrives."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive

    async def __aiter__(self) -> AsyncIterator[bytes]:
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise Problem("malformed", "body_cut_off", "The request ended before its body did.")
            more = message.get("more_body", False)
            if message.get("body"):
                yield message["body"]


def checked_target(scope: Scope) -> bytes:
    """The raw path and query exactly as they will be sent.

    Raises Problem for anything that another parser might read differently: dot segments, encoded slashes, `@`.
    """
    path: bytes = scope["raw_path"].partition(b"?")[0]
    query: bytes = scope["query_string"]
    dotted = b"/./" in path or b"/../" in path or path.endswith((b"/.", b"/..")) or b"//" in path
    if not PLAIN_PATH.match(path) or dotted or HIDDEN.search(path) or not PLAIN_QUERY.match(query):
        raise Problem("malformed", "path_malformed", "This address is not spelled in a way that is taken here.")
    return path + b"?" + query if query else path


def _asked_of_core(method: str) -> str:
    """HEAD is asked as GET: the server leaves the body out."""
    return "GET" if method == "HEAD" else method


def _refuse_method(route: Route) -> Response:
    """The 405 of a listed path, naming what it takes."""
    allowed = ", ".join(route.methods)
    problem = Problem("method_not_allowed", "method_not_allowed", f"This address takes {allowed}.")
    response = problems.response_of(problem)
    response.headers["allow"] = allowed
    return response


def _late(method: str) -> str:
    outcome = "" if method in SAFE else " Whether it took effect is unknown: repeat it with the same Idempotency-Key."
    return f"The research service took too long.{outcome}"


def _broken(method: str) -> str:
    outcome = "" if method in SAFE else " Whether it took effect is unknown: repeat it with the same Idempotency-Key."
    return f"The research service broke off.{outcome}"
