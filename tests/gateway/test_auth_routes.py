"""Every path below `/api/auth` is given what no honest client sends; whatever that is, the fault is the client's."""

import json
from collections.abc import Iterator
from hashlib import sha512
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest

from services.gateway.auth import passwords
from services.gateway.auth.routing import Endpoint
from services.gateway.auth_routes import ROUTES
from tests.gateway.auth.server import PASSWORD, Server, bearer
from tests.gateway.workspaces.conftest import Serve, resources, serve
from tests.gateway.workspaces.team import Person, Team

__all__ = ["resources", "serve"]

DEPTHS = (90, 250, 1_000)
TEXTS: list[str] = [
    '""',
    '"\\u0000"',
    '"a\\u0000b@example.com"',
    '"\\ud800"',
    '"\\r\\nSet-Cookie: a=b"',
    '"\\u202e\\u2028\\ufeff"',
    '"' + "x" * 12_000 + '"',
    '"\\u20ac' * 1 + "é" * 4_000 + '"',
    '"9999999999999999999999"',
    '"\' OR 1=1 --"',
    '"0001-01-01T00:00:00+23:59"',
    '"9999-12-31T23:59:59-23:59"',
    '"owner,admin"',
    '"owner\\u0000"',
]
OTHERS: list[str] = [
    "null",
    "true",
    "-1",
    "0",
    "1e308",
    "-1e308",
    "1.5e-300",
    "9223372036854775808",
    "18446744073709551615",
    "123456789012345678901234567890",
    "[]",
    "{}",
    '["\\u0000"]',
    '["owner", null]',
    '{"\\u0000": "\\u0000"}',
    '{"a": ["\\u0000"]}',
    '{"projects": ["read", {}]}',
    *('{"a":' * deep + "1" + "}" * deep for deep in DEPTHS),
    *("[" * deep + "]" * deep for deep in DEPTHS),
    *('{"metadata":' + "[" * deep + "]" * deep + "}" for deep in DEPTHS),
    "[" + ",".join(["1"] * 4_000) + "]",
    "{" + ",".join(f'"k{number}": ["read"]' for number in range(700)) + "}",
]
BODIES: list[str] = ["", "null", "[]", "1", '"x"', "{", "\ufeff{}", "[" * 5_000, '{"a":1,"a":2}', "\x00"]
QUERIES: list[str] = [
    "",
    "%00",
    "%ED%A0%80",
    "%FF%FE",
    "-1",
    "1e300",
    "1e400",
    "NaN",
    "Infinity",
    "9" * 5_000,
    "0x" + "f" * 300,
    "%D9%A1",
    "9223372036854775807",
    "0001-01-01T00:00:00%2B23:59",
    "9999-12-31T23:59:59-23:59",
    "x" * 7_000,
    "%27%20OR%201=1--",
    "%0d%0aSet-Cookie:a=b",
    "createdAt",
    "role",
    "banned",
]
COLUMNS = ("email", "role", "createdAt", "banned", "organizationId", "password", "1")
OPERATORS = ("eq", "lt", "in", "contains")
HEADERS: list[dict[str, str]] = [
    {"authorization": "Bearer"},
    {"authorization": "Bearer " + "%00." * 100},
    {"authorization": "Bearer é.é"},
    {"authorization": "Bearer " + "x" * 9_000},
    {"cookie": "better-auth.session_token=%00.%00"},
    {"cookie": "better-auth.session_token=é.é; better-auth.state=é.é; better-auth.admin_session=é.é"},
    {"cookie": "=;;=;" * 500},
    {"cookie": "better-auth.session_data." + "9" * 5_000 + "=x"},
    {"origin": "http://[", "cookie": "a=b"},
    {"origin": "é", "cookie": "a=b"},
    {"x-forwarded-for": "é,%,::1%25,999.1.1.1"},
    {"content-type": "application/json; charset=utf-16"},
    {"content-type": "é"},
    {"content-length": "é"},
    {"user-agent": "\x80" * 5_000},
]
EACH = pytest.mark.parametrize(("method", "path"), ROUTES, ids=[f"{method} {path}" for method, path in ROUTES])


@pytest.fixture
def server(serve: Serve) -> Server:
    """Auth that knows a provider."""
    return serve(github_client_id="client", github_client_secret="of nobody")


