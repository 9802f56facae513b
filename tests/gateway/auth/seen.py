"""What auth answers while tests run, as cases: an endpoint of the table, a status, and the code of a refusal."""

import json
import re
from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

from starlette.types import Message, Receive, Scope, Send

from services.gateway.auth.asgi import AuthApp
from services.gateway.auth.routing import Table
from services.gateway.auth_routes import ROUTES

BASE = "/api/auth"
CODE = re.compile(r"[A-Za-z]\w*")
OTHER = "(the provider's)"
"""Stands for whatever a provider says that is no code."""
Call = Callable[[AuthApp, Scope, Receive, Send], Awaitable[None]]


class Case(NamedTuple):
    """One way an endpoint answers; a redirect's code is what it tells the browser has failed."""

    method: str
    path: str
    status: int
    code: str

    @property
    def refused(self) -> bool:
        """Whether the endpoint did not do what it was asked."""
        return self.status >= 400 or bool(self.code)


class Seen:
    """The cases of one test after another."""

    def __init__(self) -> None:
        self.cases: set[Case] = set()
        self._table = Table(ROUTES)

    def watching(self, call: Call) -> Call:
        """AuthApp's own call, whose answers are kept."""

        async def watched(app: AuthApp, scope: Scope, receive: Receive, send: Send) -> None:
            messages: list[Message] = []

            async def sent(message: Message) -> None:
                messages.append(message)
                await send(message)

            await call(app, scope, receive, sent)
            self._keep(scope, messages)

        return watched

    def _keep(self, scope: Scope, messages: list[Message]) -> None:
        raw = (scope.get("raw_path") or scope["path"].encode()).decode("latin-1")
        match = self._table.find(scope["method"], raw.partition("?")[0].removeprefix(BASE))
        if match and messages:
            self.cases.add(Case(scope["method"], match.template, messages[0]["status"], _code(*messages)))


def _code(start: Message, *rest: Message) -> str:
    location = next((value.decode("latin-1") for name, value in start["headers"] if name == b"location"), "")
    if location:
        told = "".join(parse_qs(urlsplit(location).query).get("error", []))
        return told if not told or CODE.fullmatch(told) else OTHER
    body = b"".join(message["body"] for message in rest)
    return str(_parsed(body).get("code") or "") if start["status"] >= 400 else ""


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
