"""BetterAuth's paths: what answers each, and what it asks of a request before it is called."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from services.gateway.auth.deps import Auth
from services.gateway.auth.exchange import Answer, Incoming
from services.gateway.auth.validation import Schema

Values = Mapping[str, Any]
Handler = Callable[[Auth, Incoming, Values], Awaitable[Answer]]


class Needs(Enum):
    """Which session an endpoint asks for; without it the answer is 401, or 403 for one that is not fresh."""

    NOTHING = "nothing"
    SESSION = "session"
    """A living session; the cookie cache may vouch for it."""
    STORED = "stored"
    """A living session, read from the database."""
    FRESH = "fresh"
    """A living session begun within the last day."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What answers a path: `headers` come with every answer it makes, refusals too.

    `schema` is the body's, `query` the query's; `forms` also takes url-encoded forms; `login` guards against other
    sites' pages signing somebody in. What an endpoint with an `audit` name did or refused is put on the audit trail.
    For the OpenAPI document: `answers` is the JSON Schema of the 200 (None: there is none), `refuses` are statuses
    beyond those every such endpoint has, `other_answers` whatever else.
    """

    handle: Handler
    schema: Schema | None = None
    query: Schema | None = None
    forms: bool = False
    login: bool = False
    needs: Needs = Needs.NOTHING
    audit: str | None = None
    headers: tuple[tuple[bytes, bytes], ...] = ()
    answers: dict[str, Any] | None = field(default_factory=dict)
    refuses: tuple[int, ...] = ()
    other_answers: Mapping[str, Any] = field(default_factory=dict)


Routes = Mapping[tuple[str, str], Endpoint]


class Match(NamedTuple):
    """The endpoint of a path, the path as the table writes it, and what its `:names` stand for."""

    endpoint: Endpoint
    template: str
    params: dict[str, str]


class Table:
    """Finds the endpoint of a method and path; a `:name` in a path stands for one segment."""

    def __init__(self, routes: Routes) -> None:
        self._paths = {path for _, path in routes if ":" not in path}
        self._plain = {key: endpoint for key, endpoint in routes.items() if ":" not in key[1]}
        self._patterns = [(*key, endpoint) for key, endpoint in routes.items() if ":" in key[1]]

    def find(self, method: str, path: str) -> Match | None:
        """The match, or None."""
        if plain := self._plain.get((method, path)):
            return Match(plain, path, {})
        for known, template, endpoint in self._patterns:
            params = _params(template, path) if known == method else None
            if params is not None:
                return Match(endpoint, template, params)
        return None

    def template(self, path: str) -> str | None:
        """A path as the table writes it, whatever methods it has; None if it is not there."""
        if path in self._paths:
            return path
        return next((template for _, template, _ in self._patterns if _params(template, path) is not None), None)


def _params(template: str, path: str) -> dict[str, str] | None:
    names, parts = template.split("/"), path.split("/")
    if len(names) != len(parts):
        return None
    params = {}
    for name, part in zip(names, parts, strict=True):
        if name.startswith(":") and part:
            params[name[1:]] = part
        elif name != part:
            return None
    return params
