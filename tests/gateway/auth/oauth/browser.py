"""A browser on its way to a provider and back, its cookies kept as browsers keep them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlencode, urlsplit

import httpx2

from tests.gateway.auth.oauth.provider import Realm
from tests.gateway.auth.server import ORIGIN, Reply, Server, bearer

CALLBACK = f"{ORIGIN}/api/auth"


class Browser:
    """Holds cookies; `back` is where the provider has sent it last."""

    def __init__(self, server: Server, realm: Realm) -> None:
        self.server, self.realm = server, realm
        self.cookies: dict[str, str] = {}
        self.back = ""

    @property
    def headers(self) -> dict[str, str]:
        """The Cookie header, and the Origin of the frontend."""
        line = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return ({"cookie": line} if line else {}) | {"origin": ORIGIN}

    async def start(self, provider: str = "realm", *, path: str = "/sign-in/social", **body: object) -> str:
        """Ask where to go; the address."""
        reply = await self.server.post(path, {"provider": provider, "callbackURL": "/done"} | body, self.headers)
        assert reply.status == 200, reply
        self.keep(reply)
        return str(reply.json["url"])

    async def approve(self, url: str) -> str:
        """Be at the provider, which approves; the path it sends back to."""
        async with httpx2.AsyncClient() as client:
            location = (await client.get(url)).headers["location"]
        assert location.startswith(CALLBACK), location
        self.back = location.removeprefix(CALLBACK)
        return self.back

    async def return_(self, **changed: str | None) -> Reply:
        """Come back, with the provider's parameters or others; None leaves one out."""
        path, _, query = self.back.partition("?")
        sent = {name: value for name, value in (dict(parse_qsl(query)) | changed).items() if value is not None}
        reply = await self.server.get(f"{path}?{urlencode(sent)}", self.headers)
        self.keep(reply)
        return reply

    async def journey(self, provider: str = "realm", **body: Any) -> Reply:
        """There and back."""
        await self.approve(await self.start(provider, **body))
        return await self.return_()

    def keep(self, reply: Reply) -> None:
        """Do with cookies as told."""
        for line in reply.cookies:
            pair, *attributes = line.split("; ")
            name, _, value = pair.partition("=")
            if "Max-Age=0" in attributes:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    async def session(self) -> Any:
        """Whom the server takes this browser for."""
        return (await self.server.get("/get-session", self.headers)).json


def parameters(url: str) -> dict[str, str]:
    """The query of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def failure(reply: Reply) -> str:
    """Where a failed callback leads, which must be without a session."""
    assert reply.status == 302, reply
    assert reply.body == ""
    assert "set-auth-token" not in reply.headers
    assert not any("session_token" in line for line in reply.cookies)
    return reply.headers["location"]


def failed(code: str) -> str:
    """Auth's own page for a code."""
    return f"{CALLBACK}/error?error={code}"


def signed_in(reply: Reply) -> Mapping[str, str]:
    """The header of the session that a callback has opened."""
    assert reply.status == 302, reply
    assert "error=" not in reply.headers["location"], reply
    return bearer(unquote(reply.headers["set-auth-token"]))
