"""BetterAuth's transport: rate limit, route, body, origin, schema, guard, endpoint, and its empty answers.

A pure ASGI app for every path below `/api/auth`. It differs from the rest of the API on purpose: an unknown path and a
wrong method are 404 with no body, a fault of ours is 500 with no body, and refusals are `{message, code}`.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from urllib.parse import parse_qs, urlsplit

import asyncpg
import structlog
from sqlalchemy import exc as sqlalchemy_errors
from starlette.types import Receive, Scope, Send

from services.gateway.auth import bodies, exchange, presence, tokens, wire
from services.gateway.auth.deps import Auth
from services.gateway.auth.errors import Refusal
from services.gateway.auth.exchange import JSON, Answer, Incoming
from services.gateway.auth.rate_limits import RateLimits
from services.gateway.auth.records import Stored
from services.gateway.auth.routing import Endpoint, Match, Needs, Routes, Table, Values
from services.gateway.auth.trail import Trail
from services.gateway.auth.visitors import visitor_of
from services.gateway.resources import Resources
from services.gateway.settings import GatewaySettings
from services.gateway.trusted_proxies import Proxies
from shared import types
from shared.errors import Problem
from shared.http import problems

log = structlog.get_logger()

BASE: Final = b"/api/auth"
UNREACHABLE: Final = (
    asyncpg.CannotConnectNowError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.TooManyConnectionsError,
    sqlalchemy_errors.InterfaceError,
    sqlalchemy_errors.OperationalError,
    sqlalchemy_errors.TimeoutError,
    OSError,
)
DATABASE_UNAVAILABLE = Problem("unavailable", "database_unavailable", "The database cannot be reached just now.")


class AuthApp:
    """Answers everything below `/api/auth`."""

    def __init__(
        self,
        settings: GatewaySettings,
        resources: Resources,
        *,
        routes: Routes,
        now: Callable[[], datetime] = types.now,
    ) -> None:
        self._auth = Auth.build(settings, resources, now=now)
        self._table = Table(routes)
        self._limits = RateLimits(resources) if settings.rate_limit_enabled else None
        self._proxies = Proxies(settings.trusted_proxies)
        self._trail = Trail(resources, now=now)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            answer = await self._answer(scope, receive)
        except bodies.Disconnected:
            return
        body = answer.body
        headers = [*answer.headers, (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        path = _path(scope)
        match = self._table.find(scope["method"], path)
        try:
            request = self._incoming(match, scope, path)
            await self._count(request)
            return await self._routed(match.endpoint, request, receive) if match else Answer(status=404, headers=[])
        except Refusal as refusal:
            return _refused(refusal)
        except Problem as problem:
            return _problem(problem)
        except UNREACHABLE:
            log.exception("auth.database.unreachable", path=path)
            return _problem(DATABASE_UNAVAILABLE)
        except bodies.Disconnected:
            raise
        except Exception:
            log.exception("auth.request.crashed", path=path)
            return Answer(status=500, headers=[])

    async def _count(self, request: Incoming) -> None:
        """Refuse one request too many; what has no body to wait for has its session read in the same statement."""
        if self._limits is None:
            return
        path, address = self._table.template(request.path), request.visitor.ip_address
        reads = request.method == "GET" and not self._auth.cookie_cache.is_on
        presented = self._auth.credentials.presented(request.headers) if path and reads else None
        if path and presented and tokens.may_be_session(presented.token):
            identity = await self._limits.count_and_read(address, path, presented.token)
            request.stored = Stored(presented.token, identity)
        else:
            await self._limits.count(address, path)

    async def _routed(self, endpoint: Endpoint, request: Incoming, receive: Receive) -> Answer:
        if endpoint.schema:
            request.body = await bodies.read(receive, request.headers, forms=endpoint.forms)
        self._auth.guard.check_request(request)
        values = endpoint.schema.read(request.body) if endpoint.schema else {}
        if endpoint.query:
            values = {**endpoint.query.read(request.query), **values}
        if endpoint.login:
            self._auth.guard.check_login(request)
        answer = await self._handled(endpoint, request, values)
        answer.headers.extend(endpoint.headers)
        return answer

    async def _handled(self, endpoint: Endpoint, request: Incoming, values: Values) -> Answer:
        reason = None
        try:
            if endpoint.needs is not Needs.NOTHING:
                await presence.require(self._auth, request, endpoint.needs)
            answer = await endpoint.handle(self._auth, request, values)
        except Refusal as refusal:
            answer, reason = _refused(refusal), refusal.code or refusal.message
        if endpoint.audit:
            await self._trail.of_request(endpoint.audit, request, reason=reason or _failure(answer))
        answer.headers = presence.joined(request.read, answer.headers)
        return answer

    def _incoming(self, match: Match | None, scope: Scope, path: str) -> Incoming:
        headers = exchange.headers_of(scope["headers"])
        query = exchange.query_of(scope["query_string"]) if scope["query_string"] else {}
        peer = scope["client"][0] if scope.get("client") else ""
        visitor = visitor_of(headers, peer=peer, proxies=self._proxies)
        params = match.params if match else {}
        return Incoming(scope["method"], path, scope["scheme"], headers, query, visitor, params)


def _path(scope: Scope) -> str:
    """The path below `/api/auth` as it was sent: a percent-encoded spelling of a route is not that route."""
    raw = scope.get("raw_path") or scope["path"].encode()
    path = raw.partition(b"?")[0]
    return path[len(BASE) :].decode("latin-1") if path.startswith(BASE) else ""


def _failure(answer: Answer) -> str | None:
    """What a redirect tells the browser has failed; of a refusal without words its status."""
    if answer.status >= 400:
        return str(answer.status)
    location = next((value for name, value in answer.headers if name == b"location"), b"")
    found = parse_qs(urlsplit(location.decode("latin-1")).query).get("error")
    return found[0] if answer.status == 302 and found else None


def _refused(refusal: Refusal) -> Answer:
    body = wire.error(refusal.code, refusal.message, code_first=refusal.code_first)
    return Answer(body if refusal.message else b"", refusal.status, [JSON, *refusal.headers])


def _problem(problem: Problem) -> Answer:
    headers = [(name.encode(), value.encode()) for name, value in problems.headers_of(problem).items()]
    body = wire.error(problem.code.upper(), problem.message)
    return Answer(body, problems.STATUS[problem.kind], [JSON, *headers])