class Caller:
    """An admin of the installation who owns an organization: nobody gets further into a handler."""

    def __init__(self, server: Server, team: Team, other: Person) -> None:
        self.server, self.team, self.other = server, team, other

    @property
    def sound(self) -> dict[str, Any]:
        """A value for every field that some endpoint asks for."""
        return {
            "accountId": "x",
            "callbackURL": "/",
            "currentPassword": PASSWORD,
            "data": {"name": "New"},
            "email": self.server.email("new"),
            "id": self.other.id,
            "invitationId": "x",
            "keyId": "x",
            "memberId": "x",
            "memberIdOrEmail": self.other.email,
            "name": "New",
            "newEmail": self.server.email("newer"),
            "newPassword": PASSWORD + "2",
            "organizationId": self.team.id,
            "password": PASSWORD,
            "permissions": {"user": ["list"]},
            "provider": "github",
            "role": "member",
            "sessionToken": "x",
            "slug": f"new-{self.team.slug}",
            "state": "x",
            "token": "x",
            "userId": self.other.id,
        }

    async def ask(self, method: str, path: str, *, query: str = "", text: str | None = None) -> int:
        """The status of one request in the caller's name."""
        kind = {"content-type": "application/json"} if text is not None else {}
        target = path.replace(":id", "github").replace(":token", "x") + (f"?{query}" if query else "")
        return (await self.server.send(method, target, bearer(self.team.ada.token) | kind, text)).status


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are tried by the thousand here."""
    monkeypatch.setattr(passwords, "derive", lambda password, salt: sha512((salt + password).encode()).hexdigest())


@pytest.fixture
async def caller(server: Server) -> Caller:
    """Somebody new for every endpoint, for some end the session."""
    team = await Team.founded(server)
    await server.rows("""UPDATE "user" SET role = 'admin' WHERE id = $1""", team.ada.id)
    return Caller(server, team, await Person.new(server, "bob"))


def bodies(endpoint: Endpoint, sound: dict[str, Any]) -> Iterator[str]:
    """What is sound but for one field, and what is no object at all."""
    schema = endpoint.schema
    if schema is None:
        return
    yield from BODIES
    needed = {name: json.dumps(sound[name]) for name in schema.required}
    for name in (*schema.required, *schema.optional, "unknown"):
        for value in (*TEXTS, *OTHERS):
            members = needed | {name: value}
            yield "{" + ",".join(f'"{key}":{text}' for key, text in members.items()) + "}"


def queries(endpoint: Endpoint, sound: dict[str, Any]) -> Iterator[str]:
    """The same for a query."""
    schema = endpoint.query
    if schema is None:
        return
    needed = {name: quote(str(sound[name])) for name in schema.required}
    for name in (*schema.required, *schema.optional, "unknown"):
        for value in QUERIES:
            yield "&".join(f"{key}={text}" for key, text in (needed | {name: value}).items())
        yield f"{name}=1&{name}=2"
    if "filterField" in schema.optional:
        chosen = product(COLUMNS, OPERATORS, QUERIES)
        yield from (f"filterField={name}&filterOperator={how}&filterValue={value}" for name, how, value in chosen)


@EACH
async def test_hostile_bodies_are_the_clients_fault(method: str, path: str, caller: Caller) -> None:
    endpoint = ROUTES[method, path]
    sent = list(bodies(endpoint, caller.sound))
    broken = [text[:200] for text in sent if await caller.ask(method, path, text=text) >= 500]
    assert not broken


@EACH
async def test_hostile_queries_are_the_clients_fault(method: str, path: str, caller: Caller) -> None:
    endpoint = ROUTES[method, path]
    text = json.dumps({name: caller.sound[name] for name in endpoint.schema.required}) if endpoint.schema else None
    sent = list(queries(endpoint, caller.sound))
    broken = [query[:200] for query in sent if await caller.ask(method, path, query=query, text=text) >= 500]
    assert not broken


@EACH
async def test_hostile_headers_are_the_clients_fault(method: str, path: str, server: Server) -> None:
    sent = [{"content-type": "application/json"} | headers for headers in HEADERS]
    broken = [headers for headers in sent if (await server.send(method, path, headers, "{}")).status >= 500]
    assert not broken
