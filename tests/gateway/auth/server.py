"""Auth alone, on a real database, as one test sees it: its own people, its own clock, and requests to the byte."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import asyncpg
from starlette.types import Message, Scope

from services.gateway.auth.asgi import AuthApp
from services.gateway.auth.cookies import Signer
from services.gateway.auth_routes import ROUTES
from services.gateway.resources import Resources
from services.gateway.settings import GatewaySettings
from tests.support import settings
from tests.support.databases import Database

ORIGIN = "http://gateway.test"
PEER = "127.0.0.1"
PASSWORD = "correct horse battery"
SESSION = "better-auth.session_token"
SIGNER = Signer(settings.BETTER_AUTH_SECRET)
DONT_REMEMBER = "better-auth.dont_remember=" + quote(SIGNER.sign("true"), safe="")
CLEARED = [
    f"better-auth.{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"
    for name in ("session_token", "session_data", "dont_remember")
]


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; header names as sent, Set-Cookie lines apart."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    body: str

    @property
    def json(self) -> Any:
        """The body, parsed."""
        return json.loads(self.body)

    @property
    def refusal(self) -> tuple[int, str | None]:
        """Status and code of a refusal."""
        return self.status, self.json.get("code")


class Clock:
    """The time auth believes it is; a test may move it."""

    def __init__(self) -> None:
        self.offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset


class Server:
    """Auth with some settings; `person` makes e-mail addresses nobody else has."""

    def __init__(self, configured: GatewaySettings, resources: Resources, database: Database) -> None:
        self.clock, self.database, self.settings = Clock(), database, configured
        self.app = AuthApp(configured, resources, routes=ROUTES, now=self.clock)
        self._run = uuid4().hex[:12]

    def email(self, name: str = "ada") -> str:
        """The address of a person of this test."""
        return f"{name}-{self._run}@example.com"

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        """GET below /api/auth."""
        return await self.send("GET", path, headers or {}, None)

    async def post(self, path: str, body: object = None, headers: Mapping[str, str] | None = None) -> Reply:
        """POST JSON below /api/auth; None is no body at all."""
        sent = {} if body is None else {"content-type": "application/json"}
        text = None if body is None else json.dumps(body)
        return await self.send("POST", path, sent | dict(headers or {}), text)

    async def send(self, method: str, path: str, headers: Mapping[str, str], body: str | bytes | None) -> Reply:
        """Anything below /api/auth."""
        return await call(self.app, method, f"/api/auth{path}", headers, body)

    async def sign_up(self, name: str = "ada", headers: Mapping[str, str] | None = None, **more: object) -> Reply:
        """A new person, signed in."""
        body = {"name": name.title(), "email": self.email(name), "password": PASSWORD} | more
        reply = await self.post("/sign-up/email", body, headers)
        assert reply.status == 200, reply
        return reply

    async def sign_in(self, name: str = "ada", headers: Mapping[str, str] | None = None, **more: object) -> Reply:
        """A person of this test, tried with the usual password unless told otherwise."""
        body = {"email": self.email(name), "password": PASSWORD} | more
        return await self.post("/sign-in/email", body, headers)

    async def token(self, name: str = "ada", **more: Any) -> str:
        """The session token of a new person."""
        return str((await self.sign_up(name, **more)).json["token"])

    async def rows(self, statement: str, *arguments: object) -> list[asyncpg.Record]:
        """Run SQL as the owner."""
        connection = await asyncpg.connect(self.database.owner_url)
        try:
            found: list[asyncpg.Record] = await connection.fetch(statement, *arguments)
            return found
        finally:
            await connection.close()

    async def sessions(self, token: str) -> list[asyncpg.Record]:
        """The rows of a session token."""
        return await self.rows("SELECT * FROM session WHERE token = $1", token)


def cookie(token: str, *others: str) -> dict[str, str]:
    """The Cookie header of a signed-in browser."""
    return {"cookie": "; ".join([f"{SESSION}={quote(SIGNER.sign(token), safe='')}", *others])}


def bearer(text: str) -> dict[str, str]:
    """The Authorization header of a client without cookies."""
    return {"authorization": f"Bearer {text}"}


async def call(app: AuthApp, method: str, target: str, headers: Mapping[str, str], body: str | bytes | None) -> Reply:
    """One request, its path and body exactly as given."""
    path, _, query = target.partition("?")
    sent = [(name.encode(), value.encode()) for name, value in ({"host": "elsewhere.test"} | dict(headers)).items()]
    content = body.encode() if isinstance(body, str) else body or b""
    if body is not None and "transfer-encoding" not in headers:
        sent.append((b"content-length", b"%d" % len(content)))
    scope: Scope = {
        "type": "http",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": sent,
        "client": (PEER, 50_000),
    }
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": content, "more_body": False}

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, send)
    return _reply(messages)


def _reply(messages: list[Message]) -> Reply:
    start, *rest = messages
    pairs = [(name.decode(), value.decode("latin-1")) for name, value in start["headers"]]
    headers = {name: value for name, value in pairs if name not in ("set-cookie", "content-length")}
    cookies = [value for name, value in pairs if name == "set-cookie"]
    return Reply(start["status"], headers, cookies, b"".join(message["body"] for message in rest).decode())
